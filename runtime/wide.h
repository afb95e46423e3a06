/* BM_WIDE: a function that is compiled twice, for AVX2 and for any x86-64, and chosen when the program starts. No fused operations in
 * either, and sums run in lanes that the code itself lays down, so the results are the same bit by bit. (The choice is made by the
 * dynamic linker, before a sanitizer is ready.) */
#ifndef BM_WIDE_H
#define BM_WIDE_H

#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define BM_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define BM_WIDE
#endif

#endif
