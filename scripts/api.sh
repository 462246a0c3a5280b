#!/usr/bin/env bash
# The API from outside: its document against the OpenAPI 3.1 schema, the commands of its page, and generated requests
# (schemathesis) with every check, without a token and with those of four officers. The seed is printed and may be given:
#   scripts/api.sh [SEED]        MOTCUA_FUZZ_SECONDS=20 is the time of each of the five runs
set -euo pipefail
cd "$(dirname "$0")/.."
seed="${1:-${MOTCUA_FUZZ_SEED:-$(date +%s)}}"
seconds="${MOTCUA_FUZZ_SECONDS:-20}"
here=$PWD

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

scripts/python.sh Fuzz/requirements.txt .venv-api
swift build --product motcua
motcua="$(swift build --show-bin-path)/motcua"
"$motcua" demo --data "$work/data" --keys "$work/keys" --dossiers 150 --seed 7 --quiet >/dev/null
token() { "$motcua" token create --data "$work/data" --officer "$1" --rights read,intake,act --label "Fuzz" 2>/dev/null; }
reception=$(token lan.tiepnhan)
specialist=$(token tuan.canbo.ca.quynhlam)
leader=$(token thanh.chihuy.ca.quynhlam)
clerk=$(token trang.vanthu.ca.quynhlam)

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
address=http://127.0.0.1:$port
"$motcua" serve --data "$work/data" --listen "127.0.0.1:$port" --public-url "$address" >"$work/log" 2>&1 &
server=$!
for _ in $(seq 100); do
    if python3 -c "import urllib.request as r; r.urlopen('$address/readyz', timeout=1)" 2>/dev/null; then break; fi
    kill -0 "$server" 2>/dev/null || { cat "$work/log"; echo "The server did not start." >&2; exit 1; }
    sleep 0.2
done

python3 -c "import urllib.request as r; r.urlretrieve('$address/api/v1/openapi.json', '$work/openapi.json')"
.venv-api/bin/python -m openapi_spec_validator "$work/openapi.json"
echo "1 checks passed: the document is OpenAPI 3.1"
.venv-api/bin/python Fuzz/guide.py "$address" "$reception"

# Codes that are there, so that generated requests reach what lies behind them.
python3 - "$address" "$work/fuzz.toml" "$reception" "$specialist" <<'PY'
import json, sys, urllib.request
address, path, *tokens = sys.argv[1:]
def get(path, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return json.load(urllib.request.urlopen(urllib.request.Request(address + "/api/v1" + path, headers=headers)))
procedures = [p["code"] for p in get("/procedures?limit=5")["items"]]
units = [u["code"] for u in get("/units?limit=20")["items"]]
dossiers = [d["code"] for t in tokens for d in get("/dossiers?limit=10", t)["items"]]
assert procedures and units and dossiers
with open("Fuzz/schemathesis.toml") as source, open(path, "w") as out:
    out.write(source.read())
    out.write(f"\n[dictionaries]\ncodes.values = {json.dumps(dossiers + procedures)}\n")
    out.write(f"words.values = {json.dumps(procedures + units[:5] + dossiers[:5])}\n")
PY

fuzz() { # name, arguments of schemathesis…
    local name=$1 count
    shift
    # From a folder of its own: what an earlier run found would else be tried first, and the seed would not say all.
    if ! (cd "$work" && "$here/.venv-api/bin/st" --config-file "$work/fuzz.toml" run "$address/api/v1/openapi.json" --checks all \
        --seed "$seed" --max-time "$seconds" --request-timeout 20 --no-color "$@") >"$work/$name" 2>&1; then
        cat "$work/$name"
        echo "The server said:"
        grep -v '"Request"\|Request$' "$work/log" | tail -n 20
        echo "schemathesis, $name, seed $seed"
        exit 1
    fi
    count=$(sed -nE 's/^ *([0-9]+) generated.*/\1/p' "$work/$name" | tail -n 1)
    echo "${count:-0} checks passed: generated requests, $name, seed $seed"
}
fuzz stranger
fuzz reception -H "Authorization: Bearer $reception"
fuzz specialist -H "Authorization: Bearer $specialist" --include-path-regex '/dossiers'
fuzz leader -H "Authorization: Bearer $leader" --include-path-regex '/dossiers'
fuzz clerk -H "Authorization: Bearer $clerk" --include-path-regex '/dossiers'
kill -0 "$server" || { tail -n 30 "$work/log"; echo "The server ended." >&2; exit 1; }
