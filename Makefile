# Standfirst's commands. `make` lists them; everything they need they install or build themselves.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

# One set of features everywhere: with another, cargo would build Tauri twice.
CARGO_FLAGS := --workspace --features standfirst-desktop/custom-protocol $(if $(CI),--locked)
export CARGO_TERM_PROGRESS_WHEN ?= auto
# A cold build is as quick without, and half as large on disk.
ifdef CI
export CARGO_INCREMENTAL := 0
endif
export PATH := $(HOME)/.cargo/bin:$(PATH)

TARGET := $(or $(CARGO_TARGET_DIR),target)
HEADLESS := $(if $(filter Linux,$(shell uname -s)),$(if $(DISPLAY)$(WAYLAND_DISPLAY),,yes))
# A screen and a session bus of its own: no test touches the ones of the person at the machine.
SCREEN := env -u WAYLAND_DISPLAY xvfb-run -a -s "-screen 0 1400x1000x24" dbus-run-session --
TAURI := ui/node_modules/.bin/tauri

UI_FILES := $(shell find ui -name node_modules -prune -o -path ui/dist -prune -o -path ui/test -prune -o -path ui/extension -prune -o -type f -print)

.PHONY: help
help: ## What there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- To use it --------------------------------------------------------------------------------------------------

.PHONY: run
run: build ## Build and open the window (without a display: do its job in the terminal and say what was done)
ifeq ($(HEADLESS),yes)
	@echo "No display: doing the window's job headless."
	@$(SCREEN) node tests/e2e/headless.mjs $(TARGET)/debug .make/headless
else
	@echo "Opening Standfirst; your library is in $${STANDFIRST_DATA_DIR:-$${XDG_DATA_HOME:-$$HOME/.local/share}/standfirst}"
	@$(TARGET)/debug/standfirst-desktop
endif

.PHONY: build
build: ui/dist/index.html ## Build both programs
	@.ci/install-packages build window $(if $(HEADLESS),headless)
	cargo build $(CARGO_FLAGS)

.PHONY: dev
dev: build ## The UI in a browser with live reload, over the real newsroom (http://127.0.0.1:5173)
	@export STANDFIRST_DATA_DIR="$${STANDFIRST_DATA_DIR:-$(CURDIR)/.make/dev-library}"; \
	[ -e "$$STANDFIRST_DATA_DIR" ] || $(TARGET)/debug/standfirst sample; \
	trap 'kill $$(jobs -p) 2>/dev/null' EXIT; \
	$(TARGET)/debug/standfirst serve --port 5174 & \
	cd ui && npx vite --host 127.0.0.1 --port 5173 --strictPort

# What packages hold beside the programs lies in .make/package, where Tauri's configuration looks for it.
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)

.PHONY: package
package: ui/dist/index.html ## Make the .deb and the .rpm
	@.ci/install-packages build
	cargo build --release $(CARGO_FLAGS)
	node src-tauri/packaging/stage.mjs $(TARGET)/release $(VERSION)
	$(TAURI) bundle --bundles deb,rpm
	src-tauri/packaging/finish-deb $(TARGET)/release/bundle/deb/*_$(VERSION)_*.deb
	@ls -sh $(TARGET)/release/bundle/*/*.deb $(TARGET)/release/bundle/*/*.rpm

.PHONY: icons
icons: ## Draw the icons anew from their SVGs
	cargo run $(CARGO_FLAGS) --example icons -- src-tauri/icons

.PHONY: extension
extension: ## Pack the browser's extension for the stores, into .make/extension
	python3 ui/pack-extension.py .make/extension

# --- To know that it works: cheap checks first --------------------------------------------------------------------

.PHONY: test
test: .make/test-packages check-layers check-format check-licences check-ui test-ui check-rust test-rust check-cross test-fuzz test-share test-browser test-window test-package ## Everything CI checks

.PHONY: check-layers
check-layers: ## Which room builds on which, and that the walls agree
	node --test tests/layers.test.mjs tests/walls/lists.test.mjs tests/workflows.test.mjs

# 77: the packages are missing, which it has said; they are those of Debian 12 and later.
.PHONY: check-cross
check-cross: ui/dist/index.html ## Types of the whole app for macOS and Windows, and what rustc does not see there (SYSTEM=macos|windows for one)
	@! apt-cache show rust-web-src >/dev/null 2>&1 || .ci/install-packages build cross
	tests/cross/check $(or $(SYSTEM),all) || [ $$? -eq 77 ]
	node --test tests/cross/*.test.mjs

.PHONY: check-format
check-format:
	cargo fmt --all --check

.PHONY: check-licences
check-licences: .make/cargo-deny ## Licences, bans and sources of what we depend on; advisories where the database is at hand
	cargo deny --log-level error check licenses bans sources
	@if compgen -G "$${CARGO_HOME:-$$HOME/.cargo}/advisory-db*" >/dev/null; then \
		cargo deny --offline check advisories; \
	else \
		echo "advisories: not checked, the RustSec database is not on this machine (cargo deny fetch)"; \
	fi

.PHONY: check-ui
check-ui: .make/ui-packages
	cd ui && npm run --silent check

.PHONY: test-ui
test-ui: .make/ui-packages
	cd ui && npm run --silent test

.PHONY: check-rust
check-rust: ui/dist/index.html
	cargo clippy $(CARGO_FLAGS) --all-targets -- -D warnings

.PHONY: test-rust
test-rust: ui/dist/index.html .make/cargo-nextest ## Rust tests, among them that the UI's generated types are up to date
	cargo nextest run $(CARGO_FLAGS) --no-fail-fast

.PHONY: test-fuzz
test-fuzz: ## Hostile bytes for a short while (some 20 seconds after the build); CONTRIBUTING.md has the long run
	tests/fuzz/run 20000 parse_feed discover
	tests/fuzz/run 4000 opml import archive sanitize
	tests/fuzz/run 1000 extract

.PHONY: bench-feeds
bench-feeds: ## How fast feeds are read, beside rss, atom_syndication and feed-rs
	CARGO_TARGET_DIR=$(abspath $(TARGET))/bench cargo run --release --manifest-path tests/bench/feeds/Cargo.toml -- ../shared/data/feeds/real

.PHONY: bench-extract
bench-extract: ## What a careful reader would notice in 194 annotated pages, and pages a second beside dom_smoothie (needs pip lxml)
	CARGO_TARGET_DIR=$(abspath $(TARGET))/bench cargo build --release --manifest-path tests/bench/extract/Cargo.toml
	cd tests/bench/extract && python3 annotate.py pages > $(abspath $(TARGET))/bench/annotated.jsonl
	cd $(abspath $(TARGET))/bench && release/bench-extract batch < annotated.jsonl > articles.jsonl && release/bench-extract speed < annotated.jsonl
	cd tests/bench/extract && python3 defects.py $(abspath $(TARGET))/bench/articles.jsonl

.PHONY: bench-import
bench-import: ## Large exports of other programs through the command line: time and memory
	cargo build --release -p cli
	python3 tests/bench/import.py --bin $(TARGET)/release/standfirst

.PHONY: bench-hostile
bench-hostile: ## The command line against the hostile server of shared/kits/security (needs pip brotli, zstandard)
	cargo build --release -p cli
	python3 tests/bench/hostile.py --bin $(TARGET)/release/standfirst

# What was found lies in .make/walls. PAYLOADS names other files, ENGINE and WALL one of each.
PAYLOADS ?= ../shared/kits/security/xss/own.jsonl ../shared/kits/security/xss/public.jsonl
.PHONY: bench-walls
bench-walls: .make/test-packages .make/ui-packages ## Hostile markup against each wall alone, in Chromium and in WebKitGTK
	cargo build -p cli
	$(SCREEN) node tests/walls/bench.mjs --bin $(TARGET)/debug/standfirst $(addprefix --engine ,$(ENGINE)) $(addprefix --wall ,$(WALL)) $(PAYLOADS)

.PHONY: bench-polite
bench-polite: ## The politeness score of shared/kits/feeds (needs faketime)
	cargo build -p cli
	tests/bench/polite.sh $(TARGET)/debug/standfirst

.PHONY: bench-load
bench-load: ## 500 feeds beside Liferea (needs liferea, xvfb, dbus)
	cargo build --release -p cli
	mkdir -p $(TARGET)/bench && cp -rn ../shared/kits/load $(TARGET)/bench/ && chmod -R u+w $(TARGET)/bench/load
	cargo build --release --manifest-path $(TARGET)/bench/load/Cargo.toml
	python3 tests/bench/load.py --bin $(TARGET)/release/standfirst --server $(TARGET)/bench/load/target/release/loadserver

# A million articles take 12 GB and a quarter of an hour to make; they are made once.
ARTICLES ?= 25000
LIBRARY ?= $(abspath $(TARGET))/bench/library-$(ARTICLES)
.PHONY: bench-library
bench-library: ## A library of ARTICLES articles (25000) from 1,000 sources, beside plain SQLite on the same data
	CARGO_TARGET_DIR=$(abspath $(TARGET))/bench cargo build --release --manifest-path tests/bench/library/Cargo.toml
	[ -e "$(LIBRARY)" ] || $(TARGET)/bench/release/bench-library generate "$(LIBRARY)" $(ARTICLES)
	$(TARGET)/bench/release/bench-library run "$(LIBRARY)"

.PHONY: bench-budget
bench-budget: ## Start, memory and wake-ups of the window, beside an empty one and Liferea (needs liferea, xvfb, dbus)
	cargo build --release $(CARGO_FLAGS)
	CARGO_TARGET_DIR=$(abspath $(TARGET))/bench cargo build --release --manifest-path tests/bench/empty-window/Cargo.toml
	mkdir -p $(TARGET)/bench && cp -rn ../shared/kits/load $(TARGET)/bench/ && chmod -R u+w $(TARGET)/bench/load
	cargo build --release --manifest-path $(TARGET)/bench/load/Cargo.toml
	python3 tests/bench/budget.py --bin $(TARGET)/release --empty $(TARGET)/bench/release/empty-window --server $(TARGET)/bench/load/target/release/loadserver

.PHONY: programs
programs: ui/dist/index.html
	cargo build $(CARGO_FLAGS)

.PHONY: test-browser
test-browser: programs .make/test-packages ## The UI in Chromium over the dev server, each wall alone there, and the extension
	STANDFIRST_BIN=$(abspath $(TARGET)/debug) node --test --test-concurrency=1 tests/ui/*.test.mjs tests/walls/chromium.test.mjs tests/extension/*.test.mjs

.PHONY: test-window
test-window: programs .make/test-packages ## The real window, driven through WebKitWebDriver, and each wall alone in its engine
	STANDFIRST_BIN=$(abspath $(TARGET)/debug) $(SCREEN) node --test --test-concurrency=1 tests/e2e/*.test.mjs tests/walls/webkit.test.mjs

.PHONY: test-share
test-share: programs .make/test-packages ## Sharing on Linux: the real desktop portal, and phones that are mocked on a real bus
	STANDFIRST_BIN=$(abspath $(TARGET)/debug) $(SCREEN) node --test --test-concurrency=1 tests/share/*.test.mjs

# The packages are made of the debug programs here: what is tested is how they are put together.
DEBUG_FILES := '{"bundle":{"linux":{"deb":{"files":{"/usr/bin/standfirst":"../target/debug/standfirst"}},"rpm":{"compression":{"type":"zstd","level":1},"files":{"/usr/bin/standfirst":"../target/debug/standfirst"}}}}}'
JUDGE = DEB=$$(ls -t $(TARGET)/$(1)/bundle/deb/*.deb | head -1) RPM=$$(ls -t $(TARGET)/$(1)/bundle/rpm/*.rpm | head -1) \
	$(SCREEN) node --test --test-concurrency=1 tests/package/*.test.mjs
.PHONY: test-package
test-package: programs .make/test-packages .make/package-packages ## The packages: what is in them, and the .deb's life on a Debian with nothing in it (as root)
	node src-tauri/packaging/stage.mjs $(TARGET)/debug $(VERSION)
	$(TAURI) bundle --debug --bundles deb,rpm --config $(DEBUG_FILES)
	src-tauri/packaging/finish-deb $(TARGET)/debug/bundle/deb/*_$(VERSION)_*.deb gzip
	$(call JUDGE,debug)

# A build of its own: the updater is in no other. Its key and its server are this test's.
UPDATER_PORT := 47613
.PHONY: test-updater
test-updater: ui/dist/index.html .make/test-packages ## A copy that updates itself, against a release server on loopback (a build of its own; not in `make test`)
	@mkdir -p .make/updater && rm -f .make/updater/*
	$(TAURI) signer generate --ci --password "" -w .make/updater/key >/dev/null
	TAURI_CONFIG=$$(UPDATER_ENDPOINT=http://127.0.0.1:$(UPDATER_PORT)/latest.json UPDATER_PUBKEY=$$(cat .make/updater/key.pub) node src-tauri/packaging/overlay.mjs program) \
		cargo build $(CARGO_FLAGS) --features standfirst-desktop/updater
	cp $(TARGET)/debug/standfirst-desktop .make/updater/
	UPDATER_WINDOW=$(CURDIR)/.make/updater/standfirst-desktop UPDATER_KEY=$(CURDIR)/.make/updater/key UPDATER_PORT=$(UPDATER_PORT) TAURI=$(CURDIR)/$(TAURI) \
		$(SCREEN) node --test tests/updater/*.test.mjs

.PHONY: package-check
package-check: package .make/test-packages .make/package-packages ## The same tests on the packages that `make package` makes
	$(call JUDGE,release)

# --- To keep things in step ---------------------------------------------------------------------------------------

.PHONY: types
types: .make/cargo-nextest ## Write the UI's types anew from newsroom's
	STANDFIRST_WRITE_TYPES=1 cargo nextest run $(CARGO_FLAGS) --status-level none -E "test(the_ui_has_the_types_of_this_newsroom)"

.PHONY: format
format: ## Lay out the Rust code
	cargo fmt --all

.PHONY: screenshots
screenshots: programs .make/test-packages ## Pictures of every view, in every look, into .make/screenshots
	for set in screenshots screenshots-library; do STANDFIRST_BIN=$(abspath $(TARGET)/debug) $(SCREEN) node tests/e2e/$$set.mjs .make/screenshots; done

.PHONY: clean
clean: ## Remove everything that was built
	rm -rf .make ui/dist ui/node_modules src-tauri/gen src-tauri/permissions
	cargo clean

# --- What is made once --------------------------------------------------------------------------------------------

ui/dist/index.html: .make/ui-packages $(UI_FILES)
	cd ui && npm run --silent build
	@touch $@

.make/ui-packages: ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p .make && touch $@

.make/test-packages: .ci/install-packages
	@.ci/install-packages build window headless test
	@mkdir -p .make && touch $@

.make/package-packages: .ci/install-packages
	@.ci/install-packages package
	@mkdir -p .make && touch $@

# Tools only we run: unoptimised builds of them are quicker to have than to wait for.
.make/cargo-%:
	@command -v cargo-$* >/dev/null || { echo "Installing cargo-$*"; cargo install --quiet --locked --debug cargo-$*; }
	@mkdir -p .make && touch $@
