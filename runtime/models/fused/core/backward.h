// Backward through time, a layer at a time from the last. With dh and dc the gradients of a step's outputs:
//
//   do = dh ⊙ tanh(c′) ⊙ o(1 − o)    dc += dh ⊙ o ⊙ (1 − tanh²(c′))    di = dc ⊙ g ⊙ i(1 − i)
//   df = dc ⊙ c ⊙ f(1 − f)           dg = dc ⊙ i ⊙ (1 − g²)            dc before = dc ⊙ f
//
// then through the kernels to the hidden state before and to the inputs. Gradients of the kernels are sums over steps
// and sequences: products of gate gradients and transposed [x; h before], for STEPS steps at once.
#pragma once
#include "activations.h"
#include "dropout.h"
#include "multiply.h"
#include "transpose.h"

namespace {

struct GroupBackward {
  const FusedShape &shape;
  const float *packed;
  const float *tape;  // of the group
  float *scratch;
  float *gradient;
  bool drops;
  float keep;
};

inline Record record_of(const GroupBackward &g, int layer, int step) {
  return record_of(g.shape, const_cast<float *>(g.tape), layer, step);
}

// What a layer read at a step.
inline const float *layer_input(const GroupBackward &g, int layer, int step) {
  const FusedShape &s = g.shape;
  const Tape kept = tape_of(s);
  if (layer == 0) return g.tape + kept.inputs + (int64_t)step * s.features * GROUP;
  if (!g.drops) return record_of(g, layer - 1, step).hidden;
  return g.tape + kept.dropped + ((int64_t)(layer - 1) * s.window + step) * s.hidden * GROUP;
}

// Gradients of a step's gates, [4 hidden][GROUP], into `out`. `above` is the gradient of the outputs from the layer
// above, null where nothing reads them; carried hidden is null after the last step.
FUSED_LOOP void gate_gradients(int hidden, const Record &step, const float *cell_before, const float *above,
                               const float *carried_hidden, float *cell, float *out) {
  constexpr int N = TOGETHER;
  const int64_t rows = (int64_t)hidden * GROUP;
  for (int64_t begin = 0; begin < rows; begin += N * LANES) {
    vec y[N];
    FUSED_EACH(N) y[k] = load(step.cell + begin + k * LANES);
    tanhs(y);
    FUSED_EACH(N) {
      const int64_t at = begin + k * LANES;
      const vec i = load(step.gates + at), f = load(step.gates + rows + at);
      const vec g = load(step.gates + 2 * rows + at), o = load(step.gates + 3 * rows + at);
      vec dh = {};
      if (carried_hidden != nullptr) dh = load(carried_hidden + at);
      if (above != nullptr) dh += load(above + at);
      const vec dc = fma(dh * o, fnma(y[k], y[k], splat(1)), load(cell + at));
      store(out + at, dc * g * fnma(i, i, i));
      store(out + rows + at, dc * load(cell_before + at) * fnma(f, f, f));
      store(out + 2 * rows + at, dc * i * fnma(g, g, splat(1)));
      store(out + 3 * rows + at, dh * y[k] * fnma(o, o, o));
      store(cell + at, dc * f);
    }
  }
}

// Adds the gate gradients of `steps` steps, each [4 hidden][GROUP].
FUSED_LOOP void bias_gradients(int hidden, const float *ring, int steps, float *bias) {
  const int64_t floats = (int64_t)4 * hidden * GROUP;
  for (int64_t at = 0; at < floats; at += LANES) {
    vec sum = load(bias + at);
    for (int k = 0; k < steps; k++) sum += load(ring + k * floats + at);
    store(bias + at, sum);
  }
}

// Adds the products of `steps` steps, of which `ring` has the gate gradients, the earliest last.
inline void weight_gradients(const GroupBackward &g, int layer, int earliest, int steps, const float *ring) {
  const FusedShape &s = g.shape;
  const Scratch room = scratch_of(s);
  const int rows = 4 * s.hidden;
  const float *const words = words_along(ring, (int64_t)steps * rows * GROUP, g.scratch + room.ring_words);
  float *const panel = g.scratch + room.panel;
  const float *const zeros = g.scratch + room.zeros;
  float *out = g.gradient + layer_gradient(s, layer).weights;
  const int inputs = inputs_of(s, layer), columns = inputs + s.hidden;

  for (int column = 0; column < columns; column += PANEL, out += panel_floats(s)) {
    for (int k = 0; k < steps; k++) {
      const int step = earliest + steps - 1 - k;
      const float *x = layer_input(g, layer, step);
      const float *h = step == 0 ? nullptr : record_of(g, layer, step - 1).hidden;
      const float *sources[PANEL];
      for (int c = 0; c < PANEL; c++) {
        const int from = column + c;
        if (from < inputs) sources[c] = x + (int64_t)from * GROUP;
        else if (from < columns && h != nullptr) sources[c] = h + (int64_t)(from - inputs) * GROUP;
        else sources[c] = zeros;
      }
      transpose_panel(sources, panel + (int64_t)k * GROUP_WORDS * PANEL);
    }
    const int vectors = (int)(round_up(columns - column, LANES) / LANES);
    for (int row = 0; row < rows;) {
      const int size = tile_rows(row, rows);
      const float *const gates = words + (int64_t)row * GROUP_WORDS;
      float *const to = out + row * PANEL;
      with_rows(size, [&]<int R>() {
        if (vectors >= VECTORS) {
          add_products<R, VECTORS>(gates, (int64_t)rows * GROUP_WORDS, panel, steps, to);
        } else {
          for (int v = 0; v < vectors; v++) {
            add_products<R, 1>(gates, (int64_t)rows * GROUP_WORDS, panel + v * LANES, steps, to + v * LANES);
          }
        }
      });
      row += size;
    }
  }
}

// What the step before `step` reads first, as it lies on the tape: its cell before and all of its gates.
inline Ahead read_next(const GroupBackward &g, int layer, int step) {
  if (step < 2) return {nullptr, 0};
  return {record_of(g, layer, step - 2).cell, record_floats(g.shape)};
}

inline void backward_layer(const GroupBackward &g, int layer) {
  const FusedShape &s = g.shape;
  const Scratch room = scratch_of(s);
  const PackedLayer weights = packed_layer(s, layer);
  const int64_t block = round_up(s.hidden, 4) * GROUP;
  const int gate_rows = 4 * s.hidden, gate_words = word_count(gate_rows);
  float *const hidden = g.scratch + room.hidden, *const cell = g.scratch + room.cell;
  float *const ring = g.scratch + room.ring;
  float *const bias = g.gradient + layer_gradient(s, layer).bias;
  const float *const zeros = g.scratch + room.zeros;
  const bool last_layer = layer == s.layers - 1;
  clear(cell, block);

  int held = 0;
  for (int t = s.window - 1; t >= 0; t--) {
    const bool last = t == s.window - 1;
    float *const through = g.scratch + room.through + t * block;
    float *const gates = ring + (int64_t)held * gate_rows * GROUP;
    if (!last_layer && g.drops) apply_mask(s, mask_at(s, g.tape, layer, t), g.keep, through, through);
    gate_gradients(s.hidden, record_of(g, layer, t), t == 0 ? zeros : record_of(g, layer, t - 1).cell,
                   !last_layer || last ? through : nullptr, last ? nullptr : hidden, cell, gates);
    const float *const words = words_across(gates, gate_rows, GROUP, g.scratch + room.gate_words);
    if (t > 0) {
      multiply_packed(g.packed + weights.recurrent_back, s.hidden, words, gate_words, hidden, read_next(g, layer, t));
    }
    if (layer > 0) {
      const Ahead inputs = {layer_input(g, layer, t), (int64_t)s.hidden * GROUP};
      multiply_packed(g.packed + weights.input_back, s.hidden, words, gate_words, through, inputs);
    }
    if (++held == STEPS || t == 0) {
      bias_gradients(s.hidden, ring, held, bias);
      weight_gradients(g, layer, t, held, ring);
      held = 0;
    }
  }
}

// The head's gradients, and that of the last hidden state into scratch.
inline void backward_head(const GroupBackward &g, const float *upstream) {
  const FusedShape &s = g.shape;
  const float *const head = g.packed + packed_layer(s, s.layers - 1).end;
  float *const kernel = g.gradient + layer_gradient(s, s.layers - 1).end;
  const float *const hidden = record_of(g, s.layers - 1, s.window - 1).hidden;
  const uint32_t *const mask = g.drops ? head_mask(s, g.tape) : nullptr;
  float *const through =
      g.scratch + scratch_of(s).through + (s.window - 1) * round_up(s.hidden, 4) * GROUP;
  for (int u = 0; u < s.hidden; u++) {
    float sum = 0;
    for (int b = 0; b < GROUP; b++) {
      const float factor = mask == nullptr ? 1 : (mask[u] >> b & 1) != 0 ? g.keep : 0;
      through[u * GROUP + b] = upstream[b] * head[u] * factor;
      sum += upstream[b] * (hidden[u * GROUP + b] * factor);
    }
    kernel[u] += sum;
  }
  for (int b = 0; b < GROUP; b++) kernel[s.hidden] += upstream[b];
}

}  // namespace
