#!/bin/sh
# Models in documents are right: each block that begins with ```bmodel, in any README or page of docs/, passes `bmodel check`. Blocks with `…` in them
# are sketches and are left out.
cd "$(dirname "$0")/.." || exit 1
build=${1:-build}
work=$build/tests/documents
rm -rf "$work" && mkdir -p "$work" || exit 1
passed=0
failed=0
for page in README.md docs/*.md docs/reference/*.md */README.md tests/*/README.md; do
    [ -e "$page" ] || continue
    name=$(echo "$page" | tr '/.' '__')
    awk -v stem="$work/$name" '/^```bmodel$/ { n++; on = 1; next } /^```/ { on = 0 } on { print > (stem "_" n ".bmodel") }' "$page"
done
for model in "$work"/*.bmodel; do
    [ -e "$model" ] || continue
    grep -q '…' "$model" && continue
    if "$build/bmodel" check "$model" >"$model.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$model:"
        cat "$model.log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
