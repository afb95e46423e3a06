#!/bin/sh
# Coverage-guided fuzzing (libFuzzer, address and undefined-behaviour sanitizers) of every target tests/fuzz/fuzz_*.c, two at a time, ten minutes
# in all.
#
#   tests/fuzz/run.sh [SECONDS] [NAME…]      SECONDS in all (600); NAME: only these targets, as `csv`
#
# Corpora grow in build-fuzz/NAME/ and are kept from run to run; they start from tests/fuzz/seeds/NAME and, for model text, from every model of
# the repository. A crash, a leak, a hang of 20 seconds or 2 GB leaves its input in build-fuzz/ and ends with status 1.
cd "$(dirname "$0")/../.." || exit 1
clang=${CLANG:-clang-19}
llvm=${LLVM_CONFIG:-llvm-config-19}
seconds=600
case $1 in [0-9]*) seconds=$1; shift ;; esac
out=build-fuzz
mkdir -p $out/gen $out/models || exit 1
flags="-std=c11 -D_GNU_SOURCE -DBM_LABELS_AT_MOST=20000 -g -O1 -I. -Ilang -I$out/gen -isystem $($llvm --includedir) -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"

# The sources that a target needs: its floor and those below.
sources() {
    case $1 in
    csv | json) echo runtime/pool.c runtime/json*.c runtime/number*.c runtime/utf8.c runtime/schema.c runtime/fold.c runtime/table.c runtime/read_*.c runtime/message.c runtime/bind*.c ;;
    parse) echo lang/*.c runtime/special*.c $out/gen/parser.c $out/gen/scanner.c $out/gen/stdlib.c ;;
    *) echo lang/*.c runtime/*.c compiler/*.c $out/gen/parser.c $out/gen/scanner.c $out/gen/stdlib.c | tr ' ' '\n' | grep -v -e compiler/main.c -e runtime/standalone.c ;;
    esac
}

build() { # name
    objects=
    libraries=-lm
    case $1 in
    csv | json) ;;
    *) make -s BUILD=$out $out/gen/parser.c $out/gen/scanner.c $out/gen/stdlib.c || return 1 ;;
    esac
    case $1 in csv | json | parse) ;; *) libraries="-L$($llvm --libdir) -lLLVM-19 -Wl,-Bstatic -lopenblas -Wl,-Bdynamic -lpthread -lm -rdynamic" ;; esac
    for source in $(sources "$1"); do
        object=$out/$(echo "$source" | tr / _).o
        objects="$objects $object"
        if [ ! -f "$object" ] || [ -n "$(find "$source" runtime lang compiler grammar \( -path "$source" -o -name '*.h' -o -name '*.def' -o -name '*.[ly]' \) -newer "$object" 2>/dev/null | head -n 1)" ]; then
            $clang $flags -c -o "$object" "$source" || return 1
        fi
    done
    $clang $flags -fsanitize=fuzzer -o $out/fuzz_$1 tests/fuzz/fuzz_$1.c $objects $libraries
}

fuzz() { # name, seconds
    mkdir -p $out/$1
    seeds=
    [ -d tests/fuzz/seeds/$1 ] && seeds=tests/fuzz/seeds/$1
    case $1 in csv | json) ;; *) seeds="$seeds $out/models" ;; esac
    words=$1
    [ "$1" = check ] && words=parse
    dictionary=
    [ -f tests/fuzz/$words.dict ] && dictionary=-dict=tests/fuzz/$words.dict
    $out/fuzz_$1 -max_total_time=$2 -timeout=20 -rss_limit_mb=2048 -max_len=4096 -artifact_prefix=$out/$1- $dictionary $out/$1 $seeds >$out/$1.log 2>&1
    echo $? >$out/$1.status
}

names=${*:-$(ls tests/fuzz/fuzz_*.c | sed 's@.*/fuzz_\(.*\)\.c@\1@')}
count=$(echo $names | wc -w)
each=$((seconds * 2 / (count + count % 2)))
for model in tests/*/*.bmodel tests/*/*/*.bmodel examples/*.bmodel stdlib/*.bmodel; do cp "$model" "$out/models/$(echo "$model" | tr / _)"; done
for name in $names; do build "$name" || exit 1; done
running=0
for name in $names; do
    echo "fuzz_$name: $each seconds"
    fuzz "$name" $each &
    running=$((running + 1))
    [ $running -eq 2 ] && { wait; running=0; }
done
wait
passed=0
failed=0
for name in $names; do
    if [ "$(cat $out/$name.status)" -eq 0 ]; then
        passed=$((passed + 1))
        echo "fuzz_$name: $(tail -n 1 $out/$name.log)"
    else
        failed=$((failed + 1))
        echo "--- fuzz_$name"
        grep -m 1 -A 25 -E 'ERROR:|runtime error:|this is a bug' $out/$name.log || tail -n 25 $out/$name.log
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
