#!/usr/bin/env bash
# Runs everything, part by part; each part prints what it runs, how many tests ran and how long it took.
# `scripts/test.sh browser` runs one part alone. A part that ran no test fails.
set -euo pipefail
cd "$(dirname "$0")/.."
only="${1:-}"
passed=0
skipped=0
started=$SECONDS

part() { # name, what it is, command…
    local name=$1 what=$2 log count at=$SECONDS
    shift 2
    if [ -n "$only" ] && [ "$only" != "$name" ] && [ "$name" != build ]; then return 0; fi
    printf '\n== %s: %s\n' "$name" "$what"
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        grep -vE '^(◇|\[[0-9]+/[0-9]+\])|✔ Test case' "$log" | tail -n 150
        printf '== %s FAILED after %d s\n' "$name" "$((SECONDS - at))"
        exit 1
    fi
    count=$(sed -nE 's/.*Test run with ([0-9]+) tests?.*/\1/p; s/^([0-9]+) checks passed.*/\1/p' "$log" | awk '{s+=$1} END {print s+0}')
    grep -E 'Test run with|checks passed|^  ' "$log" | tail -n 30 || true
    if [ "$count" -eq 0 ]; then
        tail -n 30 "$log"
        printf '== %s FAILED: it ran no test\n' "$name"
        exit 1
    fi
    passed=$((passed + count))
    # What a machine could not be made to do is told, and never counted as passed.
    skipped=$((skipped + $(grep -c '^  SKIPPED ' "$log" || true)))
    printf '== %s: %d tests, %d s\n' "$name" "$count" "$((SECONDS - at))"
    rm -f "$log"
}

lint() {
    swift format lint --strict --recursive --parallel Sources Tests Plugins Package.swift
    echo "1 checks passed"
}

scripts/install.sh test

limit() { timeout -k 10 1200 "$@"; } # no part may hang for ever

build() {
    swift build --build-tests
    echo "1 checks passed"
}

operations() { # with the program of this build
    scripts/install.sh operations
    swift build --product motcua
    PYTHONDONTWRITEBYTECODE=1 limit python3 Tests/Operations/run.py "$(swift build --show-bin-path)/motcua"
}

part lint "the formatting of every Swift file" lint
part domain "the pure rules, without any package" limit env DOMAIN_ONLY=1 swift test --scratch-path .build/domain
case "$only" in '' | build | stores | pages | paper | tidy) part build "everything, debug" build ;; esac
case "$only" in
    '' | stores)
        postgres=$(mktemp -d)
        TEST_POSTGRES_URL=$(scripts/postgres.sh start "$postgres")
        export TEST_POSTGRES_URL
        trap 'scripts/postgres.sh stop "$postgres" || true' EXIT
        ;;
esac
part stores "every store and use case on SQLite and PostgreSQL" limit swift test --skip-build --filter '^StoreTests'
part pages "pages as whole exchanges, rights, texts" limit swift test --skip-build --filter '^SiteTests'
part paper "printed forms read back" limit swift test --skip-build --filter '^PaperTests'
part tidy "the repository's own order" limit swift test --skip-build --filter '^TidyTests'
part faults "a real server that is killed, starved, cut off and crowded" limit scripts/faults.sh
part api "the API from outside: document, commands, generated requests" limit scripts/api.sh
part operations "the commands of docs/operations.md, the units and proxies of deploy/" operations
part browser "whole journeys in Chromium, with axe, with and without scripts" scripts/browser.sh

printf '\nEverything took %d s.\n' "$((SECONDS - started))"
[ "$skipped" -eq 0 ] || printf '%d skipped\n' "$skipped"
printf '%d passed, 0 failed\n' "$passed"
