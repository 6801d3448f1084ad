// Forward: for each step of the window, for each layer
//
//   i = σ(x·Wi + h·Ri + bi)   f = σ(x·Wf + h·Rf + bf)   g = tanh(x·Wg + h·Rg + bg)   o = σ(x·Wo + h·Ro + bo)
//   c′ = f ⊙ c + i ⊙ g        h′ = o ⊙ tanh(c′)         c and h start at 0
//
// A tile is the four gates of UNITS units. A few tiles are multiplied, then their units are finished while the gates are
// in the first-level cache.
#pragma once
#include "activations.h"
#include "dropout.h"
#include "multiply.h"

namespace {

// Tiles between which activations are computed: enough to fill the processor, few enough to stay in its cache.
constexpr int TILES = 8;
constexpr int TILE_FLOATS = GATE_ROWS * GROUP;

// Operands of one step of a layer, [words][GROUP]. Before the first step no hidden state is read.
struct StepInput {
  const float *x;
  int input_words;
  const float *hidden;
  int hidden_words;
};

// What a step changes, [hidden][GROUP], and its record, which without KEEP is not written.
struct StepOutput {
  float *cell, *hidden;
  Record kept;
};

// z [gates of the tile][GROUP], times GATE_SCALES.
inline void multiply_gates(const float *packed, const StepInput &in, float *z) {
  const float *const input_rows = packed + GATE_ROWS;
  const float *const hidden_rows = input_rows + (int64_t)in.input_words * GATE_ROWS;
  for (int lane = 0; lane < GROUP; lane += PANEL) {
    FUSED_UNROLL
    for (int row = 0; row < GATE_ROWS; row += ROWS) {
      Tile<ROWS, VECTORS> tile;
      FUSED_UNROLL
      for (int r = 0; r < ROWS; r++) {
        const vec bias = splat(packed[row + r]);
        FUSED_UNROLL
        for (int v = 0; v < VECTORS; v++) tile.at[r][v] = bias;
      }
      multiply<ROWS, VECTORS, GATE_ROWS, 1, GROUP>(tile, input_rows + row, in.x + lane, in.input_words);
      multiply<ROWS, VECTORS, GATE_ROWS, 1, GROUP>(tile, hidden_rows + row, in.hidden + lane, in.hidden_words);
      FUSED_UNROLL
      for (int r = 0; r < ROWS; r++) {
        FUSED_UNROLL
        for (int v = 0; v < VECTORS; v++) store(z + (row + r) * GROUP + lane + v * LANES, tile.at[r][v]);
      }
    }
  }
}

// Gates and cell of the vectors from `at` on of a unit whose gates are at z; o is left in `output_gate`.
template <bool KEEP>
FUSED_INLINE void update_cell(const float *z, int64_t gate_rows, int64_t at, const StepOutput &out, float *output_gate) {
  constexpr int N = GATES_TOGETHER;
  vec gates[4 * N];
  FUSED_EACH(4 * N) gates[k] = load(z + (k / N * UNITS * GROUP) + k % N * LANES);
  activate<N>(gates);
  if constexpr (KEEP) {
    FUSED_EACH(4 * N) stream(out.kept.gates + k / N * gate_rows + at + k % N * LANES, gates[k]);
  }
  FUSED_EACH(N) {
    const vec c = fma(gates[N + k], load(out.cell + at + k * LANES), gates[k] * gates[2 * N + k]);
    store(out.cell + at + k * LANES, c);
    store(output_gate + k * LANES, gates[3 * N + k]);
    if constexpr (KEEP) stream(out.kept.cell + at + k * LANES, c);
  }
}

// The units [first, first + units) from their gates, a tile of z for each UNITS of them. Overwrites z.
template <bool KEEP>
FUSED_LOOP void finish_units(int hidden, int first, int units, float *z, const StepOutput &out) {
  const int64_t begin = (int64_t)first * GROUP, floats = (int64_t)units * GROUP;
  for (int unit = 0; unit < units; unit++) {
    const float *const gates = z + unit / UNITS * TILE_FLOATS + unit % UNITS * GROUP;
    for (int lane = 0; lane < GROUP; lane += GATES_TOGETHER * LANES) {
      update_cell<KEEP>(gates + lane, (int64_t)hidden * GROUP, begin + unit * GROUP + lane, out, z + unit * GROUP + lane);
    }
  }
  constexpr int N = TOGETHER;
  for (int64_t at = 0; at < floats; at += N * LANES) {
    vec y[N];
    FUSED_EACH(N) y[k] = load(out.cell + begin + at + k * LANES);
    tanhs(y);
    FUSED_EACH(N) {
      const vec h = load(z + at + k * LANES) * y[k];
      store(out.hidden + begin + at + k * LANES, h);
      if constexpr (KEEP) stream(out.kept.hidden + begin + at + k * LANES, h);
    }
  }
}

template <bool KEEP>
FUSED_LOOP void forward_step(int hidden, const float *packed, const StepInput &in, const StepOutput &out) {
  const int64_t tile_floats = (int64_t)(1 + in.input_words + word_count(hidden)) * GATE_ROWS;
  alignas(64) float z[TILES * TILE_FLOATS];
  for (int first = 0; first < hidden; first += TILES * UNITS) {
    const int units = hidden - first < TILES * UNITS ? hidden - first : TILES * UNITS;
    for (int unit = 0; unit < units; unit += UNITS, packed += tile_floats) {
      multiply_gates(packed, in, z + unit / UNITS * TILE_FLOATS);
    }
    finish_units<KEEP>(hidden, first, units, z, out);
  }
}

// One step's features of up to GROUP sequences, [features][GROUP].
inline void gather(const FusedShape &s, const FusedSequences &q, int first, int step, float *out) {
  for (int b = 0; b < GROUP; b++) {
    if (first + b >= q.count) {
      for (int k = 0; k < s.features; k++) out[k * GROUP + b] = 0;
      continue;
    }
    const int64_t session = q.sessions[first + b] - s.window + 1 + step;
    const float *row = q.values + ((int64_t)q.stocks[first + b] * q.total_sessions + session) * s.features;
    for (int k = 0; k < s.features; k++) out[k * GROUP + b] = row[k];
  }
}

// head: [kernel; bias]; one sum over units after another for each sequence.
inline void predict_head(const FusedShape &s, const float *head, const float *hidden, const uint32_t *mask, float keep,
                         int count, float *predictions) {
  alignas(64) float sums[GROUP];
  for (int lane = 0; lane < GROUP; lane += LANES) {
    vec sum = {};
    for (int u = 0; u < s.hidden; u++) {
      vec h = load(hidden + u * GROUP + lane);
      if (mask != nullptr) h *= mask_factors(mask[u], lane, keep);
      sum = fma(h, splat(head[u]), sum);
    }
    store(sums + lane, sum + splat(head[s.hidden]));
  }
  for (int b = 0; b < count; b++) predictions[b] = sums[b];
}

// One group. KEEP: tape is the group's; otherwise it is null.
template <bool KEEP>
inline void forward_group(const FusedShape &s, const float *packed, const FusedSequences &q, int first,
                          const FusedDropout *dropout, float *tape, float *scratch, float *predictions) {
  const Scratch room = scratch_of(s);
  const Tape kept = tape_of(s);
  const int64_t block = (int64_t)s.hidden * GROUP;
  const bool drops = KEEP && dropout != nullptr && dropout->rate > 0;
  const float keep = drops ? keep_scale(*dropout) : 1;
  const auto cell = [&](int layer) { return scratch + room.states + 3 * layer * block; };
  // Hidden states before and after a step take turns.
  const auto hidden = [&](int layer, int step) { return cell(layer) + (1 + step % 2) * block; };
  for (int l = 0; l < s.layers; l++) clear(cell(l), block);
  for (int t = 0; t < s.window; t++) {
    float *inputs = KEEP ? tape + kept.inputs + (int64_t)t * s.features * GROUP : scratch + room.inputs;
    gather(s, q, first, t, inputs);
    const float *x = inputs;
    for (int l = 0; l < s.layers; l++) {
      const int rows = inputs_of(s, l), hidden_rows = t == 0 ? 0 : s.hidden;
      const StepInput in = {words_across(x, rows, GROUP, scratch + room.input_words), word_count(rows),
                            words_across(hidden(l, t + 1), hidden_rows, GROUP, scratch + room.hidden_words),
                            word_count(hidden_rows)};
      const StepOutput out = {cell(l), hidden(l, t), KEEP ? record_of(s, tape, l, t) : Record{}};
      forward_step<KEEP>(s.hidden, packed + packed_layer(s, l).gates, in, out);
      x = out.hidden;
      if (drops && l < s.layers - 1) {
        float *dropped = tape + kept.dropped + ((int64_t)l * s.window + t) * block;
        apply_mask(s, mask_at(s, tape, l, t), keep, x, dropped);
        x = dropped;
      }
    }
  }
  const float *head = packed + packed_layer(s, s.layers - 1).end;
  predict_head(s, head, hidden(s.layers - 1, s.window - 1), drops ? head_mask(s, tape) : nullptr, keep,
               q.count - first < GROUP ? q.count - first : GROUP, predictions + first);
}

}  // namespace
