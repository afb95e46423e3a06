#!/bin/sh
# A program made of one model and libbmodel_runtime.a: options, results, files, exit codes.
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build}
passed=0
failed=0
room=$(mktemp -d) || exit 1
trap 'rm -rf "$room"' EXIT
check() { # what, and whether it is so (0: yes)
    if [ "$2" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "tests/runtime/standalone.sh: $1"; fi
}
expect() { # exit code, words to find in what is printed, arguments
    code=$1 words=$2
    shift 2
    "$room/schools" "$@" >"$room/out" 2>"$room/err"
    got=$?
    [ $got -eq "$code" ]
    check "exit code $got, expected $code: $*" $?
    cat "$room/out" "$room/err" | grep -q -- "$words"
    check "no \"$words\" in what \`$*\` printed" $?
}

sanitize=
case $build in *san*) sanitize="-fsanitize=address,undefined" ;; esac
${CC:-cc} -std=c11 -O1 -I. $sanitize -o "$room/schools" tests/runtime/standalone_model.c "$build/libbmodel_runtime.a" -Wl,-Bstatic -lopenblas -Wl,-Bdynamic -lm -lpthread
check "the model does not link with the runtime alone" $?
printf 'school,y,sigma\nChoate,28,15\nDeerfield,8,10\n"Andover, MA",-3,16\nPhillips,7,11\nHotchkiss,-1,9\nLawrence,1,11\nSt. Paul,18,10\nMt. Hermon,12,18\n' >"$room/schools.csv"
data="--data $room/schools.csv"

expect 0 "theta\[Choate\]" $data --seed 8
expect 0 "seed 8" $data --seed=8
expect 0 "The numbers may be used" $data --seed 8 --quiet
[ ! -s "$room/err" ]
check "--quiet prints on standard error" $?
expect 0 '"seed": 8, "model": "schools"' --json --seed 8 $data
expect 0 "draws written" $data --seed 8 --cores 1 -o "$room/one.csv"
expect 0 "draws written" $data --seed 8 --cores 4 -o "$room/four.csv"
cmp -s "$room/one.csv" "$room/four.csv"
check "the draws depend on the number of threads" $?
[ "$(wc -l <"$room/one.csv")" -eq 4001 ]
check "4 chains of 1000 draws are not 4001 lines" $?
grep -q '"theta\[Andover, MA\]"' "$room/one.csv"
check "a label with a comma has no quotes" $?
expect 0 "usage" --help
expect 2 "not an option" --chain 3
expect 2 "not an option" -x
expect 2 "takes a whole number from 1 to 1000" --chains 0
expect 2 "takes a whole number" --draws 1e99
expect 2 "takes a value" --seed
expect 2 "takes no value" --json=1
expect 1 "error" --seed 1
expect 1 "error" --data "$room/none.csv"
expect 1 "cannot write" $data -o "$room/none/draws.csv"
[ ! -e "$room/none" ] && [ -z "$(ls "$room" | grep partial)" ]
check "a partial file is left" $?

# Ctrl-C keeps what there is.
"$room/schools" $data --draws 4000000 --chains 2 -o "$room/part.csv" >"$room/out" 2>"$room/err" &
pid=$!
sleep 0.5
kill -INT $pid
wait $pid
[ $? -eq 130 ]
check "interrupted, but the exit code is not 130" $?
grep -q "interrupted" "$room/out" && [ "$(wc -l <"$room/part.csv")" -gt 1000 ]
check "an interrupted run does not keep its draws" $?
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
