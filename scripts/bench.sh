#!/usr/bin/env bash
# Builds a release and measures it: `scripts/bench.sh PROGRAM`, on SQLite and, where it can be started, on PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install.sh bench
swift build -c release --product motcua
folder=$(mktemp -d)
# The data lie on the disk where the program lies: the system's temporary folder may be memory.
place=$(mktemp -d "$(pwd)/.build/bench-XXXXXX")
trap 'scripts/postgres.sh stop "$folder/postgres" || true; rm -rf "$folder" "$place"' EXIT
arguments=(--folder "$place")
if address=$(DURABLE=1 scripts/postgres.sh start "$folder/postgres"); then arguments+=(--postgres "$address"); fi
"$1" bench "${arguments[@]}"
