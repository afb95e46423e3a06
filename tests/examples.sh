#!/bin/sh
# The command that each example says in its comment works: it samples with the defaults, exits with 0, and says nothing against the numbers.
cd "$(dirname "$0")/.." || exit 1
build=${1:-build}
work=$build/tests/examples
mkdir -p "$work" || exit 1
passed=0
failed=0
for model in examples/*.bmodel; do
    name=$(basename "$model" .bmodel)
    command=$(sed -n 's/^# *bmodel \(sample .*\)/\1/p' "$model" | head -n 1)
    if [ -n "$command" ] && "$build/bmodel" $command --seed 1 --json >"$work/$name.json" 2>"$work/$name.log" &&
        grep -q '"rhat"' "$work/$name.json"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$model: bmodel $command"
        cat "$work/$name.log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
