#!/usr/bin/env bash
# Breaks a real server on purpose: kills, full and read-only disks, PostgreSQL lost, slow clients.
#   scripts/faults.sh                    every fault; a hundred kills
#   scripts/faults.sh commit replica     these alone (the names of Tests/Faults/fault_*.py)
#   KILLS=20 SEED=7 scripts/faults.sh    fewer kills; the same chance again
# Faults that only root can make (a small disk of its own) are said to be skipped, and counted so.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build --product motcua
motcua="$(swift build --show-bin-path)/motcua"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kills=
trap '[ -z "$kills" ] || kill "$kills"; exit 130' INT TERM
arguments=(--kills "${KILLS:-100}")
[ -z "${SEED:-}" ] || arguments+=(--seed "$SEED")
mkdir "$work/a" "$work/b"
run() { # folder, what to run…
    local folder=$1
    shift
    PYTHONDONTWRITEBYTECODE=1 python3 Tests/Faults/run.py "$motcua" "$folder" "${arguments[@]}" "$@"
}
if [ $# -gt 0 ]; then
    run "$work/a" "$@"
    exit
fi
# The kills take as long as all the others, most of which wait: side by side.
run "$work/a" kill >"$work/kill" 2>&1 &
kills=$!
failed=0
run "$work/b" --without kill || failed=1
mkdir "$work/c"
PYTHONDONTWRITEBYTECODE=1 python3 Tests/Faults/two_servers.py "$motcua" "$work/c" || failed=1
wait "$kills" || failed=1
cat "$work/kill"
exit "$failed"
