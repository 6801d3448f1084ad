// Between the named weights and the order of the kernels.
#pragma once
#include "layout.h"

namespace {

// Outputs of the way back are the rows of `kernel` [rows][4 hidden]; see PackedLayer.
inline void pack_back(const float *kernel, int rows, int hidden, float *out) {
  for (int row = 0; row < rows;) {
    const int size = tile_rows(row, rows);
    for (int k = 0; k < 4 * hidden; k++) {
      for (int r = 0; r < size; r++) *out++ = row + r < rows ? kernel[(int64_t)(row + r) * 4 * hidden + k] : 0;
    }
    row += size;
  }
}

inline void pack_gates(const LayerWeights &w, int inputs, int hidden, float *out) {
  const auto put = [&](const float *row, int first) {
    for (int gate = 0; gate < 4; gate++) {
      for (int unit = 0; unit < UNITS; unit++) {
        *out++ = first + unit < hidden ? row[gate * hidden + first + unit] : 0;
      }
    }
  };
  for (int first = 0; first < hidden; first += UNITS) {
    put(w.bias, first);
    for (int k = 0; k < inputs; k++) put(w.input + (int64_t)k * 4 * hidden, first);
    for (int k = 0; k < hidden; k++) put(w.recurrent + (int64_t)k * 4 * hidden, first);
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

// Sums over shards, in their order, of one number of the gradients.
class ShardSum {
 public:
  ShardSum(const float *gradients, int64_t stride, int shards)
      : gradients_(gradients), stride_(stride), shards_(shards) {}
  double at(int64_t k) const {
    double sum = 0;
    for (int shard = 0; shard < shards_; shard++) sum += gradients_[shard * stride_ + k];
    return sum;
  }

 private:
  const float *gradients_;
  int64_t stride_;
  int shards_;
};

inline void reduce_gradients(const FusedShape &s, const float *gradients, int64_t stride, int shards, float *out) {
  const ShardSum sum(gradients, stride, shards);
  const int rows = 4 * s.hidden;
  for (int l = 0; l < s.layers; l++) {
    const LayerGradient from = layer_gradient(s, l);
    const int columns = inputs_of(s, l) + s.hidden;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < columns; c++) {
        out[(int64_t)c * rows + row] = (float)sum.at(from.weights + row * from.columns + c);
      }
    }
    out += (int64_t)columns * rows;
    for (int row = 0; row < rows; row++) {
      double total = 0;
      for (int b = 0; b < GROUP; b++) total += sum.at(from.bias + (int64_t)row * GROUP + b);
      *out++ = (float)total;
    }
  }
  const int64_t head = layer_gradient(s, s.layers - 1).end;
  for (int k = 0; k <= s.hidden; k++) *out++ = (float)sum.at(head + k);
}

}  // namespace
