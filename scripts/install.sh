#!/usr/bin/env bash
# Installs the Debian packages that are missing: `build` for building and running, `test` for the tests as well,
# `operations` for what docs/operations.md is tried with, `bench` for measuring: wrk, PostgreSQL, and a virtual environment
# with numpy and matplotlib in .build/bench-python.
set -euo pipefail
build=(libsqlite3-dev libpq-dev libqrencode-dev libargon2-dev libpango1.0-dev pkg-config fonts-liberation2 fontconfig)
tests=(postgresql chromium poppler-utils zbar-tools python3-venv fonts-noto-core)
bench=(wrk postgresql)
wanted=("${build[@]}")
operations=(postgresql nginx caddy curl openssl prometheus systemd python3)
case "${1:-build}" in
    build)
        command -v swift >/dev/null || {
            echo "The Swift toolchain (6.2 or later) is missing: https://www.swift.org/install/linux/" >&2
            exit 1
        }
        ;;
    test) wanted+=("${tests[@]}") ;;
    bench) wanted+=("${bench[@]}") ;;
    operations) wanted+=("${operations[@]}") ;;
esac
peers() { # Python's packages of the tests that need no browser
    if [ "$1" = bench ]; then
        local place
        place=$(dirname "$0")/../.build/bench-python
        [ -x "$place/bin/python3" ] || python3 -m venv "$place"
        "$place/bin/pip" install -q numpy==2.3.5 matplotlib==3.10.7
    fi
    if [ "$1" = test ]; then "$(dirname "$0")/python.sh" "$(dirname "$0")/../Fuzz/requirements.txt" "$(dirname "$0")/../.venv-api"; fi
}
missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    peers "${1:-build}"
    exit 0
fi
echo "Installing: ${missing[*]}"
sudo=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Please install as root: apt-get install ${missing[*]}" >&2; exit 1; }
    sudo=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${sudo[@]}" apt-get update -qq
"${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
peers "${1:-build}"
