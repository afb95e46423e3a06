#!/bin/sh
# An argument that nothing shows to stay in its range, and that leaves it: the density is 0 there, also where the formula would give a number.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/expect.inc
printf 'y\n0\n0\n0\n' >"$work/y.csv"
model() { printf 'dim obs\ndata y[obs] : count\na ~ Normal(0, 1)\nb ~ Normal(0, 1)\n%s\n' "$1" >"$work/m.bmodel"; }
at() { # PATTERN POINT
    printf '%s' "$2" >"$work/point.json"
    expect 0 "$1" bmodel logp "$work/m.bmodel" --data "$work/y.csv" --at "$work/point.json"
}

model 'y[obs] ~ Poisson(a * b + a^2)'
at "log joint density .*-∞" '{"a": 1, "b": -3}'
at "log joint density .*-8.837877066" '{"a": 1, "b": 1}' # -6 for three zeros at rate 2, two standard normals at 1
model 'factor sum[obs](Poisson.log_p(y, a * b + a^2))'
at "log joint density .*-∞" '{"a": 1, "b": -3}'
at "log joint density .*-8.837877066" '{"a": 1, "b": 1}'
model 'y[obs] ~ Binomial(3, a / b)'
at "log joint density .*-∞" '{"a": 1, "b": -3}'
at "log joint density .*-∞" '{"a": 3, "b": 2}'
report
