#!/bin/sh
# docs/reference/ is what `make reference` writes now, and every distribution has the lines that its page needs (stdlib/README.md). A page that
# was changed by hand, or a change of stdlib/ or primitives.def without its page, fails.
cd "$(dirname "$0")/.." || exit 1
build=${1:-build}
work=$build/tests/reference
rm -rf "$work" && mkdir -p "$work/pages" || exit 1
passed=0
failed=0
if "$build/bmodel" explain -o "$work/pages" 2>"$work/problems"; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    cat "$work/problems"
fi
if [ "$2" = --accept ]; then
    rm -f docs/reference/*
    cp "$work/pages"/* docs/reference/
fi
if diff -r docs/reference "$work/pages" >"$work/difference"; then
    passed=$((passed + $(ls docs/reference | wc -l)))
else
    failed=$((failed + 1))
    echo "docs/reference is not what stdlib/ and lang/primitives.def say now: run \`make reference\` and read the difference"
    head -n 20 "$work/difference"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
