#!/usr/bin/env bash
# Lists and searches at 20 thousand, 200 thousand and 1 million dossiers: on SQLite, and on PostgreSQL where it is installed.
#   scripts/bench-large.sh [FOLDER]   works below FOLDER (the temporary folder) and deletes what it makes
# SIZES=20000,200000 takes other sizes. The result is LARGE.json in the current folder.
set -euo pipefail
cd "$(dirname "$0")/.."
motcua=${BUILD:-.build}/release/motcua
place=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/motcua-large-XXXXXX")
chmod 755 "$place"
finish() {
    [ ! -d "$place/postgres" ] || scripts/postgres.sh stop "$place/postgres" || true
    rm -rf "$place"
}
trap finish EXIT
options=(--folder "$place" --sizes "${SIZES:-20000,200000,1000000}")
if ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1; then
    options+=(--database "$(scripts/postgres.sh start "$place/postgres")")
else
    echo "PostgreSQL is not installed: SQLite alone." >&2
fi
"$motcua" bench-large --json "${options[@]}" >LARGE.json.new
mv LARGE.json.new LARGE.json
python3 - <<'PYTHON'
import json

for size in json.load(open("LARGE.json"))["sizes"]:
    n = size["dossiers"]
    print(f"{size['engine']}, {n} dossiers: made {n / size['buildSeconds']:.0f}/s, {size['bytes'] / n:.0f} bytes each,"
          f" verify {size['verifySeconds']:.1f} s, rebuild --check {size['rebuildSeconds']:.1f} s")
    for it in size["questions"]:
        ratio = f", ×{it['ratio']:.2f} (goal ×1.5)" if "ratio" in it else ""
        print(f"  {it['name']}: median {it['medianMicroseconds']:.0f} µs, {it['perSecond']:.0f}/s, "
              f"{it['meanRows']:.1f} found{ratio}")
PYTHON
