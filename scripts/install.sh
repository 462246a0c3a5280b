#!/usr/bin/env bash
# Installs the Debian packages that are missing: `build` for building and running, `test` for the tests as well,
# `bench` for measuring under load.
set -euo pipefail
build=(libsqlite3-dev libpq-dev libqrencode-dev libargon2-dev libpango1.0-dev pkg-config fonts-liberation2 fontconfig)
tests=(postgresql chromium poppler-utils zbar-tools python3-venv fonts-noto-core)
bench=(wrk postgresql)
wanted=("${build[@]}")
[ "${1:-build}" = test ] && wanted+=("${tests[@]}")
[ "${1:-build}" = bench ] && wanted+=("${bench[@]}")
missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
echo "Installing: ${missing[*]}"
sudo=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Please install as root: apt-get install ${missing[*]}" >&2; exit 1; }
    sudo=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${sudo[@]}" apt-get update -qq
"${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
