#!/bin/sh
# Coverage-guided fuzzing (libFuzzer, address and undefined-behaviour sanitizers) of every target tests/fuzz/fuzz_*.c, ten minutes in all.
#
#   tests/fuzz/run.sh [SECONDS] [NAME…]      SECONDS in all (600); NAME: only these targets, as `csv`
#
# Corpora grow in build-fuzz/NAME/ and are kept from run to run. A crash, a leak, a hang of 20 seconds or 2 GB leaves its input in
# build-fuzz/ and ends with status 1.
cd "$(dirname "$0")/../.." || exit 1
clang=${CLANG:-clang-19}
seconds=600
case $1 in [0-9]*) seconds=$1; shift ;; esac
out=build-fuzz
mkdir -p $out/gen || exit 1
flags="-std=c11 -D_GNU_SOURCE -DBM_LABELS_AT_MOST=20000 -g -O1 -I. -Ilang -I$out/gen -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"

# The sources that a target needs: its floor and those below.
sources() {
    case $1 in
    csv | json) echo runtime/pool.c runtime/json*.c runtime/number*.c runtime/utf8.c runtime/schema.c runtime/fold.c runtime/table.c runtime/read_*.c runtime/message.c runtime/bind*.c ;;
    *) echo lang/*.c runtime/special*.c $out/gen/parser.c $out/gen/scanner.c $out/gen/stdlib.c ;;
    esac
}

names=${*:-$(ls tests/fuzz/fuzz_*.c | sed 's@.*/fuzz_\(.*\)\.c@\1@')}
count=$(echo $names | wc -w)
passed=0
failed=0
for name in $names; do
    case $name in
    csv | json) ;;
    *) make -s BUILD=$out $out/gen/parser.c $out/gen/scanner.c $out/gen/stdlib.c || exit 1 ;;
    esac
    objects=
    for source in $(sources "$name"); do
        object=$out/$(echo "$source" | tr / _).o
        objects="$objects $object"
        if [ ! -f "$object" ] || [ -n "$(find "$source" runtime lang grammar -name '*.[chlyd]*' -newer "$object" 2>/dev/null | head -n 1)" ]; then
            $clang $flags -c -o "$object" "$source" || exit 1
        fi
    done
    $clang $flags -fsanitize=fuzzer -o $out/fuzz_$name tests/fuzz/fuzz_$name.c $objects -lm || exit 1
    mkdir -p $out/$name
    seeds=
    [ -d tests/fuzz/seeds/$name ] && seeds=tests/fuzz/seeds/$name
    [ "$name" = parse ] && seeds="tests/mistakes stdlib examples"
    dictionary=
    [ -f tests/fuzz/$name.dict ] && dictionary=-dict=tests/fuzz/$name.dict
    echo "fuzz_$name: $((seconds / count)) seconds"
    if $out/fuzz_$name -max_total_time=$((seconds / count)) -timeout=20 -rss_limit_mb=2048 -max_len=4096 -artifact_prefix=$out/$name- $dictionary $out/$name $seeds >$out/$name.log 2>&1; then
        passed=$((passed + 1))
        tail -n 1 $out/$name.log
    else
        failed=$((failed + 1))
        grep -m 1 -A 25 -E 'ERROR:|runtime error:' $out/$name.log || tail -n 25 $out/$name.log
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
