#!/usr/bin/env bash
# The browser run: whole journeys in headless Chromium over a small demo, with axe-core on every page.
#   scripts/browser.sh                  runs every journey; the last line says how many checks passed
#   scripts/browser.sh mother finder    runs these alone (the names of Browser/journey_*.py)
#   scripts/browser.sh pictures DIR     writes pictures of the main pages into DIR
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
server=
tidy() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap tidy EXIT
trap 'exit 130' INT TERM

# Python's packages live in .venv; it is made anew when the wanted versions change.
wanted=$(sha256sum Browser/requirements.txt | cut -d' ' -f1)
if [ "$(cat .venv/wanted 2>/dev/null)" != "$wanted" ]; then
    rm -rf .venv
    python3 -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check -r Browser/requirements.txt
    echo "$wanted" >.venv/wanted
fi

swift build --product motcua
motcua="$(swift build --show-bin-path)/motcua"
"$motcua" demo --data "$work/data" --keys "$work/keys" --dossiers 150 --seed 7 --quiet

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
address=http://127.0.0.1:$port
"$motcua" serve --data "$work/data" --listen "127.0.0.1:$port" --public-url "$address" --log info >"$work/log" 2>&1 &
server=$!
for _ in $(seq 100); do
    if python3 -c "import urllib.request as r; r.urlopen('$address/readyz', timeout=1)" 2>/dev/null; then break; fi
    kill -0 "$server" 2>/dev/null || { cat "$work/log"; echo "The server did not start." >&2; exit 1; }
    sleep 0.2
done

export MOTCUA_CHROMIUM="${MOTCUA_CHROMIUM:-$(command -v chromium || command -v chromium-browser)}"
if ! HOME="$work" MOTCUA_LOG="$work/log" PYTHONDONTWRITEBYTECODE=1 .venv/bin/python Browser/run.py "$address" "$@"; then
    echo "The server said:"
    grep -v ' info ' "$work/log" | tail -n 30
    exit 1
fi
