# Two commands on a fresh Debian 12 with Swift: `make demo` shows the product at work, `make test` tests it.

# Swift from PATH, or from where the toolchain's archive is usually unpacked.
SWIFT_BIN := $(patsubst %/,%,$(dir $(or $(shell command -v swift),/opt/swift/usr/bin/swift)))
export PATH := $(SWIFT_BIN):$(PATH)

# What `install` builds and where it puts it; DESTDIR comes in front, for packages.
CONFIGURATION ?= release
PREFIX ?= /usr
SYSCONFDIR ?= /etc
DESTDIR ?=
# One binary that needs no Swift on the target. Debug builds stay as they are, to be shared with the tests.
RELEASE_FLAGS := $(if $(filter release,$(CONFIGURATION)),--static-swift-stdlib)
BUILT := .build/$(CONFIGURATION)

# How long each fuzz target runs.
FUZZ_SECONDS ?= 60

.PHONY: help demo test e2e e2e-patching build lint bench fuzz install

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r target text; do \
		printf '  make %-13s %s\n' "$$target" "$$text"; done

demo: ## one window from its schedule to its snapshot ID, on four local nodes
	@.ci/packages demo
	swift build
	@Tests/Demo/demo .build/debug

# Without root the sshd nodes cannot be had: those tests are skipped, and it is said.
test: ## unit and integration tests, then the end-to-end scripts
	@.ci/packages test
	swift build --build-tests
	swift test --skip-build --parallel
	@if [ "$$(id -u)" = 0 ]; then $(MAKE) --no-print-directory e2e; \
	else echo "NOT RUN: the end-to-end scripts; their sshd nodes need root (sudo make e2e)"; fi

# The scripts drive the programs from outside, as an operator and the AWS CLI do.
e2e: ## the end-to-end scripts under Tests/EndToEnd, in order
	@.ci/packages test
	swift build
	Tests/EndToEnd/run

# Root file systems with package managers of their own; the first run makes them with debootstrap and keeps them.
e2e-patching: ## patching of real Debian and rpm nodes, with hooks, reboots, kill -9 and the aws CLI
	@.ci/packages patching
	swift build
	Tests/EndToEnd/run patching-apt patching-rpm patching-hooks patching-frozen patching-kill patching-aws

build: ## debug build of everything; warnings are errors
	@.ci/packages demo
	swift build

# Build folders of nested packages hold other people's code.
lint: ## formatting of Swift, correctness of shell
	@.ci/packages lint
	find Sources Tests Package.swift -name '.build*' -prune -o -name '*.swift' -type f -print0 \
		| xargs -0 swift format lint --strict --parallel
	find .ci Tests Sources -name '.build*' -prune -o -type f -print0 | xargs -0 grep -lZE '^#!.*[/ ](ba)?sh$$' \
		| xargs -0 shellcheck

bench: ## the figures of docs/benchmarks.md, from a release build
	@.ci/packages test
	swift build -c release --product mwbench
	@for part in engine openings commits dispatch patching notifications; do \
		printf '\n== mwbench %s\n' $$part; .build/release/mwbench $$part || exit 1; done
	@printf '\n== mwbench openings --sync-delay-microseconds 4000\n'
	@.build/release/mwbench openings --sync-delay-microseconds 4000
	@printf '\n== mwbench ssh\n'; nodes=$$(mktemp -d /tmp/mw-bench.XXXXXX); \
		trap 'Tests/Nodes/sshd-nodes stop $$nodes; rm -rf $$nodes' EXIT; \
		Tests/Nodes/sshd-nodes start $$nodes 8 && .build/release/mwbench ssh --ssh-config $$nodes/ssh_config --hosts 8

fuzz: ## libFuzzer over the parsers, FUZZ_SECONDS each
	Tests/Fuzz/run $(FUZZ_SECONDS)

# Configuration that is there already is left alone. Paths in the unit follow PREFIX and SYSCONFDIR.
install: ## programs, unit, configuration, completion and docs, below DESTDIR and PREFIX
	@.ci/packages demo
	swift build -c $(CONFIGURATION) $(RELEASE_FLAGS) --product mwd
	swift build -c $(CONFIGURATION) $(RELEASE_FLAGS) --product mwctl
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/systemd/system $(DESTDIR)$(PREFIX)/lib/sysusers.d \
		$(DESTDIR)$(PREFIX)/lib/tmpfiles.d $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/vendor-completions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d \
		$(DESTDIR)$(PREFIX)/share/doc/mwd/examples $(DESTDIR)$(PREFIX)/share/doc/mwd/decisions \
		$(DESTDIR)$(SYSCONFDIR)/mwd
	install -m 755 $(if $(filter release,$(CONFIGURATION)),-s) $(BUILT)/mwd $(BUILT)/mwctl $(DESTDIR)$(PREFIX)/bin
	sed -e 's|/usr/bin/|$(PREFIX)/bin/|g' -e 's|/usr/share/|$(PREFIX)/share/|g' \
		-e 's|/etc/mwd|$(SYSCONFDIR)/mwd|g' deploy/usr/lib/systemd/system/mwd.service \
		> $(DESTDIR)$(PREFIX)/lib/systemd/system/mwd.service
	chmod 644 $(DESTDIR)$(PREFIX)/lib/systemd/system/mwd.service
	install -m 644 deploy/usr/lib/sysusers.d/mwd.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/mwd.conf
	install -m 644 deploy/usr/lib/tmpfiles.d/mwd.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/mwd.conf
	@[ -e $(DESTDIR)$(SYSCONFDIR)/mwd/mwd.yaml ] && echo "$(SYSCONFDIR)/mwd/mwd.yaml is kept" || \
		install -m 640 deploy/etc/mwd/mwd.yaml $(DESTDIR)$(SYSCONFDIR)/mwd/mwd.yaml
	$(BUILT)/mwctl --generate-completion-script bash \
		> $(DESTDIR)$(PREFIX)/share/bash-completion/completions/mwctl
	$(BUILT)/mwctl --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions/_mwctl
	$(BUILT)/mwctl --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/mwctl.fish
	install -m 644 README.md LICENSE CHANGELOG.md docs/*.md $(DESTDIR)$(PREFIX)/share/doc/mwd
	install -m 644 docs/decisions/*.md $(DESTDIR)$(PREFIX)/share/doc/mwd/decisions
	install -m 644 deploy/usr/share/doc/mwd/examples/* schedules/* $(DESTDIR)$(PREFIX)/share/doc/mwd/examples
	@[ -n "$(DESTDIR)" ] || printf '%s\n' 'Next, as root:' '  systemd-sysusers && systemd-tmpfiles --create mwd.conf' \
		'  systemctl daemon-reload && systemctl enable --now mwd'
