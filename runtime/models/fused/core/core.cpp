// The functions of core.h, for the instruction set this is compiled for.
#include "core.h"

#include "backward.h"
#include "forward.h"
#include "pack.h"

extern "C" {

int32_t FUSED(weights_floats)(const FusedShape *s) {
  int64_t floats = s->hidden + 1;
  for (int l = 0; l < s->layers; l++) floats += layer_weights_floats(*s, l);
  return (int32_t)floats;
}

int32_t FUSED(packed_floats)(const FusedShape *s) {
  return (int32_t)round_up(packed_layer(*s, s->layers - 1).end + s->hidden + 1, 16);
}

int32_t FUSED(tape_floats)(const FusedShape *s) { return (int32_t)(GROUPS * tape_of(*s).end); }

int32_t FUSED(scratch_floats)(const FusedShape *s) {
  const Scratch room = scratch_of(*s);
  return (int32_t)round_up(room.forward_end > room.backward_end ? room.forward_end : room.backward_end, 16);
}

int32_t FUSED(gradient_floats)(const FusedShape *s) {
  return (int32_t)round_up(layer_gradient(*s, s->layers - 1).end + s->hidden + 1, 16);
}

void FUSED(pack)(const FusedShape *s, const float *weights, float *packed) { pack_weights(*s, weights, packed); }

void FUSED(forward)(const FusedShape *s, const float *packed, const FusedSequences *q, const FusedDropout *dropout,
                    float *tape, float *scratch, float *predictions) {
  if (tape != nullptr && dropout != nullptr && dropout->rate > 0) draw_masks(*s, *dropout, q->count, tape);
  const int64_t group_floats = tape_of(*s).end;
  for (int group = 0; group * GROUP < q->count; group++) {
    const int first = group * GROUP;
    if (tape == nullptr) forward_group<false>(*s, packed, *q, first, nullptr, nullptr, scratch, predictions);
    else forward_group<true>(*s, packed, *q, first, dropout, tape + group * group_floats, scratch, predictions);
  }
  publish();
}

void FUSED(backward)(const FusedShape *s, const float *packed, const FusedDropout *dropout, int32_t count,
                     const float *prediction_gradient, const float *tape, float *scratch, float *gradient) {
  clear(gradient, FUSED(gradient_floats)(s));
  clear(scratch + scratch_of(*s).zeros, scratch_of(*s).through);
  const bool drops = dropout != nullptr && dropout->rate > 0;
  const int64_t group_floats = tape_of(*s).end;
  for (int group = 0; group * GROUP < count; group++) {
    float upstream[GROUP];
    for (int b = 0; b < GROUP; b++) upstream[b] = group * GROUP + b < count ? prediction_gradient[group * GROUP + b] : 0;
    const GroupBackward work = {*s,       packed,   tape + group * group_floats,       scratch,
                                gradient, drops,    drops ? keep_scale(*dropout) : 1};
    backward_head(work, upstream);
    for (int l = s->layers - 1; l >= 0; l--) backward_layer(work, l);
  }
}

void FUSED(reduce)(const FusedShape *s, const float *gradients, int32_t shards, float *out) {
  reduce_gradients(*s, gradients, FUSED(gradient_floats)(s), shards, out);
}

int64_t FUSED(peak)(int64_t repetitions, float *out) {
  Tile<ROWS, VECTORS> tile;
  for (int r = 0; r < ROWS; r++) {
    for (int v = 0; v < VECTORS; v++) tile.at[r][v] = splat((float)(r * VECTORS + v));
  }
  const vec a = load(out), b = splat(0.5f);
  for (int64_t k = 0; k < repetitions; k++) {
    FUSED_UNROLL
    for (int r = 0; r < ROWS; r++) {
      FUSED_UNROLL
      for (int v = 0; v < VECTORS; v++) tile.at[r][v] = multiply_add(a, b, tile.at[r][v]);
    }
  }
  vec sum = {};
  for (int r = 0; r < ROWS; r++) {
    for (int v = 0; v < VECTORS; v++) sum += tile.at[r][v];
  }
  store(out, sum);
  return 2 * ROWS * PANEL * TERMS_PER_WORD;
}

const FusedCore FUSED(core) = {
    FUSED_INSTRUCTIONS, FUSED(weights_floats), FUSED(packed_floats), FUSED(tape_floats),
    FUSED(scratch_floats), FUSED(gradient_floats), FUSED(pack), FUSED(forward),
    FUSED(backward), FUSED(reduce), FUSED(peak),
};

}  // extern "C"
