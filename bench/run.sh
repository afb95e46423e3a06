#!/bin/sh
# Builds the hand-written kernels and the bench, and runs it: `bench/run.sh BUILD`, BUILD being the folder of a finished build.
# Kernels are compiled for this machine, by clang if it is there.
cd "$(dirname "$0")/.." || exit 1
build=${1:-build}
mkdir -p "$build/bench"
cc=$(command -v clang-19 || command -v clang || command -v gcc || command -v cc)
llvm=${LLVM_CONFIG:-llvm-config-19}
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
"$cc" -std=gnu11 -O3 -march=native -ffp-contract=fast -fno-math-errno -c -o "$build/bench/kernels.o" bench/kernels.c || exit 1
objects=$(ls "$build"/compiler/*.o "$build"/lang/*.o "$build"/gen/*.o "$build"/runtime/*.o | grep -v -e /main.o -e /standalone.o)
cc -std=c11 -D_GNU_SOURCE -g -O2 -I. -Ilang -Ibench -rdynamic -o "$build/bench/bench" bench/bench.c "$build/bench/kernels.o" $objects \
    -L"$("$llvm" --libdir)" -lLLVM-19 -Wl,-Bstatic -lopenblas -Wl,-Bdynamic -lm -lpthread || exit 1
exec "$build/bench/bench" "$build"
