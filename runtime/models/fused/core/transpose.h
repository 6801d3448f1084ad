// The operands of weight gradients: sums run over sequences, so that one operand has to have its sequences as rows.
#pragma once
#include "multiply.h"

namespace {

template <int... I>
struct Indices {};
template <int N, int... I>
struct CountTo : CountTo<N - 1, N - 1, I...> {};
template <int... I>
struct CountTo<0, I...> {
  typedef Indices<I...> type;
};

// Of two rows, what belongs into the first (HIGH 0) or second (1) after swapping blocks of STRIDE off the diagonal.
template <int STRIDE, int HIGH, int... I>
inline vec exchanged(vec a, vec b, Indices<I...>) {
  return __builtin_shufflevector(a, b, ((I & STRIDE) == 0 ? I + HIGH * STRIDE : I + HIGH * STRIDE - STRIDE + LANES)...);
}

template <int STRIDE>
inline void exchange(vec (&rows)[LANES]) {
  typedef typename CountTo<LANES>::type Lanes;
  FUSED_UNROLL
  for (int r = 0; r < LANES; r++) {
    if ((r & STRIDE) != 0) continue;
    const vec a = rows[r], b = rows[r + STRIDE];
    rows[r] = exchanged<STRIDE, 0>(a, b, Lanes());
    rows[r + STRIDE] = exchanged<STRIDE, 1>(a, b, Lanes());
  }
}

// Transposes LANES × LANES words by swapping ever smaller blocks (Eklundh, 1972).
inline void transpose_block(const float *const *sources, int word, float *out) {
  vec rows[LANES];
  FUSED_UNROLL
  for (int r = 0; r < LANES; r++) rows[r] = load_words(sources[r] + word * TERMS_PER_WORD);
  if constexpr (LANES >= 16) exchange<LANES / 2>(rows);
  if constexpr (LANES >= 8) exchange<4>(rows);
  exchange<2>(rows);
  exchange<1>(rows);
  FUSED_UNROLL
  for (int r = 0; r < LANES; r++) store(out + r * PANEL, rows[r]);
}

// out [GROUP_WORDS][PANEL] from PANEL rows of GROUP sequences.
FUSED_LOOP void transpose_panel(const float *const *sources, float *out) {
  for (int word = 0; word < GROUP_WORDS; word += LANES) {
    for (int v = 0; v < VECTORS; v++) transpose_block(sources + v * LANES, word, out + word * PANEL + v * LANES);
  }
}

// out [R][PANEL], V vectors of it, += Σ over steps and sequences of a [step][row][GROUP_WORDS] · panel
// [step][GROUP_WORDS][PANEL].
// On the way the next R rows of out and of a are asked for.
template <int R, int V>
FUSED_LOOP void add_products(const float *a, int64_t a_step, const float *panel, int steps, float *out) {
  constexpr int B = rows_at_once(R);
  FUSED_UNROLL
  for (int first = 0; first < R; first += B) {
    float *const rows = out + first * PANEL;
    Tile<B, V> tile;
    FUSED_UNROLL
    for (int r = 0; r < B; r++) {
      FUSED_UNROLL
      for (int v = 0; v < V; v++) tile.at[r][v] = load(rows + r * PANEL + v * LANES);
    }
    for (int k = 0; k < steps; k++) {
      const float *const row = a + k * a_step + first * GROUP_WORDS;
      const float *const next = k == 0 ? rows + R * PANEL : row - a_step + R * GROUP_WORDS;
      multiply_ahead<B, V, 1, GROUP_WORDS, PANEL, 1, Cache::FIRST>(tile, row, panel + k * GROUP_WORDS * PANEL,
                                                                  GROUP_WORDS, next);
    }
    FUSED_UNROLL
    for (int r = 0; r < B; r++) {
      FUSED_UNROLL
      for (int v = 0; v < V; v++) store(rows + r * PANEL + v * LANES, tile.at[r][v]);
    }
  }
}

}  // namespace
