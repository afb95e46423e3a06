#!/bin/sh
# A model in several files is the same model as in one: log density, messages of data, data found beside it, a program of its own.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/expect.inc

mkdir -p "$work/library"
cat >"$work/library/priors.bmodel" <<'END'
mu    ~ Normal(0, 10)
sigma ~ HalfNormal(5)
data  weight[obs] : real > 0

fn double(x) = 2 * x
dist Shifted(mu : real, sigma : real > 0) : real
    log p(x) = Normal.log_p(x, mu + 1, sigma)
    draw     = Normal.draw(mu + 1, sigma)
END
cat >"$work/parts.bmodel" <<'END'
use "library/priors.bmodel"
dim obs
data y[obs] : real
y[obs] ~ Shifted(double(mu), sigma) weighted by weight
END
sed -e '1d' -e '/^use/d' "$work/parts.bmodel" | cat - "$work/library/priors.bmodel" >"$work/whole.bmodel"
printf 'y,weight\n1.5,1\n0.2,2\n-0.7,1\n' >"$work/parts.csv"
cp "$work/parts.csv" "$work/whole.csv"
printf '{"mu": 0.3, "sigma": 1.2}' >"$work/point.json"

expect 0 "log joint density" bmodel logp "$work/parts.bmodel" --at "$work/point.json"
expect 0 "priors.bmodel:2" bmodel logp "$work/parts.bmodel" --at "$work/point.json"
parts=$("$bmodel" logp "$work/parts.bmodel" --at "$work/point.json" | awk '/joint/ {print $NF}')
whole=$("$bmodel" logp "$work/whole.bmodel" --at "$work/point.json" | awk '/joint/ {print $NF}')
check "the log density of a model in two files" "$parts" "$whole"

expect 0 "sigma" bmodel sample "$work/parts.bmodel" --seed 3 --chains 1 --draws 50 --warmup 50
(cd "$work" && "$bmodel" logp parts.bmodel --at point.json) >"$work/here" 2>&1
check "a path begins at the folder of the model, wherever the command runs" "$(awk '/joint/ {print $NF}' "$work/here")" "$whole"

printf 'y,weight\n1.5,1\n0.2,0\n-0.7,1\n' >"$work/bad.csv"
expect 1 "library/priors.bmodel:3:7" bmodel check "$work/parts.bmodel" --data "$work/bad.csv"
expect 1 "and what it uses" bmodel check "$work/parts.bmodel" --data "$work/bad.csv"
expect 1 '"file": ".*library/priors.bmodel", "line": 3' bmodel check "$work/parts.bmodel" --data "$work/bad.csv" --json

sanitize=
case $build in *san*) sanitize="-fsanitize=address,undefined" ;; esac
expect 0 "" bmodel show "$work/parts.bmodel" --stage object -o "$work/parts.o"
${CC:-cc} $sanitize -o "$work/parts" "$work/parts.o" "$build/libbmodel_runtime.a" -lm -lpthread 2>"$work/link"
check "a model in two files links with the runtime alone" "$(cat "$work/link")" ""
"$work/parts" --data "$work/parts.csv" --seed 3 --chains 1 --draws 50 >"$work/out" 2>&1
check "its program knows where a line stands" "$("$work/parts" --data "$work/bad.csv" 2>&1 | grep -c 'library/priors.bmodel:3:7')" 1
check "its program samples" "$(grep -c '^sigma' "$work/out")" 1

report
