// What matrix products multiply. Their operands lie in words: a float each or, with FUSED_BF16, two terms of a sum that
// follow one another, rounded to bfloat16 (to nearest, ties to even), the first in the low half and a missing second
// one zero. Matrices of words are laid out like those of floats and read by the same loops. Sums are float32 in both.
#pragma once
#include "vector.h"

namespace {

#if defined(FUSED_BF16)

constexpr int TERMS_PER_WORD = 2;

// Lane for lane: both products of two words added to a sum, first that of the second terms, each rounded to float32
// (Intel, VDPBF16PS). Subnormal numbers count as zero, operands and sums alike.
inline vec multiply_add(vec a, vec b, vec sum) {
  return (vec)_mm512_dpbf16_ps((__m512)sum, (__m512bh)a, (__m512bh)b);
}

// Lane for lane the word of a first and a second term.
inline vec words_of(vec first, vec second) {
  const __m512i halves = (__m512i)_mm512_cvtne2ps_pbh((__m512)second, (__m512)first);
  __m512i order;
  short *const from = (short *)&order;
  for (int k = 0; k < LANES; k++) from[2 * k] = (short)k, from[2 * k + 1] = (short)(LANES + k);
  return (vec)_mm512_permutexvar_epi16(order, halves);
}

// LANES words of terms that lie one after another.
inline vec load_words(const float *terms) {
  return (vec)_mm512_cvtne2ps_pbh((__m512)load(terms + LANES), (__m512)load(terms));
}

// The word of the first of `left` terms, which are `apart` from each other, times scale.
inline float word_of(const float *terms, int64_t apart, int left, float scale) {
  return words_of(splat(terms[0] * scale), splat(left > 1 ? terms[apart] * scale : 0))[0];
}

// Words of the rows of a matrix, two rows a word: [rows / 2 rounded up][columns], written to `room`.
FUSED_LOOP const float *words_across(const float *matrix, int rows, int columns, float *room) {
  float *out = room;
  for (int row = 0; row < rows; row += 2, matrix += 2 * columns, out += columns) {
    for (int k = 0; k < columns; k += LANES) {
      store(out + k, words_of(load(matrix + k), row + 1 < rows ? load(matrix + columns + k) : vec{}));
    }
  }
  return room;
}

// Words of numbers that lie one after another, two of them a word, written to `room`.
FUSED_LOOP const float *words_along(const float *terms, int64_t count, float *room) {
  for (int64_t k = 0; k < count; k += 2 * LANES) store(room + k / 2, load_words(terms + k));
  return room;
}

#else

constexpr int TERMS_PER_WORD = 1;

inline vec multiply_add(vec a, vec b, vec sum) { return fma(a, b, sum); }
inline vec load_words(const float *terms) { return load(terms); }
inline float word_of(const float *terms, int64_t, int, float scale) { return *terms * scale; }

// Numbers are their own words, and `room` stays as it is.
inline const float *words_across(const float *matrix, int, int, float *) { return matrix; }
inline const float *words_along(const float *terms, int64_t, float *) { return terms; }

#endif

// Words of so many terms.
constexpr int word_count(int terms) { return (terms + TERMS_PER_WORD - 1) / TERMS_PER_WORD; }

// Floats of a buffer for so many words, none where numbers are their own.
constexpr int64_t word_room(int64_t words) { return TERMS_PER_WORD == 1 ? 0 : words; }

}  // namespace
