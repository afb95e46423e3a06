#!/bin/sh
# Models beyond what can be: each is answered, with a message or a result, in seconds; never with a message about a bug.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/expect.inc

# Lines 1..N of a pattern in which % stands for the number and ^ for the one before.
lines() { # N, pattern
    i=1
    while [ $i -le "$1" ]; do
        echo "$2" | sed -e "s/%/$i/g" -e "s/\^/$((i - 1))/g"
        i=$((i + 1))
    done
}
model() { cat >"$work/$1.bmodel"; }
data() { # file
    echo "y,x" >"$1"
    for k in 1 2 3 4 5; do echo "0.$k,$k"; done >>"$1"
}
data "$work/d.csv"
{
    lines 9 'dim w% = p, q'
    echo 'u[w1, w2, w3, w4, w5, w6, w7, w8, w9] ~ Normal(0, 1)'
} | model places
expect 1 'Z01.*`u` runs over 9 dimensions at once' bmodel check "$work/places.bmodel"

{
    lines 9 'dim w% = p, q'
    lines 9 'u%[w%] ~ Normal(0, 1)'
    echo 'factor sum[w1, w2, w3, w4, w5, w6, w7, w8, w9](sin(u1 + u2 + u3 + u4 + u5 + u6 + u7 + u8 + u9))'
} | model wide
expect 1 'Z01.*this runs over 9 dimensions at once' bmodel check "$work/wide.bmodel"

# Eight at once: 256 cells, each sin(0.5).
{
    lines 8 'dim w% = p, q'
    lines 8 'u%[w%] ~ Normal(0, 1)'
    echo 'factor sum[w1, w2, w3, w4, w5, w6, w7, w8](sin(u1 + u2 + u3 + u4 + u5 + u6 + u7 + u8))'
} | model eight
{
    echo '{"u1": [0.5, 0.5]'
    for k in 2 3 4 5 6 7 8; do echo ", \"u$k\": [0, 0]"; done
    echo '}'
} >"$work/eight.json"
expect 0 'factor sum.* 122.7329379$' bmodel logp "$work/eight.bmodel" --at "$work/eight.json"

{
    lines 70 'dim w% = p, q'
    lines 70 'u%[w%] ~ Normal(0, 1)'
    lines 70 'factor sum[w%](u%)'
} | model dims
expect 1 'Z01.*more than 64 dimensions' bmodel check "$work/dims.bmodel"

{
    echo 'dim p = 1..3'
    primes=$(lines 45 "'" | tr -d '\n')
    echo 'u[p] ~ Normal(0, 1)'
    echo "factor sum[p$primes](u[p$primes])"
} | model primes
expect 1 'Z01.*more than 39 primes' bmodel check "$work/primes.bmodel"

# An array that no machine holds.
{
    echo 'dim a = 1..900000'
    echo 'dim b = 1..800000'
    echo 'u[a, b] ~ Normal(0, 1)'
    echo 'factor sum[a, b](u)'
} | model huge
expect 1 'its arrays need .* GB of memory' bmodel sample "$work/huge.bmodel"
expect 1 'the largest is over `a` (900000) and `b` (800000)' bmodel sample "$work/huge.bmodel"

# Long chains of definitions, long sums, many statements: not quadratic, not cubic.
before=$(date +%s)
{
    printf 'dim obs\ndata y[obs], x[obs] : real\na0 ~ Normal(0, 1)\n'
    lines 400 'a% = a^ * cos(a^ * 0.01)'
    echo 'y[obs] ~ Normal(a400 + x, 1)'
} | model chain
expect 0 '' bmodel check "$work/chain.bmodel" --data "$work/d.csv"
{
    printf 'dim obs\ndata y[obs], x[obs] : real\na0 ~ Normal(0, 1)\n'
    lines 800 'a% = a^ + 0.001 * sin(a^)'
    echo 'y[obs] ~ Normal(a800 + x, 1)'
} | model steps
expect 0 '' bmodel check "$work/steps.bmodel" --data "$work/d.csv"
{
    echo 'm ~ Normal(0, 1)'
    lines 1500 'factor -abs(m - %)'
} | model factors
expect 0 '' bmodel check "$work/factors.bmodel"
{
    printf 'dim obs\ndata y[obs], x[obs] : real\n'
    lines 40 'dim k% = 1..16'
    lines 40 'u%[k%] ~ Normal(0, 1)'
    printf 'y[obs] ~ Normal(0'
    lines 40 ' + sum[k%](exp(u% * x) * sin(x + u%))' | tr -d '\n'
    echo ', 1)'
} | model unrolled
expect 0 '' bmodel check "$work/unrolled.bmodel" --data "$work/d.csv"
spent=$(($(date +%s) - before))
[ $spent -lt 120 ] && spent=seconds
check "chains of definitions take" "$spent" "seconds"

report
