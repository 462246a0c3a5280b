#!/usr/bin/env bash
# Makes a virtual environment with the packages of a requirements file; anew when the file changes.
#   scripts/python.sh Fuzz/requirements.txt .venv-api
set -euo pipefail
wanted=$(sha256sum "$1" | cut -d' ' -f1)
[ "$(cat "$2/wanted" 2>/dev/null)" = "$wanted" ] && exit 0
rm -rf "$2"
python3 -m venv "$2"
"$2/bin/pip" install --quiet --disable-pip-version-check -r "$1"
echo "$wanted" >"$2/wanted"
