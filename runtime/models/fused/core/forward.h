// Forward: for each step of the window, for each layer
//
//   i = σ(x·Wi + h·Ri + bi)   f = σ(x·Wf + h·Rf + bf)   g = tanh(x·Wg + h·Rg + bg)   o = σ(x·Wo + h·Ro + bo)
//   c′ = f ⊙ c + i ⊙ g        h′ = o ⊙ tanh(c′)         c and h start at 0
//
// A tile is the four gates of UNITS units, so that gates and cell are finished while they are in registers.
#pragma once
#include "activations.h"
#include "dropout.h"
#include "multiply.h"

namespace {

// Operands of one step of a layer. Before the first step the hidden state is not read, and cell_before is zeros.
struct StepInput {
  const float *x;
  int inputs;
  const float *hidden;
  int hidden_rows;
  const float *cell;
};

template <bool KEEP>
inline void finish_unit(const Tile<GATE_ROWS, VECTORS> &tile, int unit, int64_t gate_rows, const float *cell,
                        const Record &out, int64_t at) {
  FUSED_UNROLL
  for (int v = 0; v < VECTORS; v++) {
    const int64_t to = at + v * LANES;
    const Gates gates = activate(
        {tile.at[unit][v], tile.at[UNITS + unit][v], tile.at[2 * UNITS + unit][v], tile.at[3 * UNITS + unit][v]});
    const vec c = fma(gates.f, load(cell + to), gates.i * gates.g);
    if constexpr (KEEP) {
      stream(out.gates + to, gates.i);
      stream(out.gates + gate_rows + to, gates.f);
      stream(out.gates + 2 * gate_rows + to, gates.g);
      stream(out.gates + 3 * gate_rows + to, gates.o);
    }
    store(out.cell + to, c);
    store(out.hidden + to, gates.o * tanh_of(c));
  }
}

template <bool KEEP>
FUSED_LOOP void forward_step(int hidden, const float *packed, const StepInput &in, const Record &out) {
  const int64_t gate_rows = (int64_t)hidden * GROUP;
  for (int first = 0; first < hidden; first += UNITS, packed += (int64_t)(1 + in.inputs + hidden) * GATE_ROWS) {
    const float *input_rows = packed + GATE_ROWS;
    const float *hidden_rows = input_rows + (int64_t)in.inputs * GATE_ROWS;
    for (int lane = 0; lane < GROUP; lane += PANEL) {
      Tile<GATE_ROWS, VECTORS> tile;
      FUSED_UNROLL
      for (int row = 0; row < GATE_ROWS; row += ROWS) {
        Tile<ROWS, VECTORS> block;
        FUSED_UNROLL
        for (int r = 0; r < ROWS; r++) {
          const vec bias = splat(packed[row + r]);
          FUSED_UNROLL
          for (int v = 0; v < VECTORS; v++) block.at[r][v] = bias;
        }
        multiply<ROWS, VECTORS, GATE_ROWS, 1, GROUP>(block, input_rows + row, in.x + lane, in.inputs);
        multiply<ROWS, VECTORS, GATE_ROWS, 1, GROUP>(block, hidden_rows + row, in.hidden + lane, in.hidden_rows);
        FUSED_UNROLL
        for (int r = 0; r < ROWS; r++) {
          FUSED_UNROLL
          for (int v = 0; v < VECTORS; v++) tile.at[row + r][v] = block.at[r][v];
        }
      }
      FUSED_UNROLL
      for (int unit = 0; unit < UNITS; unit++) {
        // The last tile may have room for units that do not exist.
        if (first + unit < hidden) {
          finish_unit<KEEP>(tile, unit, gate_rows, in.cell, out, (int64_t)(first + unit) * GROUP + lane);
        }
      }
    }
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

// One group. KEEP: tape is the group's; otherwise it is null and two records for each layer take turns in scratch.
template <bool KEEP>
inline void forward_group(const FusedShape &s, const float *packed, const FusedSequences &q, int first,
                          const FusedDropout *dropout, float *tape, float *scratch, float *predictions) {
  const Scratch room = scratch_of(s);
  const Tape kept = tape_of(s);
  const float *zeros = scratch + room.zeros;
  const int64_t block = (int64_t)s.hidden * GROUP;
  const bool drops = KEEP && dropout != nullptr && dropout->rate > 0;
  const float keep = drops ? keep_scale(*dropout) : 1;
  const auto record = [&](int layer, int step) {
    float *const at = KEEP ? tape + kept.records + ((int64_t)layer * s.window + step) * record_floats(s)
                           : scratch + room.records + (2 * layer + step % 2) * record_floats(s);
    return record_at(s, at);
  };
  for (int t = 0; t < s.window; t++) {
    float *inputs = KEEP ? tape + kept.inputs + (int64_t)t * s.features * GROUP : scratch + room.inputs;
    gather(s, q, first, t, inputs);
    const float *x = inputs;
    for (int l = 0; l < s.layers; l++) {
      const Record out = record(l, t);
      const Record before = t == 0 ? out : record(l, t - 1);
      forward_step<KEEP>(s.hidden, packed + packed_layer(s, l).gates,
                         {x, inputs_of(s, l), before.hidden, t == 0 ? 0 : s.hidden, t == 0 ? zeros : before.cell}, out);
      x = out.hidden;
      if (drops && l < s.layers - 1) {
        float *dropped = tape + kept.dropped + ((int64_t)l * s.window + t) * block;
        apply_mask(s, mask_at(s, tape, l, t), keep, x, dropped);
        x = dropped;
      }
    }
  }
  const float *head = packed + packed_layer(s, s.layers - 1).end;
  predict_head(s, head, record(s.layers - 1, s.window - 1).hidden, drops ? head_mask(s, tape) : nullptr, keep,
               q.count - first < GROUP ? q.count - first : GROUP, predictions + first);
}

}  // namespace
