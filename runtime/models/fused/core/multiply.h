// Register-blocked matrix products. Tiles of R rows by V vectors are held in registers while both operands stream
// through: a few broadcasts and V loads for R · V multiply-adds.
#pragma once
#include "layout.h"

namespace {

template <int R, int V>
struct Tile {
  vec at[R][V];
};

// tile += a · b over k terms. a[term · A_TERM + row · A_ROW] is one number, b[term · B_TERM + …] one row of vectors.
template <int R, int V, int A_TERM, int A_ROW, int B_TERM>
inline __attribute__((always_inline)) void multiply(Tile<R, V> &tile, const float *a, const float *b, int terms) {
  for (int k = 0; k < terms; k++, a += A_TERM, b += B_TERM) {
    vec row[V];
    FUSED_UNROLL
    for (int v = 0; v < V; v++) row[v] = load(b + v * LANES);
    FUSED_UNROLL
    for (int r = 0; r < R; r++) {
      const vec x = splat(a[r * A_ROW]);
      FUSED_UNROLL
      for (int v = 0; v < V; v++) tile.at[r][v] = fma(x, row[v], tile.at[r][v]);
    }
  }
}

// Rows of a tile of R that are in registers at a time.
constexpr int rows_at_once(int R) { return R <= ROWS ? R : R % ROWS == 0 ? ROWS : 4; }

// out [rows rounded up to 4][GROUP] = packed · b, with b [terms][GROUP]; packed is tiles of [terms][rows of the tile].
template <int R>
FUSED_LOOP void multiply_rows(const float *packed, const float *b, int terms, float *out) {
  constexpr int B = rows_at_once(R);
  for (int lane = 0; lane < GROUP; lane += PANEL) {
    FUSED_UNROLL
    for (int first = 0; first < R; first += B) {
      Tile<B, VECTORS> tile = {};
      multiply<B, VECTORS, R, 1, GROUP>(tile, packed + first, b + lane, terms);
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

inline void multiply_packed(const float *packed, int rows, const float *b, int terms, float *out) {
  for (int row = 0; row < rows;) {
    const int size = tile_rows(row, rows);
    with_rows(size, [&]<int R>() { multiply_rows<R>(packed, b, terms, out); });
    packed += (int64_t)terms * size;
    out += size * GROUP;
    row += size;
  }
}

}  // namespace
