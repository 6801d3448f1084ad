// Register-blocked matrix products. Tiles of R rows by V vectors are held in registers while both operands stream
// through: a few broadcasts and V loads for R · V multiply-adds.
#pragma once
#include "layout.h"

namespace {

template <int R, int V>
struct Tile {
  vec at[R][V];
};

// tile += a · b over words of terms. a[word · A_WORD + row · A_ROW] is one word, b[word · B_WORD + …] one row of vectors.
template <int R, int V, int A_WORD, int A_ROW, int B_WORD>
FUSED_INLINE void multiply(Tile<R, V> &tile, const float *a, const float *b, int words) {
  for (int k = 0; k < words; k++, a += A_WORD, b += B_WORD) {
    vec row[V];
    FUSED_UNROLL
    for (int v = 0; v < V; v++) row[v] = load(b + v * LANES);
    FUSED_UNROLL
    for (int r = 0; r < R; r++) {
      const vec x = splat(a[r * A_ROW]);
      FUSED_UNROLL
      for (int v = 0; v < V; v++) tile.at[r][v] = multiply_add(x, row[v], tile.at[r][v]);
    }
  }
}

// The same, and asks for a line of what comes next, from `ahead` on, with every EVERY words, of which words is a multiple.
template <int R, int V, int A_WORD, int A_ROW, int B_WORD, int EVERY, Cache LEVEL>
FUSED_INLINE void multiply_ahead(Tile<R, V> &tile, const float *a, const float *b, int words, const float *ahead) {
  if constexpr (!ASKS_AHEAD) return multiply<R, V, A_WORD, A_ROW, B_WORD>(tile, a, b, words);
  for (int k = 0; k < words; k += EVERY, a += EVERY * A_WORD, b += EVERY * B_WORD, ahead += LINE) {
    ask_for<LEVEL>(ahead);
    multiply<R, V, A_WORD, A_ROW, B_WORD>(tile, a, b, EVERY);
  }
}

// Memory to be read after a product.
struct Ahead {
  const float *from;
  int64_t floats;
};
// Words of four terms for every line asked for: more often, and operands have to wait for the lines.
constexpr int WORDS_PER_LINE = word_count(4);

// Rows of a tile of R that are in registers at a time.
constexpr int rows_at_once(int R) { return R <= ROWS ? R : R % ROWS == 0 ? ROWS : 4; }

// ahead: null, or from where to ask for words / WORDS_PER_LINE lines.
template <int R>
FUSED_LOOP void multiply_rows(const float *packed, const float *b, int words, float *out, const float *ahead) {
  constexpr int B = rows_at_once(R);
  for (int lane = 0; lane < GROUP; lane += PANEL) {
    FUSED_UNROLL
    for (int first = 0; first < R; first += B) {
      Tile<B, VECTORS> tile = {};
      if (ASKS_AHEAD && ahead != nullptr && lane == 0 && first == 0) {
        multiply_ahead<B, VECTORS, R, 1, GROUP, WORDS_PER_LINE, Cache::SECOND>(tile, packed, b, words, ahead);
      } else {
        multiply<B, VECTORS, R, 1, GROUP>(tile, packed + first, b + lane, words);
      }
      FUSED_UNROLL
      for (int r = 0; r < B; r++) {
        FUSED_UNROLL
        for (int v = 0; v < VECTORS; v++) store(out + (first + r) * GROUP + lane + v * LANES, tile.at[r][v]);
      }
    }
  }
}

// Calls work.template operator()<R>() with the compile-time number of rows of a tile.
template <class Work>
inline void with_rows(int rows, Work work) {
  if constexpr (TILE >= 12) {
    if (rows == 12) return work.template operator()<12>();
  }
  if constexpr (TILE >= 8) {
    if (rows == 8) return work.template operator()<8>();
  }
  work.template operator()<4>();
}

// out [rows rounded up to 4][GROUP] = packed · b, with b [words][GROUP], of a multiple of 4 terms; packed is tiles of
// [words][rows of the tile].
inline void multiply_packed(const float *packed, int rows, const float *b, int words, float *out, Ahead ahead) {
  const int lines = words / WORDS_PER_LINE * LINE;
  for (int row = 0; row < rows;) {
    const int size = tile_rows(row, rows);
    const float *const asked = ahead.floats > 0 ? ahead.from : nullptr;
    with_rows(size, [&]<int R>() { multiply_rows<R>(packed, b, words, out, asked); });
    ahead = {ahead.from + lines, ahead.floats - lines};
    packed += (int64_t)words * size;
    out += size * GROUP;
    row += size;
  }
}

}  // namespace
