#!/bin/sh
# The floors of the house, checked on the text: who may include what, who may print, end the process or call a library.
cd "$(dirname "$0")/.." || exit 1
passed=0
failed=0

# rule TITLE LINES: LINES are those that break the rule; there may be none.
rule() {
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$1:"
        echo "$2" | sed 's/^/    /'
    fi
}
# All sources in folders.
sources() { find "$@" -name "*.[chly]" -o -name "*.def" 2>/dev/null | sort; }
# Includes of the house's own headers (those in quotes) in folders, as FILE:LINE:TEXT.
includes() { sources "$@" | xargs -r grep -Hn '^ *# *include *"'; }
# The files on standard input without comments and strings, as FILE:LINE:TEXT. Comments of several lines are known by their ` *`.
code() { xargs -r grep -Hn '' | sed -E 's/"([^"\\]|\\.)*"/""/g; s@/\*.*@@; s@//.*@@' | grep -vE '^[^:]*:[0-9]+: +\*'; }
# What speaks to a terminal: the commands, known by their header. base.c and pool.c end the process when memory is out, or on a bug of ours.
commands() { grep -lE '# *include *"(commands|load|point)\.h"' compiler/*.[ch]; ls compiler/command_*.c compiler/commands.h compiler/load.h compiler/point.h lang/base.c runtime/pool.c runtime/standalone.c 2>/dev/null; }
below_main() { sources runtime lang grammar compiler | grep -vxF "$(commands)"; }

rule "runtime/ includes nothing of the floors above" "$(includes runtime | grep -E '"(\.\./)*(lang|compiler|grammar)/')"
rule "runtime/ includes only its own headers" "$(includes runtime | sed -E 's@^([^:]*:[0-9]+):.*"(.*/)?([^"/]*)".*@\1 \3@' |
    while read -r place header; do [ -e "runtime/$header" ] || echo "$place: $header is no header of runtime/"; done)"
rule "lang/ and grammar/ include nothing of compiler/" "$(includes lang grammar | grep -E '"(\.\./)*compiler/')"
rule "lang/ and grammar/ include nothing of runtime/ but special.h" "$(includes lang grammar | grep -E '"(\.\./)*runtime/' | grep -v 'runtime/special.h"')"
rule "LLVM headers only in compiler/emit*, jit, object" "$(sources runtime lang grammar compiler |
    grep -vE '^compiler/(emit[a-z_0-9]*|jit|object)\.[ch]$' | xargs -r grep -Hn '# *include *<llvm')"
rule "BLAS and LAPACK only in runtime/kernel_dense.c" "$(sources runtime lang grammar compiler | grep -vE '^runtime/kernel_dense\.c$' |
    xargs -r grep -HnE '# *include *<(cblas|lapack)|cblas_[a-z]+ *\(|[^a-z_]d(potrf|gemm|trsm|syrk|gemv|trsv)_? *\(')"
# Library code reports; commands print.
rule "library code neither ends the process nor prints" "$(below_main | code |
    grep -E ':.*(^|[^a-zA-Z_0-9>.])(exit|_exit|abort|perror|puts|putchar|printf|vprintf) *\(')"
rule "library code knows no stderr and no stdout" "$(below_main | code | grep -E '[^a-zA-Z_](stderr|stdout)([^a-zA-Z_]|$)')"
# A variable at the left edge of a file, not const: a mutable global.
rule "no mutable globals" "$(sources runtime lang compiler | grep '\.c$' | xargs -r grep -HnE \
    '^(static )?(volatile )?(unsigned |struct )?(int|double|char|bool|long|size_t|u?int[0-9]+_t|[A-Z][A-Za-z]+) +\**[a-z_A-Z0-9]+(\[[^]]*\])?( *=.*)?;' |
    grep -vE 'const |_Thread_local' | grep -vE '^(compiler/main|runtime/standalone)\.c')"
rule "nothing of one machine in the text" "$(git grep -nE '(^|[^a-zA-Z0-9_.])/(home|Users)/[a-z]' -- . ':!tests/floors.sh' 2>/dev/null)"
# A pleasant file has 100 to 500 lines; above 700 it has two subjects.
rule "no file above 700 lines" "$(sources runtime lang grammar compiler | grep '\.[ch]$' | xargs -r wc -l |
    awk '$2 != "total" && $1 > 700 { print $2 ": " $1 " lines" }')"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
