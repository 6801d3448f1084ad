// The arithmetic of the fused LSTM: stacked layers, dropout between them, a linear head on the last hidden state,
// forward and backward through time, one shard of sequences at a time.
//
// Freestanding: no allocation, no library, no state. Every function works on the caller's buffers, which are aligned to
// 64 bytes and measured in floats by the functions that end in _floats. Calls on different tapes, scratches and
// gradients may run at the same time; packed weights and features are only read.
//
// Order of work for a batch:
//   pack once after weights change · forward for every shard · loss · backward for every shard · reduce
#pragma once
#include <stdint.h>

// Sequences in a shard, equal to SHARD in kernels.ts and DROPOUT_BLOCK in dropout.ts.
#define FUSED_SHARD 64

// The name of a function in this build: each instruction set is compiled with its own FUSED_ISA prefix.
#ifndef FUSED_ISA
#define FUSED_ISA fused
#endif
#define FUSED_JOIN_(isa, name) isa##_##name
#define FUSED_JOIN(isa, name) FUSED_JOIN_(isa, name)
#define FUSED(name) FUSED_JOIN(FUSED_ISA, name)

extern "C" {

typedef struct {
  int32_t layers, hidden, features, window;
} FusedShape;

// The sequences of a shard: sequence s sees sessions (sessions[s] - window, sessions[s]] of stock stocks[s].
typedef struct {
  const float *values;  // [stock][session][feature]
  int32_t total_sessions;
  int32_t count;  // 1 .. FUSED_SHARD
  const int32_t *stocks, *sessions;
} FusedSequences;

// rate 0: none. Masks are those of dropout.ts: stream (seed, block) where block is the number of the shard.
typedef struct {
  double rate;
  uint32_t seed_low, seed_high, block;
} FusedDropout;

// Sizes of buffers, in floats.
int32_t FUSED(weights_floats)(const FusedShape *shape);   // as parameters.ts lays weights out, one after another
int32_t FUSED(packed_floats)(const FusedShape *shape);    // weights in the order in which kernels read them
int32_t FUSED(tape_floats)(const FusedShape *shape);      // what a shard's backward pass needs of its forward pass
int32_t FUSED(scratch_floats)(const FusedShape *shape);   // per thread, for either pass; nothing survives in it
int32_t FUSED(gradient_floats)(const FusedShape *shape);  // one shard's gradients, in the order of the kernels

void FUSED(pack)(const FusedShape *shape, const float *weights, float *packed);

// predictions: [count]. Without a tape nothing is kept and dropout is not applied.
void FUSED(forward)(const FusedShape *shape, const float *packed, const FusedSequences *sequences,
                    const FusedDropout *dropout, float *tape, float *scratch, float *predictions);

// After forward with this tape. prediction_gradient: [count]. Overwrites gradient.
void FUSED(backward)(const FusedShape *shape, const float *packed, const FusedDropout *dropout, int32_t count,
                     const float *prediction_gradient, const float *tape, float *scratch, float *gradient);

// Sums of shards' gradients in their order, in double precision; out is laid out like the weights.
// gradients: [shards][gradient_floats].
void FUSED(reduce)(const FusedShape *shape, const float *gradients, int32_t shards, float *out);

// Does repetitions · (returned number) floating-point operations, all of them multiply-adds in registers: what the
// processor can do at most. out: [16], so that nothing is optimised away.
int64_t FUSED(peak)(int64_t repetitions, float *out);

// All of them, for a program that holds the builds for several instruction sets.
typedef struct {
  const char *instructions;
  int32_t (*weights_floats)(const FusedShape *);
  int32_t (*packed_floats)(const FusedShape *);
  int32_t (*tape_floats)(const FusedShape *);
  int32_t (*scratch_floats)(const FusedShape *);
  int32_t (*gradient_floats)(const FusedShape *);
  void (*pack)(const FusedShape *, const float *, float *);
  void (*forward)(const FusedShape *, const float *, const FusedSequences *, const FusedDropout *, float *, float *,
                  float *);
  void (*backward)(const FusedShape *, const float *, const FusedDropout *, int32_t, const float *, const float *,
                   float *, float *);
  void (*reduce)(const FusedShape *, const float *, int32_t, float *);
  int64_t (*peak)(int64_t, float *);
} FusedCore;

extern const FusedCore FUSED(core);

}  // extern "C"
