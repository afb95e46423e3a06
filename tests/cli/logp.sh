#!/bin/sh
# Points of `bmodel logp`: good ones in several forms, and what is said of wrong ones.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/expect.inc
model=examples/bioassay.bmodel
point() { printf '%s' "$1" >"$work/point.json"; }
at() { # STATUS PATTERN POINT [OPTIONS…]
    status=$1 pattern=$2
    point "$3"
    shift 3
    expect "$status" "$pattern" bmodel logp $model --at "$work/point.json" "$@"
}

at 0 "log joint density .*-9.194441388" '{"beta": {"intercept": 1, "slope": 5}}'
at 0 "log joint density .*-9.194441388" '{"beta": {"slope": 5, "intercept": 1}}'
at 0 "log joint density .*-9.194441388" '{"beta": [1, 5]}'
at 0 "log joint density .*-9.194441388" '{"beta": [1, 5], "LD50": -0.2}'
at 0 "its value there is not used" '{"beta": [1, 5], "LD50": -0.2}'
at 0 "beta.slope.  *5  *0.4236311" '{"beta": [1, 5]}' --gradient
at 0 "log Jacobian  *0$" '{"beta": [1, 5]}' --jacobian
at 0 "deaths.*-2.621394136" '{"beta": [1, 5]}'

at 1 "unknown .beta. has no value" '{}'
at 1 "did you mean .beta" '{"bet": [1, 5]}'
at 1 "no unknown of this model" '{"beta": [1, 5], "gamma": 1}'
at 1 "has 3 values, but .coef. has 2 labels" '{"beta": [1, 5, 2]}'
at 1 "has no value for coef .slope" '{"beta": {"intercept": 1}}'
at 1 "did you mean .slope" '{"beta": {"intercept": 1, "slop": 1}}'
at 1 "needs 2 values" '{"beta": 1}'
at 1 "is one number, but here is a list" '{"beta": [[1, 2], 5]}'
at 1 "is one number, but here is null" '{"beta": [null, 5]}'
at 1 "is one number, but here is text" '{"beta": ["NaN", 5]}'
at 1 "a finite number" '{"beta": ["inf", 5]}'
at 1 "is not JSON" '{"beta": [1, 5]'
at 1 "is not JSON" ''
at 1 "holds a list" '[1, 5]'
expect 1 "cannot read .tests/cli/nowhere.json" bmodel logp $model --at tests/cli/nowhere.json
expect 1 "cannot read" bmodel logp $model --at tests

# A value outside its support is said in words.
cat >"$work/scale.bmodel" <<'MODEL'
data y : real = 1.5
sigma ~ HalfNormal(1)
p ~ Beta(2, 2)
y ~ Normal(p, sigma)
MODEL
model=$work/scale.bmodel
at 1 "sigma. = -1 is not possible" '{"sigma": -1, "p": 0.5}'
at 1 "p. = 1.5 is not possible.*between 0 and 1" '{"sigma": 1, "p": 1.5}'
at 0 "log joint density" '{"sigma": 1, "p": 0.5}'
# Bounds that are unknowns: nothing is known before, and the density is 0 outside.
cat >"$work/edge.bmodel" <<'MODEL'
data y : real = 0.4
k ~ Beta(2, 2)
z ~ Uniform(0, k)
data x : real = 0.1
x ~ Normal(z, 1)
y ~ Uniform(0, k)
MODEL
model=$work/edge.bmodel
at 0 "^z ~ .* 0.6931471806$" '{"k": 0.5, "z": 0.2}'
at 0 "^y ~ .*-∞" '{"k": 0.3, "z": 0.2}'
at 0 "^z ~ .*-∞" '{"k": 0.5, "z": 0.7}'
model=$work/scale.bmodel
# With the Jacobian: sigma = exp(q), p = inv_logit(r), so it is log(sigma) + log(p (1 - p)); here log(2) + log(0.25).
at 0 "log Jacobian  *-0.6931471806" '{"sigma": 2, "p": 0.5}' --jacobian
report
