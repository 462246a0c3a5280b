# Một Cửa: two commands do everything, `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
BUILD ?= .build
DATA ?= demo-data
LISTEN ?= 127.0.0.1:8080

.PHONY: help demo test domain build release lint format browser snapshots operations bench bench-large clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: ## build, make the Hòa Bình demo in ./demo-data and serve it on 127.0.0.1:8080
	@scripts/install.sh build
	swift build -c release --product motcua
	@test -f $(DATA)/settings.json || $(BUILD)/release/motcua demo --data $(DATA)
	@! grep -q '"isComplete" : false' $(DATA)/settings.json || $(BUILD)/release/motcua demo --data $(DATA) --force
	$(BUILD)/release/motcua serve --data $(DATA) --listen $(LISTEN)

test: ## run everything: rules, both engines, pages, browser (installs what it needs)
	@scripts/test.sh

domain: ## the pure rules alone, in seconds
	DOMAIN_ONLY=1 swift test --scratch-path $(BUILD)/domain

build: ## debug build of everything
	swift build --build-tests

release: ## one binary
	swift build -c release --static-swift-stdlib --product motcua

lint: ## check the formatting
	swift format lint --strict --recursive --parallel Sources Tests Plugins Package.swift

format: ## format everything in place
	swift format format --in-place --recursive --parallel Sources Tests Plugins Package.swift

snapshots: ## accept the pages as they are now; look at the difference before you commit it
	UPDATE_SNAPSHOTS=1 swift test --filter 'SiteTests|StoreTests'

operations: ## the commands of docs/operations.md, and the proxies of deploy/
	@scripts/test.sh operations

browser: ## the journeys in Chromium alone
	@scripts/test.sh browser

bench: ## ratios measured side by side in one run
	@scripts/bench.sh $(BUILD)/release/motcua
	@if python3 -c 'import numpy' 2>/dev/null; then python3 Benchmarks/numpy_busday.py $(BUILD)/release/motcua; \
	elif [ -x $(BUILD)/bench-python/bin/python3 ]; then \
	$(BUILD)/bench-python/bin/python3 Benchmarks/numpy_busday.py $(BUILD)/release/motcua; \
	else echo "numpy is not there (scripts/install.sh bench): due instants are not compared with it."; fi

bench-large: ## lists and searches at up to a million dossiers; needs about 15 GB of disk
	swift build -c release --product motcua
	@scripts/bench-large.sh

clean: ## throw away what was built
	rm -rf $(BUILD) $(DATA) $(DATA)-keys
