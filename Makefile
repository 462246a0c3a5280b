# Một Cửa: two commands do everything, `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
BUILD ?= .build
DATA ?= demo-data
LISTEN ?= 127.0.0.1:8080

.PHONY: help demo test domain build release lint format browser snapshots bench clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: ## build, make the Hòa Bình demo in ./demo-data and serve it on 127.0.0.1:8080
	@scripts/install.sh build
	swift build -c release --product motcua
	@test -d $(DATA) || $(BUILD)/release/motcua demo --data $(DATA)
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

browser: ## the journeys in Chromium alone
	@scripts/test.sh browser

bench: ## ratios measured side by side in one run
	@scripts/bench.sh $(BUILD)/release/motcua

clean: ## throw away what was built
	rm -rf $(BUILD) $(DATA) $(DATA)-keys
