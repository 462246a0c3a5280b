#!/usr/bin/env bash
# A throw-away PostgreSQL for tests, reached through a socket in its own folder.
#   scripts/postgres.sh start DIR   prints its address; a second start of the same DIR prints it again
#   scripts/postgres.sh stop DIR    stops it and removes its data
# Works as root, who may not run PostgreSQL and becomes the user postgres, and as anybody else.
# It does not wait for the disk (fsync = off): never keep anything in it. With DURABLE=1 it does, to be measured.
set -euo pipefail

case "${1:-}" in start | stop) ;; *)
    echo "usage: scripts/postgres.sh start|stop DIR" >&2
    exit 2
    ;;
esac
mkdir -p "${2:?the folder is missing}"
directory=$(cd "$2" && pwd)
data=$directory/data
owner=$(id -un)
[ "$(id -u)" -ne 0 ] || owner=postgres

binary() { # the newest installed version of a PostgreSQL program
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -n "$found" ] && [ -x "$found/$1" ]; then echo "$found/$1"; else command -v "$1"; fi
}
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

if [ "$1" = stop ]; then
    as_owner "$(binary pg_ctl)" -D "$data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$data" "$directory/socket" "$directory/log"
    rmdir "$directory" 2>/dev/null || true
    exit 0
fi

# A socket's path may have 107 characters.
socket=$directory/socket
[ "${#socket}" -le 80 ] || socket=$(mktemp -d)
if ! as_owner "$(binary pg_ctl)" -D "$data" status >/dev/null 2>&1; then
    chmod 755 "$directory"
    mkdir -p "$socket"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$directory" "$socket"; fi
    if [ ! -s "$data/PG_VERSION" ]; then
        as_owner "$(binary initdb)" -D "$data" -U motcua -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null
    fi
    settings="-c listen_addresses='' -k $socket"
    [ "${DURABLE:-0}" = 1 ] || settings="$settings -c fsync=off -c full_page_writes=off"
    settings="$settings -c max_connections=1000 -c shared_buffers=64MB -c max_locks_per_transaction=64"
    as_owner "$(binary pg_ctl)" -D "$data" -l "$directory/log" -o "$settings" -w -t 60 start >/dev/null || {
        tail -n 20 "$directory/log" >&2
        exit 1
    }
else
    socket=$(as_owner sed -n 5p "$data/postmaster.pid")
fi
encoded=$(printf '%s' "$socket" | sed 's/%/%25/g; s/ /%20/g')
echo "postgresql:///postgres?host=$encoded&user=motcua"
