// Between the named weights and the order of the kernels.
#pragma once
#include "activations.h"
#include "layout.h"

namespace {

// Outputs of the way back are the rows of `kernel` [rows][4 hidden]; see PackedLayer.
inline void pack_back(const float *kernel, int rows, int hidden, float *out) {
  for (int row = 0; row < rows;) {
    const int size = tile_rows(row, rows);
    for (int k = 0; k < 4 * hidden; k += TERMS_PER_WORD) {
      for (int r = 0; r < size; r++) {
        *out++ = row + r < rows ? word_of(kernel + (int64_t)(row + r) * 4 * hidden + k, 1, 4 * hidden - k, 1) : 0;
      }
    }
    row += size;
  }
}

// Words are rounded after GATE_SCALES: what is rounded is the operand.
inline void pack_gates(const LayerWeights &w, int inputs, int hidden, float *out) {
  const int columns = 4 * hidden;
  // For each column of the tile of units from `first` on, or 0 where there is none.
  const auto each_column = [&](int first, auto value) {
    for (int gate = 0; gate < 4; gate++) {
      for (int unit = first; unit < first + UNITS; unit++) {
        *out++ = unit < hidden ? value(gate * hidden + unit, GATE_SCALES[gate]) : 0;
      }
    }
  };
  const auto put_kernel = [&](int first, const float *kernel, int rows) {
    for (int k = 0; k < rows; k += TERMS_PER_WORD) {
      const float *const row = kernel + (int64_t)k * columns;
      each_column(first, [&](int column, float scale) { return word_of(row + column, columns, rows - k, scale); });
    }
  };
  for (int first = 0; first < hidden; first += UNITS) {
    each_column(first, [&](int column, float scale) { return w.bias[column] * scale; });
    put_kernel(first, w.input, inputs);
    put_kernel(first, w.recurrent, hidden);
  }
}

inline void pack_weights(const FusedShape &s, const float *weights, float *packed) {
  for (int l = 0; l < s.layers; l++) {
    const LayerWeights w = layer_weights(s, l, weights);
    const PackedLayer to = packed_layer(s, l);
    pack_gates(w, inputs_of(s, l), s.hidden, packed + to.gates);
    if (l > 0) pack_back(w.input, inputs_of(s, l), s.hidden, packed + to.input_back);
    pack_back(w.recurrent, s.hidden, s.hidden, packed + to.recurrent_back);
  }
  const float *head = weights;
  for (int l = 0; l < s.layers; l++) head += layer_weights_floats(s, l);
  float *to = packed + packed_layer(s, s.layers - 1).end;
  for (int k = 0; k <= s.hidden; k++) to[k] = head[k];
}

// N numbers at the same place in the gradients of all shards, summed in the order of the shards.
template <int N>
inline void sum_shards(const float *gradients, int64_t stride, int shards, double (&sums)[N]) {
  for (int k = 0; k < N; k++) sums[k] = 0;
  for (int shard = 0; shard < shards; shard++, gradients += stride) {
    for (int k = 0; k < N; k++) sums[k] += gradients[k];
  }
}

inline void reduce_gradients(const FusedShape &s, const float *gradients, int64_t stride, int shards, float *out) {
  const int rows = 4 * s.hidden;
  for (int l = 0; l < s.layers; l++) {
    const LayerGradient from = layer_gradient(s, l);
    const int columns = inputs_of(s, l) + s.hidden;
    for (int panel = 0; panel < panels_of(s, l); panel++) {
      const float *values = gradients + from.weights + panel * panel_floats(s);
      const int width = columns - panel * PANEL < PANEL ? columns - panel * PANEL : PANEL;
      for (int row = 0; row < rows; row++, values += PANEL) {
        double sums[PANEL];
        sum_shards(values, stride, shards, sums);
        for (int c = 0; c < width; c++) out[(int64_t)(panel * PANEL + c) * rows + row] = (float)sums[c];
      }
    }
    out += (int64_t)columns * rows;
    for (int row = 0; row < rows; row++) {
      double lanes[GROUP], total = 0;
      sum_shards(gradients + from.bias + (int64_t)row * GROUP, stride, shards, lanes);
      for (int b = 0; b < GROUP; b++) total += lanes[b];
      *out++ = (float)total;
    }
  }
  const float *head = gradients + layer_gradient(s, s.layers - 1).end;
  for (int k = 0; k <= s.hidden; k++, head++) {
    double sum[1];
    sum_shards(head, stride, shards, sum);
    *out++ = (float)sum[0];
  }
}

}  // namespace
