#!/bin/sh
# Runs every quick test and adds up: the programs tests/*/test_*.c as built, and the scripts tests/*.sh and tests/*/*.sh.
#
#   tests/run.sh [BUILD] [--accept] [WORD…]
#
# BUILD: the build's folder (build). --accept is passed on: expected outputs are rewritten. WORD: only tests whose name holds one.
# A test runs in the root of the repository as `TEST BUILD [--accept]` and ends with a line "N passed, M failed"; what comes
# before is shown if M > 0. A test without such a line, or one that crashes or takes longer than five minutes, counts as one failure.
cd "$(dirname "$0")/.." || exit 1
build=build
accept=
words=
for argument; do
    case $argument in
    --accept) accept=--accept ;;
    -*) echo "tests/run.sh: what is $argument?" >&2; exit 2 ;;
    *) if [ -d "$argument" ]; then build=${argument%/}; else words="$words $argument"; fi ;;
    esac
done

logs=$build/test-logs
rm -rf "$logs" && mkdir -p "$logs" || exit 1

wanted() { # name
    [ -z "$words" ] && return 0
    for word in $words; do case $1 in *"$word"*) return 0 ;; esac; done
    return 1
}
list=$logs/list
: >"$list"
for source in tests/*/test_*.c; do
    program=$build/${source%.c}
    wanted "$source" && echo "$program" >>"$list"
done
for script in tests/*.sh tests/*/*.sh; do
    case $script in tests/run.sh | tests/fuzz/* | tests/\*) continue ;; esac
    wanted "$script" && echo "$script" >>"$list"
done

# One line of the list: run it, keep its output in a file of its own.
one() {
    log=$logs/$(echo "$1" | tr / _).log
    case $1 in *.sh) set -- sh "$1" ;; esac
    timeout 300 "$@" "$build" $accept >"$log" 2>&1
    echo "$?" >"$log.status"
}
jobs=${JOBS:-$(nproc 2>/dev/null || echo 2)}
running=0
while read -r test; do
    one "$test" &
    running=$((running + 1))
    [ "$running" -ge "$jobs" ] && { wait; running=0; }
done <"$list"
wait

passed=0
failed=0
while read -r test; do
    log=$logs/$(echo "$test" | tr / _).log
    status=$(cat "$log.status")
    last=$(grep -a -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
    good=${last%% passed*}
    bad=${last##* passed, }
    bad=${bad%% failed*}
    if [ -z "$last" ]; then
        good=0
        bad=1
    elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
    fi
    if [ "$bad" -gt 0 ]; then
        echo "--- $test (exit status $status)"
        tail -n 60 "$log"
        [ -n "$last" ] || echo "no line \"N passed, M failed\""
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
done <"$list"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
