#!/bin/sh
# Unknowns whose values are bound together, sampled: means that are known, within four Monte Carlo errors of 4000 draws with a fixed seed (each of
# about 20 numbers then misses by chance in fewer than 1 of 600 seeds); what the files show; points of `bmodel logp`.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/expect.inc

# Order statistics of three: exponential 1/3, 5/6, 11/6; uniform 1/4, 1/2, 3/4; normal -+0.8462844. The squares of values that sum to 0 have
# mean 2/3; a scale behind them keeps its prior, of mean 0.7978846.
cat >"$work/prior.bmodel" <<'MODEL'
dim k = 1..3
dim g = a, b
e[k]     ~ Exponential(1) ordered
d[g, k]  ~ Exponential(1) ordered[k]
u[k]     ~ Uniform(0, 1) ordered
n[k]     ~ Normal(0, 1) ordered
z[k]     ~ Normal(0, 1) sum_to_zero
zz       = z[2]^2
t        ~ HalfNormal(1)
w[k]     ~ Normal(0, t) sum_to_zero noncentered
ws       = w[3]^2 / t^2
h[k]     ~ Dirichlet(q)
q[k]     = if k == 1 then 0.1 else k
hh       = log(h[1])
dist Direction[k](a : real) : unit_vector[k]
    log p(x) = a
dist Correlation[k](eta : real) : correlation[k, k']
    log p(x) = (eta - 1) * log_abs_det[k, k'](x)
dist CorrelationFactor[k](eta : real) : cholesky_correlation[k, k']
    log p(x) = sum[k]((size(k) - k + 2 * eta - 2) * log(x[k, k]))
dist Covariance[k](nu : real) : covariance[k, k']
    log p(x) = (nu - size(k) - 1) / 2 * log_abs_det[k, k'](x) - sum[k](x[k, k]) / 2
dist Factor[k](nu : real) : cholesky[k, k']
    log p(x) = sum[k]((nu - k) * log(x[k, k])) - sum[k, k'](x^2) / 2
dir[k]   ~ Direction(0)
cor[k, k'] ~ Correlation(2)
fac[k, k'] ~ CorrelationFactor(2)
cov[k, k'] ~ Covariance(7)
cho[k, k'] ~ Factor(7)
dd       = dir[2]^2
c1       = cor[1, 2]^2
c2       = cor[2, 3]^2
f1       = fac[2, 1]^2
f2       = (fac[2, 1] * fac[3, 1] + fac[2, 2] * fac[3, 2])^2
v1       = cov[3, 3]
v2       = cov[1, 3]^2
l1       = cho[3, 1]^2 + cho[3, 2]^2 + cho[3, 3]^2
l2       = cho[1, 1]^2 * cho[3, 1]^2
factor 0 * (sum[k](dir + h) + sum[k, k'](cor + fac + cov + cho))
MODEL
mean() { # NAME LABELS… EXPECTED ERROR
    awk -F, -v name="$1" -v want="$2" -v error="$3" '
        /^#/ { next }
        !column { gsub("\"", ""); gsub(", ", ";"); n = split($0, head, ","); for (i = 1; i <= n; i++) if (head[i] == name) column = i; next }
        { sum += $column; rows++ }
        END { m = sum / rows; print (column && m > want - error && m < want + error) ? "near" : name " has mean " m }' "$work/draws.csv"
}
expect 0 "" bmodel sample "$work/prior.bmodel" --seed 11 -q -o "$work/draws.csv"
near() { check "mean of $1" "$(mean "$@")" near; }
near 'e[1]' 0.33333 0.03
near 'e[2]' 0.83333 0.05
near 'e[3]' 1.83333 0.09
near 'u[1]' 0.25 0.018
near 'u[2]' 0.5 0.018
near 'u[3]' 0.75 0.018
near 'n[1]' -0.84628 0.06
near 'n[2]' 0 0.05
near 'n[3]' 0.84628 0.06
near 'z[1]' 0 0.06
near zz 0.66667 0.08
near t 0.79788 0.06
near ws 0.66667 0.08
near 'd[b;2]' 0.83333 0.05
near 'h[1]' 0.0196078 0.006
near 'h[2]' 0.392157 0.02
near hh -11.9518 0.8
near dd 0.33333 0.025
near c1 0.166667 0.016
near c2 0.166667 0.016
near f1 0.166667 0.016
near f2 0.166667 0.016
near v1 7 0.3
near v2 7 0.8
near l1 7 0.3
near l2 7 0.8
check "no column for a coordinate" "$(head -n 1 "$work/draws.csv" | grep -c 'less\|pairs')" 0

# The same values at first from an object file, which reads the sizes when it runs.
cat >"$work/sizes.bmodel" <<'MODEL'
dim k
data y[k] : real
c[k]   ~ Normal(0, 2) ordered
z[k]   ~ Normal(0, t) sum_to_zero noncentered
w[k]   ~ Dirichlet(2)
t      ~ HalfNormal(1)
y[k]   ~ Normal(c + z + w, 1)
MODEL
printf 'y\n1\n2\n0.5\n3\n' >"$work/four.csv"
case $build in *san*) san="-fsanitize=address,undefined" ;; *) san= ;; esac
"$bmodel" sample "$work/sizes.bmodel" --data "$work/four.csv" --seed 3 --warmup 1 --draws 4 -q -o "$work/here.csv" >"$work/out" 2>"$work/err"
"$bmodel" show "$work/sizes.bmodel" --stage object -o "$work/sizes.o" >"$work/out" 2>"$work/err"
${CC:-cc} $san "$work/sizes.o" "$build/libbmodel_runtime.a" -Wl,-Bstatic -lopenblas -Wl,-Bdynamic -lm -lpthread -o "$work/sizes" 2>"$work/err"
"$work/sizes" --data "$work/four.csv" --seed 3 --warmup 1 --draws 4 -q -o "$work/there.csv" >"$work/out" 2>"$work/err"
first() { awk -F, 'NR == 2 { for (i = 11; i <= NF; i++) printf "%.8g ", $i }' "$1"; }
check "an object file begins alike" "$(first "$work/there.csv")" "$(first "$work/here.csv")"
check "it has 13 values" "$(first "$work/there.csv" | wc -w | tr -d ' ')" 13

# A single value that sums to 0 has no coordinate at all.
cat >"$work/none.bmodel" <<'MODEL'
dim k = 1..1
x[k] ~ Normal(0, 1) sum_to_zero
MODEL
expect 0 "x.1.  *0 " bmodel sample "$work/none.bmodel" --seed 1

# Points that do not fit together.
cat >"$work/point.bmodel" <<'MODEL'
dim k = low, mid, high
dim g = a, b
c[k]    ~ Normal(0, 1) ordered
p[k]    ~ Exponential(1) ordered
z[g, k] ~ Normal(0, 2) sum_to_zero[k]
MODEL
at() { # STATUS PATTERN c p z
    printf '{"c": %s, "p": %s, "z": %s}' "$3" "$4" "$5" >"$work/point.json"
    expect "$1" "$2" bmodel logp "$work/point.bmodel" --at "$work/point.json" --jacobian
}
zero='[[1, 2, -3], [0, 0, 0]]'
at 0 "log joint density" '[-1, 0, 2]' '[1, 2, 4]' "$zero"
# log steps: of c log 1 + log 2, of p log 1 + log 1 + log 2, of z nothing
at 0 "log Jacobian  *1.38629436" '[-1, 0, 2]' '[1, 2, 4]' "$zero"
at 1 "c.mid.. = -2 is not above .c.low.. = -1; line 3 says that .c. is .ordered" '[-1, -2, 2]' '[1, 2, 4]' "$zero"
at 1 "c.high.. = 0 is not above .c.mid.. = 0" '[-1, 0, 0]' '[1, 2, 4]' "$zero"
at 1 "p.low.. = -1 is not possible" '[-1, 0, 1]' '[-1, 2, 4]' "$zero"
at 1 "from .z.b, low.. to .z.b, high.. sum to 0.5, not to 0; line 5" '[-1, 0, 1]' '[1, 2, 4]' '[[1, 2, -3], [0, 0, 0.5]]'
report
