#!/bin/sh
# `bmodel sample --prior`: nothing is observed, everything is drawn forward; what has no draws is refused.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/expect.inc
schools=examples/eight_schools.bmodel

# Outcomes are drawn, too; what they depend on is given. The numbers: y has mean 0, mu has standard deviation 5.
expect 0 "draws written" bmodel sample $schools --prior --seed 1 -o "$work/prior.csv"
check "what was measured is drawn" "$(head -n 1 "$work/prior.csv" | grep -c 'y\[Choate\].*mu')" 1
mean_and_sd() { # column of the file: is the mean near 0 and the standard deviation near 5?
    awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { n++; s += $c; q += $c * $c }
        END { m = s / n; d = sqrt(q / n - m * m); print (m < 0.4 && m > -0.4 && d > 4.7 && d < 5.3) ? "yes" : m " " d }' "$work/prior.csv"
}
check "mu is from Normal(0, 5)" "$(mean_and_sd mu)" yes

# Data are needed for what is given, not for what is drawn.
printf 'data x : real\nb ~ Normal(0, 1)\ndata y : real\ny ~ Normal(b * x, 1)\n' >"$work/m.bmodel"
printf '{"x": 3}\n' >"$work/m.json"
expect 0 "^y " bmodel sample "$work/m.bmodel" --prior
expect 1 "no .y." bmodel sample "$work/m.bmodel"
printf 'dim i = 1..3\nb ~ Normal(0, 1)\ndata y[i] : real\ny[i] ~ Normal(b, 1)\n' >"$work/sized.bmodel"
expect 0 "^y\[3\]" bmodel sample "$work/sized.bmodel" --prior

# What has no draws.
refused() { # line, message
    printf 'data y : real\ny ~ Normal(mu, 1)\n%s\n' "$1" >"$work/r.bmodel"
    printf '{"y": 3}\n' >"$work/r.json"
    expect 1 "O11.*$2" bmodel sample "$work/r.bmodel" --prior
}
refused 'mu ~ Flat()' 'cannot be drawn from it'
refused 'mu ~ Normal(0, 1); factor -mu^2' 'only weighs draws'
refused 'mu ~ Normal(0, 1); log(y) ~ Normal(mu, 1)' 'computed from data cannot be drawn'
refused 'mu ~ Normal(y, 1)' 'drawn from itself'

# bmodel simulate: data that --data reads back, and the unknowns behind them as --at reads them.
simulated() { # model, data
    expect 0 "^seed 3" bmodel simulate "examples/$1.bmodel" $2 --seed 3 -o "$work/$1.json" --truth "$work/truth.json"
    expect 0 "log joint density" bmodel logp "examples/$1.bmodel" --data "$work/$1.json" --at "$work/truth.json"
}
simulated eight_schools
simulated bioassay
simulated radon "--data examples/radon_homes.csv --data examples/radon_counties.csv"
expect 0 "" bmodel simulate $schools --seed 4 -q -o "$work/again.json"
check "another seed gives other data" "$(cmp -s "$work/again.json" "$work/eight_schools.json" && echo same)" ""
expect 0 "" bmodel simulate $schools --seed 3 -q -o "$work/again.json"
check "the same seed gives the same data" "$(cmp "$work/again.json" "$work/eight_schools.json")" ""
check "labels are written" "$(grep -c 'Deerfield' "$work/again.json")" 1

printf 'dim i = 1..3\ndata y[i] : real = 1, 2, 3\nb ~ Normal(0, 1)\ny[i] ~ Normal(b, 1)\n' >"$work/own.bmodel"
expect 1 "stand in the model (line 2)" bmodel simulate "$work/own.bmodel"
expect 0 "^y\[2\]" bmodel sample "$work/own.bmodel" --prior

# Codes, dates, keys, an end of a range: each comes back.
cat >"$work/kinds.bmodel" <<'END'
dim t = 1..T
dim town
dim k = a, b
data day[t]     : date
data at[t]      : town
data yes[t]     : binary (no = 1, yes = 2)
data n[town]    : count
data kind[t]    : k
data y[t]       : real
b          ~ Normal(0, 1)
p          ~ Beta(1, 1)
w[k]       ~ Dirichlet(1)
y[t]       ~ Normal(b * n[at[t]] + day[t] / 1e5, 1)
yes[t]     ~ Bernoulli(p)
kind[t]    ~ Categorical(w[k])
END
cat >"$work/kinds.json" <<'END'
{"T": 3, "town": ["Ur", "Uruk"], "day": ["2024-02-29", "1969-12-31", "2000-01-01"], "at": ["Uruk", "Ur", "Uruk"], "n": [4, 5]}
END
expect 0 "" bmodel simulate "$work/kinds.bmodel" --seed 1 -q -o "$work/drawn.json" --truth "$work/truth.json"
expect 0 "log joint density" bmodel logp "$work/kinds.bmodel" --data "$work/drawn.json" --at "$work/truth.json"
check "dates stay" "$(grep -o '"day": .*\]' "$work/drawn.json")" '"day": ["2024-02-29", "1969-12-31", "2000-01-01"]'
check "keys are labels" "$(grep -o '"at": .*\]' "$work/drawn.json")" '"at": ["Uruk", "Ur", "Uruk"]'
mkfifo "$work/pipe"
cat "$work/pipe" >"$work/through" &
expect 0 "" bmodel simulate "$work/kinds.bmodel" --seed 1 -q -o "$work/pipe"
wait
check "a pipe is written to" "$(cmp "$work/through" "$work/drawn.json" 2>&1)" ""
check "and not replaced" "$(test -p "$work/pipe" && echo pipe)" "pipe"
expect 2 "name it .*drawn.json" bmodel simulate "$work/kinds.bmodel" -o "$work/drawn.csv"
report
