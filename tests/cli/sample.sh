#!/bin/sh
# `bmodel sample` as a newcomer runs it, and what must hold of its draws: the same for any number of threads, kept when interrupted, written whole
# or not at all; the same from an object file that is linked with the runtime alone.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/expect.inc
schools=examples/eight_schools.bmodel
short="--warmup 200 --draws 200"
rows() { wc -l <"$1" | tr -d ' '; }
san=
case $build in *san*) san="-fsanitize=address,undefined" ;; esac

# Results on standard output, the rest on standard error; the data beside the model are found.
expect 0 "^seed 3" bmodel sample $schools $short --seed 3
check "the summary is on standard output" "$(grep -c '^theta' "$work/out")" 8
check "progress is not" "$(grep -c '^seed' "$work/out")" 0
expect 0 "eight_schools.csv" bmodel sample $schools $short --seed 3
expect 0 "" bmodel sample $schools $short --seed 3 --quiet
check "--quiet leaves standard error empty" "$(cat "$work/err")" ""

# The same draws whatever the number of threads; other draws from another seed.
for cores in 1 4; do
    expect 0 "" bmodel sample $schools $short --seed 3 -q --cores $cores -o "$work/cores$cores.csv"
done
expect 0 "" bmodel sample $schools $short --seed 4 -q -o "$work/other.csv"
check "one thread and four give the same draws" "$(cmp "$work/cores1.csv" "$work/cores4.csv" 2>&1)" ""
check "800 rows and a header" "$(rows "$work/cores1.csv")" 801
cmp -s "$work/cores1.csv" "$work/other.csv" && bad "another seed gave the same draws" || good
check "columns carry labels" "$(head -n 1 "$work/cores1.csv" | grep -c 'theta\[Choate\]')" 1
seed=$("$bmodel" sample $schools $short 2>&1 >/dev/null | sed -n 's/^seed //p')
check "a seed that is made up can be typed" "$([ "$seed" -ge 0 ] && [ ${#seed} -le 10 ] && echo yes)" yes

# Interrupted: what there is is summarised and written.
"$bmodel" sample examples/wells.bmodel --seed 1 --draws 1000000 -o "$work/stopped.csv" >"$work/out" 2>"$work/err" &
pid=$!
sleep 2
kill -INT $pid
wait $pid
check "an interrupted run ends with 130" $? 130
check "it has a summary" "$(grep -c '^beta\|^b' "$work/out" | sed 's/^[1-9].*/some/')" some
check "it has draws" "$([ "$(rows "$work/stopped.csv")" -gt 1 ] && echo yes)" yes
check "each row of them is whole" "$(awk -F, 'NR == 1 { n = NF } NF != n' "$work/stopped.csv" | head -n 1)" ""
check "nothing is left of the unfinished file" "$(ls "$work" | grep -c partial)" 0

# Files that cannot be written are noticed before the work; what is there stays.
expect 1 "is a folder" bmodel sample $schools -o "$work"
expect 1 "cannot be written" bmodel sample $schools -o "$work/nowhere/draws.csv"
[ -c /dev/full ] && expect 1 "No space left" bmodel sample $schools $short -q --json -o /dev/full

# Wrong models and data.
expect 1 "cannot read .nowhere.bmodel" bmodel sample nowhere.bmodel
expect 1 "did you mean .examples/bioassay.bmodel" bmodel sample examples/bioasay.bmodel
expect 1 "did you mean .examples/bioassay.bmodel" bmodel sample examples/bioassay
expect 1 "cannot read .examples" bmodel sample examples
expect 1 "is data by its name" bmodel sample examples/bioassay.csv
expect 1 "nowhere.csv. cannot be read" bmodel sample $schools --data nowhere.csv
expect 1 "" bmodel sample $schools --data examples
expect 1 "radon_homes.csv" bmodel sample examples/radon.bmodel
: >"$work/empty.bmodel"
expect 1 "nothing to sample" bmodel sample "$work/empty.bmodel"
: >"$work/empty.csv"
expect 1 "empty.csv" bmodel sample $schools --data "$work/empty.csv"
head -c 20000 /dev/urandom >"$work/noise.csv"
expect 1 "noise.csv" bmodel sample $schools --data "$work/noise.csv"
cp "$work/noise.csv" "$work/noise.bmodel"
expect 1 "" bmodel sample "$work/noise.bmodel"
expect 1 "memory" bmodel sample $schools --chains 1000 --draws 100000000

expect 1 "is given twice" bmodel sample $schools --data examples/eight_schools.csv --data examples/eight_schools.csv
expect 3 "1 draw for each chain cannot be judged" bmodel sample $schools --draws 1 --seed 1
"$bmodel" sample $schools $short --seed 3 -q --data /dev/stdin <examples/eight_schools.csv -o "$work/piped.csv" >"$work/out" 2>"$work/err"
check "data may come through a pipe" "$(cmp "$work/cores1.csv" "$work/piped.csv" 2>&1)" ""

# A start that cannot be found names statement, label and values.
cat >"$work/overflow.bmodel" <<'MODEL'
dim obs
data y[obs] : real
k ~ HalfNormal(1)
y[obs] ~ Normal(exp(exp(k + 10)), 1)
MODEL
printf 'obs,y\nfirst,1\nsecond,2\n' >"$work/overflow.csv"
expect 3 "R01.*y.first" bmodel sample "$work/overflow.bmodel"
expect 3 "exp(exp(k + 10)). = ∞" bmodel sample "$work/overflow.bmodel"
expect 3 "exp(exp(k + 10)). overflows" bmodel sample "$work/overflow.bmodel"
cat >"$work/negative.bmodel" <<'MODEL'
dim obs
data y[obs] : real
k ~ Exponential(1)
s = log(-k - 1)
y[obs] ~ Normal(s, 1)
MODEL
cp "$work/overflow.csv" "$work/negative.csv"
expect 1 "" bmodel sample "$work/negative.bmodel"
cat >"$work/outside.bmodel" <<'MODEL'
dim obs
data y[obs] : real
k ~ Beta(2, 2)
y[obs] ~ Uniform(0, k)
MODEL
cp "$work/overflow.csv" "$work/outside.csv"
expect 3 "R01.*y.first" bmodel sample "$work/outside.bmodel"

cat >"$work/steep.bmodel" <<'MODEL'
dim obs
data y[obs], x[obs] : real
k[obs] ~ Normal(0, 1)
y[obs] ~ Normal(sqrt(x * k[obs]^2), 1)
MODEL
printf 'obs,x,y\nfirst,1,1\nsecond,0,2\n' >"$work/steep.csv"
expect 3 "R02.*k.second" bmodel sample "$work/steep.bmodel"
expect 3 "steep.bmodel:4:10" bmodel sample "$work/steep.bmodel"

# A start that the model gives.
cat >"$work/begin.bmodel" <<'MODEL'
data y : real = 30000
k ~ Exponential(0.0001)
y ~ Uniform(0, k)
MODEL
expect 3 "R01.*y" bmodel sample "$work/begin.bmodel"
sed 's/Exponential(0.0001)/& start 40000/' "$work/begin.bmodel" >"$work/begun.bmodel"
"$bmodel" sample "$work/begun.bmodel" $short --seed 1 >"$work/out" 2>"$work/err"
check "a start helps where a random one does not" "$(grep -c R01 "$work/err")" 0
sed 's/Exponential(0.0001)/& start -1/' "$work/begin.bmodel" >"$work/beyond.bmodel"
expect 3 "start of .k. (line 2) is not a value that it can have" bmodel sample "$work/beyond.bmodel"

# An object file with the runtime alone gives the same draws.
expect 0 "" bmodel show $schools --stage object -o "$work/schools.o"
${CC:-cc} $san "$work/schools.o" "$build/libbmodel_runtime.a" -Wl,-Bstatic -lopenblas -Wl,-Bdynamic -lm -lpthread -o "$work/schools" 2>"$work/err"
check "an object file is linked with the runtime alone" $? 0
"$work/schools" --data examples/eight_schools.csv $short --seed 3 -q -o "$work/object.csv" >"$work/out" 2>"$work/err"
check "the program that it makes runs" $? 0
check "it gives the same draws" "$(cmp "$work/cores1.csv" "$work/object.csv" 2>&1)" ""

# So does one that calls functions of whole axes: sizes are read at run time.
cat >"$work/walks.bmodel" <<'MODEL'
dim who
dim day ordered
data y[who, day] : real
step[who, day] ~ Normal(0, 1)
level[who, day] = cumsum[day](0.3 * step[who, day])
y[who, day] ~ Normal(level, 0.5)
data w[day] : real
rho ~ Uniform(0, 1)
C[day, day'] = if day == day' then 1.5 else rho
w[day] ~ MvNormal(0, cov = C)
MODEL
printf '{"y": [[1, 2, 2, 3, 1], [0, 1, -1, 0, 1], [0, 0, 1, 2, 2]], "w": [1, 2, 0, -1, 1]}' >"$work/more.json"
expect 0 "" bmodel show "$work/walks.bmodel" --stage object -o "$work/walks.o"
${CC:-cc} $san "$work/walks.o" "$build/libbmodel_runtime.a" -Wl,-Bstatic -lopenblas -Wl,-Bdynamic -lm -lpthread -o "$work/walks" 2>"$work/err"
check "an object file that calls kernels is linked with the runtime alone" $? 0
"$work/walks" --data "$work/more.json" $short --seed 3 -q -o "$work/object.csv" >"$work/out" 2>"$work/err"
check "the program that it makes runs" $? 0
"$bmodel" sample "$work/walks.bmodel" --data "$work/more.json" $short --seed 3 -q -o "$work/jit.csv" >"$work/out" 2>"$work/err"
check "its first draws are those of the command" "$(head -2 "$work/jit.csv" | cut -c-60)" "$(head -2 "$work/object.csv" | cut -c-60)"
check "its draws begin with a day of someone" "$(head -1 "$work/jit.csv" | grep -c "step")" 1
# One of its random starts has a log density of -7e47, from which no trajectory leads away: another is taken.
expect 0 "The numbers may be used: " bmodel sample examples/kidney.bmodel --seed 1
report
