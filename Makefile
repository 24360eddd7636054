# Vitrina: plain GNU make. Everything made lands in $(BUILD); other flags or another compiler want another BUILD directory.
# `make help` lists the targets.
VERSION = 0.1.0
BUILD ?= build
PREFIX ?= /usr/local
CC = gcc
CFLAGS = -O2 -g
# A sanitizer, at compile and link time; set by the targets below that build into a directory of their own.
SANITIZE =
LIBRARIES = libcmark lua5.4 libgit2 icu-i18n icu-uc yaml-0.1 jansson libxxhash libcrypto gmp xlsxwriter sqlite3 libzip zlib libbrotlienc libsodium libbsd

# Asked only when a recipe needs the answer, and once: `make portal` installs pkg-config before it is run.
library_flags = $(eval library_flags := $$(shell pkg-config --cflags $(LIBRARIES)))$(library_flags)
library_links = $(eval library_links := $$(shell pkg-config --libs $(LIBRARIES)) -lcsv)$(library_links)

WARNINGS = -Wall -Wextra -Wshadow -Wmissing-prototypes
DIALECT = -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -DVITRINA_VERSION='"$(VERSION)"' -Igenerator -include generator/base/banned.h
# -ffile-prefix-map: the program's bytes do not tell where it was built.
COMPILE = $(CC) $(DIALECT) $(WARNINGS) -ffile-prefix-map=$(CURDIR)=. -pthread -MMD -MP $(CFLAGS) $(SANITIZE) $(CPPFLAGS)
LINK = $(CC) -pthread $(CFLAGS) $(SANITIZE) $(LDFLAGS)

# One short line a file; whole commands with V=1.
shown = $(if $(V),,@)
say = $(if $(V),,@echo '$(1) $@')

sources := $(sort $(wildcard generator/*/*.c))
objects := $(sources:%.c=$(BUILD)/%.o)
tests := $(sort $(wildcard tests/unit/*/*_test.c))
fuzzers := $(sort $(wildcard tests/fuzz/*_fuzz.c))
debug := $(BUILD)/debug
tsan := $(BUILD)/tsan
fuzz := $(BUILD)/fuzz

# The rooms whose objects a unit test links with: its own and those it may see, so that a room under repair does not
# stop the tests of the rooms to its left. The same table as in tests/layers.sh, with what model/load.c needs.
rooms := base source parse model check history script page export publish serve cli
model_rooms := base source parse model
sees_base := base
sees_source := base source
sees_parse := base parse
sees_model := $(model_rooms)
sees_check := $(model_rooms) check
sees_history := $(model_rooms) history
sees_script := $(model_rooms) script
sees_page := $(model_rooms) script page
sees_export := $(model_rooms) export
sees_publish := base publish
sees_serve := base publish serve
sees_cli := $(rooms)
objects_of = $(filter-out %/cli/main.o,$(filter $(addprefix $(BUILD)/generator/,$(addsuffix /%,$(sees_$(1)))),$(objects)))
# A fuzz target bears the name of a noun of the generator: rows_fuzz.c is about parse/rows.h.
room_of = $(or $(notdir $(patsubst %/,%,$(dir $(firstword $(wildcard generator/*/$(1).h))))),cli)
programs_of = $(patsubst %.c,$(BUILD)/%,$(filter tests/unit/$(1)/%,$(tests)))
replays := $(fuzzers:%_fuzz.c=$(BUILD)/%_replay)

# the program (the default)
all: $(BUILD)/vitrina
	@:

# the demonstration portal of this repository, into public/; installs what is missing
portal:
	@generator/packages.sh portal
	@$(MAKE) --no-print-directory all
	$(BUILD)/vitrina build -o public

# all tests; installs what is missing. The last line counts them
test: packages
	@$(MAKE) --no-print-directory all tests-built
	@BUILD=$(BUILD) tests/run.sh

# the program and the unit tests with the address and undefined behaviour sanitizers, into $(BUILD)/debug
debug:
	@$(MAKE) --no-print-directory BUILD=$(debug) CFLAGS='-O1 -g -fno-omit-frame-pointer' \
		SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' all unit-programs replays

# the program with the thread sanitizer, into $(BUILD)/tsan
tsan:
	@$(MAKE) --no-print-directory BUILD=$(tsan) CFLAGS='-O1 -g -fno-omit-frame-pointer' SANITIZE=-fsanitize=thread all

# the figures of speed and memory, printed and left in $(BUILD)/bench.tsv
bench: packages all
	BUILD=$(BUILD) tests/bench/run.sh

# a repository whose data were edited in every way that history knows, and its site: into $(BUILD)/demo-history, to look at
demo-history: packages all
	rm -rf $(BUILD)/demo-history
	mkdir -p $(BUILD)/demo-history
	tests/history/synthetic.py make . $(BUILD)/demo-history/repository $(BUILD)/demo-history/edits.csv
	$(BUILD)/vitrina -C $(BUILD)/demo-history/repository build -o $(abspath $(BUILD))/demo-history/public
	@echo 'open $(BUILD)/demo-history/public/cambios/index.html'

# rewrites what the golden sites expect, from what the program does now: read the diff
accept: all
	BUILD=$(BUILD) ACCEPT=1 tests/suites/sites.sh

# the pages of generator/docs/ that are made from the sources: what messages mean
docs: all
	$(BUILD)/vitrina check --explain --format md --lang en >generator/docs/rules.md
	$(BUILD)/vitrina check --explain --format md --lang es >generator/docs/reglas.md

# the pictures of the README, from the demonstration portal: look at them
screenshots: packages all
	$(BUILD)/vitrina build -o $(BUILD)/portal
	node tests/browser/screenshots.mjs $(BUILD)/portal generator/docs/img

# looks for crashes in a parser: make fuzz TARGET=rows SECONDS=60
TARGET = rows
SECONDS = 60
fuzz: packages
	@$(MAKE) --no-print-directory BUILD=$(fuzz) CC=clang-19 CFLAGS='-O1 -g' \
		SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' $(fuzz)/tests/fuzz/$(TARGET)_fuzz
	mkdir -p $(fuzz)/corpus/$(TARGET) $(fuzz)/found
	$(fuzz)/tests/fuzz/$(TARGET)_fuzz -max_total_time=$(SECONDS) -timeout=10 -artifact_prefix=$(fuzz)/found/$(TARGET)- \
		$(fuzz)/corpus/$(TARGET) tests/fuzz/seeds/$(TARGET)

# what a reader would object to: form, warnings of two compilers, analysis, room order, shell
lint: packages
	tests/layers.sh
	tests/lint.sh $(DIALECT) $(WARNINGS) $(library_flags)

# the program, the themes and the documentation, under $(DESTDIR)$(PREFIX)
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/vitrina $(DESTDIR)$(PREFIX)/share/doc/vitrina
	install -m 755 $(BUILD)/vitrina $(DESTDIR)$(PREFIX)/bin/vitrina
	cp -R themes $(DESTDIR)$(PREFIX)/share/vitrina/
	cp -R $(wildcard README.md CHANGELOG.md LICENSE generator/docs/*) $(DESTDIR)$(PREFIX)/share/doc/vitrina/

# removes what was built; the packages and the portal stay
clean:
	rm -rf $(BUILD)

# this list
help:
	@awk '/^# / { text = substr($$0, 3) } \
		/^[a-z-]+:/ { split($$0, name, ":"); if (text) printf "%-12s %s\n", name[1], text } !/^# / { text = "" }' Makefile

# the unit tests of one room, built and run alone: make unit-parse
unit-%:
	@$(MAKE) --no-print-directory $(patsubst %.c,$(BUILD)/%,$(filter tests/unit/$*/%,$(tests)))
	@BUILD=$(BUILD) tests/run.sh $(call programs_of,$*)

packages:
	@generator/packages.sh test

tests-built: debug tsan

unit-programs: $(tests:%.c=$(BUILD)/%)

replays: $(replays)

$(BUILD)/vitrina: $(objects)
	$(call say,link)
	$(shown)$(LINK) -o $@ $^ $(library_links)

$(BUILD)/%.o: %.c Makefile
	$(call say,compile)
	@mkdir -p $(@D)
	$(shown)$(COMPILE) $(library_flags) -c -o $@ $<

define unit_room
$(call programs_of,$(1)): %: %.o $(call objects_of,$(1))
	$$(call say,link)
	$$(shown)$$(LINK) -o $$@ $$^ $$(library_links) -lcmocka
endef
$(foreach room,$(rooms),$(if $(call programs_of,$(room)),$(eval $(call unit_room,$(room)))))

define fuzz_noun
$(BUILD)/tests/fuzz/$(1)_fuzz: $(BUILD)/tests/fuzz/$(1)_fuzz.o $(call objects_of,$(call room_of,$(1)))
	$$(call say,link)
	$$(shown)$$(LINK) -fsanitize=fuzzer -o $$@ $$^ $$(library_links)
$(BUILD)/tests/fuzz/$(1)_replay: $(BUILD)/tests/fuzz/$(1)_fuzz.o $(BUILD)/tests/fuzz/replay.o $(call objects_of,$(call room_of,$(1)))
	$$(call say,link)
	$$(shown)$$(LINK) -o $$@ $$^ $$(library_links)
endef
$(foreach noun,$(patsubst tests/fuzz/%_fuzz.c,%,$(fuzzers)),$(eval $(call fuzz_noun,$(noun))))

-include $(objects:.o=.d) $(tests:%.c=$(BUILD)/%.d) $(fuzzers:%.c=$(BUILD)/%.d) $(BUILD)/tests/fuzz/replay.d

.PHONY: all portal test debug tsan bench demo-history accept docs screenshots fuzz lint install clean help packages tests-built unit-programs replays
# Objects made on the way to a test program stay: without them each run would compile anew.
.SECONDARY:
