#!/bin/sh
# The command line: exit codes, suggestions, --help of every command, pages of `explain`. No model is read here.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/expect.inc

expect 0 "^Commands" bmodel --help
expect 0 "^Commands" bmodel -h
expect 0 "^Commands" bmodel help
expect 2 "^Commands" bmodel
expect 0 "^bmodel [0-9]" bmodel --version
for command in check sample simulate logp profile show explain help; do
    expect 0 "^Usage: bmodel $command" bmodel $command --help
    expect 0 "^Usage: bmodel $command" bmodel --help $command
    expect 0 "^Usage: bmodel $command" bmodel help $command
    expect 0 "^Examples" bmodel help $command
done

printf "# nothing yet\n" >"$work/empty.bmodel"
expect 0 "nothing: no line of" bmodel check "$work/empty.bmodel"
expect 2 "did you mean .bmodel sample" bmodel smaple x.bmodel
expect 2 "to fit it: bmodel sample x.bmodel" bmodel x.bmodel
expect 2 "needs a MODEL" bmodel sample
expect 2 "did you mean .--chains" bmodel sample x.bmodel --chain 3
expect 2 "did you mean .--chains" bmodel sample x.bmodel -chains 3
expect 2 "takes a whole number from 1 to 1000, not .many" bmodel sample x.bmodel --chains many
expect 2 "takes a whole number" bmodel sample x.bmodel --draws 99999999999999999999999
expect 2 "needs a value" bmodel sample x.bmodel --seed
expect 2 "data files are given with --data" bmodel sample x.bmodel x.csv
expect 2 "bmodel check. has no option .--chains" bmodel check x.bmodel --chains 2
expect 2 "needs --at" bmodel logp x.bmodel
expect 2 "which stage" bmodel show x.bmodel
expect 2 "did you mean .--stage gradient" bmodel show x.bmodel --stage gradeint
expect 2 "needs a name: -o" bmodel show x.bmodel --stage object

expect 0 "^Normal: " bmodel explain Normal
expect 0 "^Normal: " bmodel explain normal
expect 0 "log p(x)" bmodel explain Gamma
expect 0 "shape = …, scale = …" bmodel explain Gamma
expect 0 "^inv_logit: " bmodel explain inv_logit
expect 0 "by x: " bmodel explain inv_logit
expect 0 "BUGS *dnorm(mu, tau) *is Normal(mu, 1 / sqrt(tau))" bmodel explain dnorm
expect 0 "log1p_exp(.*= 1" bmodel explain log1p_exp
expect 0 "operatorname{mean} = .frac{.text{shape}}{.text{rate}}" bmodel explain Gamma --latex
expect 0 "sum\[i\](x) = 9.5" bmodel explain sum
expect 1 "cannot be written" bmodel explain -o "$work/no/such/folder"
expect 0 "^D03: " bmodel explain D03
expect 0 "^D03: " bmodel explain d03
expect 0 "^rhat: " bmodel explain rhat
expect 0 "HalfNormal" bmodel explain
expect 2 "did you mean .Normal" bmodel explain Noraml
expect 2 "no page on .qqq" bmodel explain qqq
for name in $(ls stdlib | grep -v '^functions_' | sed -n 's/\.bmodel$//p' | tr -d _); do
    expect 0 "log p(" bmodel explain "$name"
done
for code in $("$bmodel" explain | sed -n 's/^  \([A-Z][0-9][0-9]\)  .*/\1/p'); do
    expect 0 "^$code: ." bmodel explain "$code"
    check "$code has a page" "$([ "$(wc -l <"$work/out")" -gt 2 ] && echo yes)" yes
done

# Standard output that cannot be written is an error, unless its reader has gone away.
if [ -w /dev/full ]; then
    status=$("$bmodel" explain 2>"$work/full" >/dev/full; echo $?)
    check "a full disk is reported" "$status $(cat "$work/full")" "1 error: the results could not be written to standard output: No space left on device"
fi
"$bmodel" explain >&- 2>"$work/closed"
check "a closed standard output is reported" "$(cat "$work/closed")" "error: the results could not be written to standard output: Bad file descriptor"
{ "$bmodel" explain 2>"$work/pipe"; echo $? >"$work/status"; } | true
check "a reader that went away is no error" "$(cat "$work/status") $(cat "$work/pipe")" "0 "
report
