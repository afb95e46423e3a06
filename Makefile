# bmodel: a compiler for Bayesian models. `make help` lists the targets.
LLVM_CONFIG ?= llvm-config-19
CC          ?= cc
Q           := $(if $(V),,@)
SAY          = @$(if $(V),:,echo "  $1	$@")
comma       := ,
BUILD       := build$(if $(SAN),-san)
WARN        := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion -Werror=switch $(if $(CI),-Werror)
SANFLAGS    := $(if $(SAN),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
OPT         := $(if $(SAN),-O1,-O2)
CFLAGS      := -std=c11 -D_GNU_SOURCE -g $(OPT) $(WARN) -ffp-contract=off $(SANFLAGS)
CPPFLAGS    := -I. -Ilang -I$(BUILD)/gen -MMD -MP
LLVM_CFLAGS  = -isystem $(shell $(LLVM_CONFIG) --includedir)
LLVM_LIBS    = -L$(shell $(LLVM_CONFIG) --libdir) -lLLVM-19
LDLIBS      := -Wl,-Bstatic -lopenblas -Wl,-Bdynamic -lm -lpthread # static: no start-up cost, and executables need nothing else

RUNTIME  := $(patsubst %.c,$(BUILD)/%.o,$(filter-out runtime/standalone.c,$(wildcard runtime/*.c)))
LANG     := $(patsubst %.c,$(BUILD)/%.o,$(wildcard lang/*.c)) $(BUILD)/gen/scanner.o $(BUILD)/gen/parser.o $(BUILD)/gen/stdlib.o
COMPILER := $(patsubst %.c,$(BUILD)/%.o,$(filter-out compiler/main.c,$(wildcard compiler/*.c)))
HEADERS_GENERATED := $(BUILD)/gen/parser.h $(BUILD)/gen/scanner.h
TESTS    := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/*/test_*.c))

.PHONY: all ulp reference deps demo test check accept bench fuzz clean help slow r-check sbc
all: $(BUILD)/bmodel $(BUILD)/libbmodel_runtime.a  ## build build/bmodel

$(BUILD)/bmodel: $(BUILD)/compiler/main.o $(COMPILER) $(LANG) $(RUNTIME)
	$(call SAY,link)
	$(Q)$(CC) $(SANFLAGS) -rdynamic -o $@ $^ $(LLVM_LIBS) $(LDLIBS)
$(BUILD)/libbmodel_runtime.a: $(RUNTIME) $(BUILD)/runtime/standalone.o
	$(call SAY,ar)
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/compiler/%.o: CPPFLAGS += $(LLVM_CFLAGS)
$(BUILD)/compiler/main.o: CPPFLAGS += -DBMODEL_LLVM='"LLVM $(shell $(LLVM_CONFIG) --version)"'
$(BUILD)/gen/%.o: CFLAGS := $(filter-out -Wconversion,$(CFLAGS)) -Wno-unused-function
$(BUILD)/%.o: %.c | $(HEADERS_GENERATED)
	@mkdir -p $(@D)
	$(call SAY,cc)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c | $(HEADERS_GENERATED)
	$(call SAY,cc)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
$(BUILD)/gen/parser.c $(BUILD)/gen/parser.h &: grammar/bmodel.y
	@mkdir -p $(@D)
	$(call SAY,bison)
	$(Q)bison -Wall -Werror -o $(BUILD)/gen/parser.c --defines=$(BUILD)/gen/parser.h $<
$(BUILD)/gen/scanner.c $(BUILD)/gen/scanner.h &: grammar/bmodel.l
	@mkdir -p $(@D)
	$(call SAY,flex)
	$(Q)flex -o $(BUILD)/gen/scanner.c --header-file=$(BUILD)/gen/scanner.h $<
# The standard library, embedded: one array of {name, text} in C.
$(BUILD)/gen/stdlib.c: $(sort $(wildcard stdlib/*.bmodel)) Makefile
	@mkdir -p $(@D)
	$(call SAY,embed)
	$(Q){ echo '/* generated from stdlib/ */'; echo '#include "stdlib_text.h"'; echo 'const StdlibFile stdlib_files[] = {'; \
	  for f in $(filter %.bmodel,$^); do echo "{\"$$(basename $$f)\","; sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/' $$f; echo '},'; done; \
	  echo '{0, 0}};'; } > $@

reference: all  ## rewrite docs/reference, the pages of distributions and functions
	$(Q)mkdir -p docs/reference && rm -f docs/reference/*.md docs/reference/*.svg
	$(BUILD)/bmodel explain -o docs/reference
deps:   ## install what is missing (Debian)
	./.ci/deps
check: all $(TESTS)  ## quick tests
	tests/run.sh $(BUILD)
test: deps  ## install what is missing, build, run every quick test
	$(MAKE) check
demo: deps  ## install what is missing, build, fit examples/bioassay
	$(MAKE) all
	$(BUILD)/bmodel sample examples/bioassay.bmodel
accept: all  ## rewrite expected outputs of tests (then read the difference)
	tests/run.sh $(BUILD) --accept
sbc: $(BUILD)/tests/calibration/test_calibration  ## simulation-based calibration of all models of tests/calibration (minutes); writes docs/calibration.md
	$< $(BUILD) --all
r-check: $(BUILD)/tests/r/test_r  ## the distributions against R as it is installed here
	@mkdir -p $(BUILD)/r
	Rscript tests/r/make_r.R $(BUILD)/r
	$< $(BUILD) $(BUILD)/r
slow: $(BUILD)/tests/models/test_posteriors  ## every posterior at full length against its reference (minutes)
	$< $(BUILD) --all
bench: all  ## gradients against hand-written C, in one run
	bench/run.sh $(BUILD)
ulp: $(BUILD)/tests/ulp/ulp  ## errors of the scalar functions at a million points each: docs/accuracy.md (minutes)
	$< docs/accuracy.md
fuzz:   ## ten minutes of coverage-guided fuzzing of model text, CSV and JSON
	tests/fuzz/run.sh
clean:  ## remove what was built
	rm -rf build build-san build-fuzz
help:   ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 10

$(BUILD)/tests/ulp/quad.o: CFLAGS := $(filter-out -Wconversion,$(CFLAGS))
$(BUILD)/tests/ulp/ulp: tests/ulp/ulp.c $(BUILD)/tests/ulp/quad.o $(COMPILER) $(LANG) $(RUNTIME)
	$(call SAY,test)
	$(Q)$(CC) $(CPPFLAGS) $(LLVM_CFLAGS) $(CFLAGS) -rdynamic -Itests -o $@ $< $(BUILD)/tests/ulp/quad.o $(COMPILER) $(LANG) $(RUNTIME) $(LLVM_LIBS) -lquadmath $(LDLIBS)

$(BUILD)/tests/%: tests/%.c $(COMPILER) $(LANG) $(RUNTIME)
	@mkdir -p $(@D)
	$(call SAY,test)
	$(Q)$(CC) $(CPPFLAGS) $(LLVM_CFLAGS) $(CFLAGS) -rdynamic -Itests -o $@ $< $(COMPILER) $(LANG) $(RUNTIME) $(LLVM_LIBS) $(subst -Bstatic,-Bdynamic,$(LDLIBS))

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d)
