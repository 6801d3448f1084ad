// A vector of floats and the few operations on it that differ by instruction set. Multiply and add are always one
// rounding (but for WebAssembly without relaxed SIMD), so that all instruction sets compute the same bits: vectors run
// over sequences or weights, never over terms of a sum.
#pragma once
#include <stdint.h>

#if defined(__AVX512F__)
#include <immintrin.h>
#define FUSED_LANES 16
#if defined(FUSED_BF16)
#define FUSED_INSTRUCTIONS "AVX-512 BF16"
#else
#define FUSED_INSTRUCTIONS "AVX-512"
#endif
#elif defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
#define FUSED_LANES 8
#define FUSED_INSTRUCTIONS "AVX2"
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#define FUSED_LANES 4
#define FUSED_INSTRUCTIONS "NEON"
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#define FUSED_LANES 4
#define FUSED_INSTRUCTIONS "SIMD128"
#else
#error "no vector instructions that this source knows"
#endif

#if defined(__clang__)
#define FUSED_UNROLL _Pragma("clang loop unroll(full)")
#else
#define FUSED_UNROLL _Pragma("GCC unroll 32")
#endif

#define FUSED_INLINE inline __attribute__((always_inline))

// A statement for each vector k of n.
#define FUSED_EACH(n) FUSED_UNROLL for (int k = 0; k < n; k++)

// Functions with long loops are not inlined into their callers: engines of WebAssembly go over to optimised code only
// from one call to the next, and a shard is one call of the outermost function.
#define FUSED_LOOP __attribute__((noinline))

namespace {

constexpr int LANES = FUSED_LANES;

typedef float vec __attribute__((vector_size(4 * FUSED_LANES), may_alias));
typedef int32_t ivec __attribute__((vector_size(4 * FUSED_LANES), may_alias));

// Shape of the tiles. ROWS by VECTORS accumulators, VECTORS operands and a broadcast fit the registers; packed tiles are
// TILE rows, a multiple of ROWS. A gate tile is the four gates of UNITS units, so that all of a unit's meet in one tile.
#if defined(__AVX512F__)
constexpr int UNITS = 3, TILE = 12, ROWS = 12, VECTORS = 2;
#elif defined(__aarch64__)
constexpr int UNITS = 1, TILE = 4, ROWS = 4, VECTORS = 4;
#else
constexpr int UNITS = 3, TILE = 12, ROWS = 6, VECTORS = 2;
#endif

// Vectors whose activations are computed together: of a tanh, and of each of the four gates. Their live values fit the
// registers, and GROUP / LANES is a multiple of both.
constexpr int TOGETHER = 2, GATES_TOGETHER = FUSED_LANES == 16 ? 2 : 1;

inline vec load(const float *p) { return *(const vec *)p; }
inline void store(float *p, vec x) { *(vec *)p = x; }

// Stores what is not read again soon past the caches, a vector at a time; `publish` before another thread reads it.
#if defined(__AVX512F__)
inline void stream(float *p, vec x) { _mm512_stream_ps(p, (__m512)x); }
inline void publish() { _mm_sfence(); }
#elif defined(__AVX2__)
inline void stream(float *p, vec x) { _mm256_stream_ps(p, (__m256)x); }
inline void publish() { _mm_sfence(); }
#else
inline void stream(float *p, vec x) { store(p, x); }
inline void publish() {}
#endif

// WebAssembly has no instruction to ask for memory ahead.
#if defined(__wasm__)
constexpr bool ASKS_AHEAD = false;
#else
constexpr bool ASKS_AHEAD = true;
#endif

// Asks for the cache line at p, wherever that is: into the first-level cache, or the second.
enum class Cache { FIRST = 3, SECOND = 2 };
template <Cache LEVEL>
inline void ask_for(const float *p) {
  __builtin_prefetch(p, 0, (int)LEVEL);
}
// Floats of a line.
constexpr int LINE = 16;

// limit(x, low, high) keeps NaN, so that it is seen where it came from.
#if defined(__AVX512F__)
inline vec splat(float x) { return (vec)_mm512_set1_ps(x); }
inline vec fma(vec a, vec b, vec c) { return (vec)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c); }
inline vec limit(vec x, vec low, vec high) {
  return (vec)_mm512_min_ps((__m512)high, _mm512_max_ps((__m512)low, (__m512)x));
}
#elif defined(__AVX2__)
inline vec splat(float x) { return (vec)_mm256_set1_ps(x); }
inline vec fma(vec a, vec b, vec c) { return (vec)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c); }
inline vec limit(vec x, vec low, vec high) {
  return (vec)_mm256_min_ps((__m256)high, _mm256_max_ps((__m256)low, (__m256)x));
}
#elif defined(__aarch64__)
inline vec splat(float x) { return (vec)vdupq_n_f32(x); }
inline vec fma(vec a, vec b, vec c) { return (vec)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b); }
inline vec limit(vec x, vec low, vec high) {
  return (vec)vminq_f32(vmaxq_f32((float32x4_t)x, (float32x4_t)low), (float32x4_t)high);
}
#else
inline vec splat(float x) { return (vec)wasm_f32x4_splat(x); }
inline vec fma(vec a, vec b, vec c) {
#if defined(__wasm_relaxed_simd__)
  return (vec)wasm_f32x4_relaxed_madd((v128_t)a, (v128_t)b, (v128_t)c);
#else
  return a * b + c;
#endif
}
inline vec limit(vec x, vec low, vec high) {
  return (vec)wasm_f32x4_pmin(wasm_f32x4_pmax((v128_t)x, (v128_t)low), (v128_t)high);
}
#endif

// −a · b + c
inline vec fnma(vec a, vec b, vec c) { return fma(-a, b, c); }

inline ivec splat_bits(int32_t x) { return (ivec){} + x; }

inline void clear(float *p, int64_t floats) {
  for (int64_t k = 0; k < floats; k++) p[k] = 0;
}

}  // namespace
