// Where things lie. A shard is GROUPS groups of GROUP sequences; a matrix over a group is [rows][GROUP], so that
// vectors run over sequences and any number of rows is as good as any other. Lanes without a sequence compute on zeros.
//
// Rows of the gates are gate · hidden + unit, with the gates in the order i f g o.
#pragma once
#include "core.h"
#include "word.h"

namespace {

constexpr int GROUP = 32;
constexpr int GROUPS = FUSED_SHARD / GROUP;
constexpr int GATE_ROWS = 4 * UNITS;
// Words of a group's sequences, over which weight gradients sum.
constexpr int GROUP_WORDS = GROUP / TERMS_PER_WORD;
// Columns of a tile of weight gradients.
constexpr int PANEL = VECTORS * LANES;
// Steps whose weight gradients are computed together: the operands of that many stay in the second-level cache.
constexpr int STEPS = 4;

static_assert(GROUP % PANEL == 0 && GROUP_WORDS % LANES == 0 && TILE % 4 == 0 && TILE % ROWS == 0 && GATE_ROWS % ROWS == 0, "tiles must divide");

constexpr int64_t round_up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }

inline int inputs_of(const FusedShape &s, int layer) { return layer == 0 ? s.features : s.hidden; }

// Rows of the tile that starts at `row` of `rows`: TILE, or what is left, rounded up to a multiple of 4.
inline int tile_rows(int row, int rows) {
  const int left = rows - row;
  return left >= TILE ? TILE : (int)round_up(left, 4);
}

// ── weights ──

// The named weights of parameters.ts, one after another.
struct LayerWeights {
  const float *input, *recurrent, *bias;
};

inline int64_t layer_weights_floats(const FusedShape &s, int layer) {
  return (int64_t)(inputs_of(s, layer) + s.hidden + 1) * 4 * s.hidden;
}

inline LayerWeights layer_weights(const FusedShape &s, int layer, const float *weights) {
  for (int l = 0; l < layer; l++) weights += layer_weights_floats(s, l);
  const float *recurrent = weights + (int64_t)inputs_of(s, layer) * 4 * s.hidden;
  return {weights, recurrent, recurrent + (int64_t)s.hidden * 4 * s.hidden};
}

// A layer's weights as tiles, all but biases in words. gates: for every UNITS units [bias; input rows; recurrent
// rows][GATE_ROWS]. For the way back, whose outputs are the rows of a kernel: for each tile of them [4 hidden][rows of
// the tile].
struct PackedLayer {
  int64_t gates, input_back, recurrent_back, end;
};

inline int64_t gate_tile_floats(const FusedShape &s, int layer) {
  return (int64_t)(1 + word_count(inputs_of(s, layer)) + word_count(s.hidden)) * GATE_ROWS;
}

inline PackedLayer packed_layer(const FusedShape &s, int layer) {
  int64_t at = 0;
  for (int l = 0;; l++) {
    PackedLayer found;
    found.gates = at;
    at += round_up(s.hidden, UNITS) / UNITS * gate_tile_floats(s, l);
    found.input_back = at;
    if (l > 0) at += round_up(inputs_of(s, l), 4) * word_count(4 * s.hidden);
    found.recurrent_back = at;
    at += round_up(s.hidden, 4) * word_count(4 * s.hidden);
    found.end = at = round_up(at, 16);
    if (l == layer) return found;
  }
}

// ── tape ──

// What one step of one layer leaves: [i f g o c h][hidden][GROUP].
struct Record {
  float *gates, *cell, *hidden;
};

inline int64_t record_floats(const FusedShape &s) { return (int64_t)6 * s.hidden * GROUP; }

// Of one group, in floats: inputs of the first layer [window][features][GROUP], records [layers][window], inputs of
// the others after dropout [layers − 1][window][hidden][GROUP], masks of them and of the head as one bit for each
// sequence, [(layers − 1) · window + 1][hidden].
struct Tape {
  int64_t inputs, records, dropped, masks, end;
};

inline Tape tape_of(const FusedShape &s) {
  Tape t;
  t.inputs = 0;
  t.records = t.inputs + (int64_t)s.window * s.features * GROUP;
  t.dropped = t.records + (int64_t)s.layers * s.window * record_floats(s);
  t.masks = t.dropped + (int64_t)(s.layers - 1) * s.window * s.hidden * GROUP;
  t.end = round_up(t.masks + ((int64_t)(s.layers - 1) * s.window + 1) * s.hidden, 16);
  return t;
}

inline Record record_of(const FusedShape &s, float *group_tape, int layer, int step) {
  const int64_t block = (int64_t)s.hidden * GROUP;
  float *const p = group_tape + tape_of(s).records + ((int64_t)layer * s.window + step) * record_floats(s);
  return {p, p + 4 * block, p + 5 * block};
}

inline const uint32_t *mask_at(const FusedShape &s, const float *group_tape, int layer, int step) {
  return (const uint32_t *)(group_tape + tape_of(s).masks) + ((int64_t)layer * s.window + step) * s.hidden;
}

inline const uint32_t *head_mask(const FusedShape &s, const float *group_tape) {
  return mask_at(s, group_tape, s.layers - 1, 0);
}

// ── gradients of a shard ──

// For each layer weights [panels of PANEL columns][4 hidden][PANEL], where the columns are inputs + hidden (the named
// kernels stacked and transposed), then biases [4 hidden][GROUP], a partial sum per lane; then the head's kernel
// [hidden] and bias.
struct LayerGradient {
  int64_t weights, bias, end;
};

inline int64_t panel_floats(const FusedShape &s) { return (int64_t)4 * s.hidden * PANEL; }

inline int panels_of(const FusedShape &s, int layer) {
  return (int)(round_up(inputs_of(s, layer) + s.hidden, PANEL) / PANEL);
}

inline LayerGradient layer_gradient(const FusedShape &s, int layer) {
  int64_t at = 0;
  for (int l = 0;; l++) {
    LayerGradient found;
    found.weights = at;
    at = round_up(at + panels_of(s, l) * panel_floats(s), 16);
    found.bias = at;
    at += (int64_t)4 * s.hidden * GROUP;
    found.end = at;
    if (l == layer) return found;
  }
}

// ── scratch ──

// forward: for each layer its cell and two hidden states; a step's inputs; words of what a layer reads at a step.
// backward: gradients of inputs [window][hidden][GROUP], carried hidden and cell, gate gradients of STEPS steps, the
// transposed operand of a panel of weight gradients, words of a step's gate gradients and, otherwise paired, of all.
struct Scratch {
  int64_t states, inputs, input_words, hidden_words, forward_end;
  int64_t through, hidden, cell, ring, panel, gate_words, ring_words, backward_end;
  int64_t zeros;
};

inline Scratch scratch_of(const FusedShape &s) {
  const int64_t block = round_up(s.hidden, 4) * GROUP;
  Scratch x;
  x.zeros = 0;
  x.states = x.through = (int64_t)(s.hidden > LANES ? s.hidden : LANES) * GROUP;
  x.inputs = x.states + (int64_t)3 * s.layers * s.hidden * GROUP;
  x.input_words = x.inputs + (int64_t)s.features * GROUP;
  x.hidden_words = x.input_words + word_room(word_count(s.features > s.hidden ? s.features : s.hidden) * GROUP);
  x.forward_end = x.hidden_words + word_room(word_count(s.hidden) * GROUP);
  x.hidden = x.through + s.window * block;
  x.cell = x.hidden + block;
  x.ring = x.cell + block;
  x.panel = x.ring + (int64_t)STEPS * 4 * s.hidden * GROUP;
  x.gate_words = x.panel + STEPS * GROUP_WORDS * PANEL;
  x.ring_words = x.gate_words + word_room((int64_t)word_count(4 * s.hidden) * GROUP);
  x.backward_end = x.ring_words + word_room((int64_t)STEPS * 4 * s.hidden * GROUP_WORDS);
  return x;
}

}  // namespace
