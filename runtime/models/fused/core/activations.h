// Sigmoid and tanh by 2^t: both are rational in it. Absolute errors stay below 1e-6; arguments beyond ±20 saturate.
#pragma once
#include "vector.h"

namespace {

constexpr float LOG2_E = 1.44269504f;
// Products of four denominators must stay finite: (1 + 2^30)^4 < 2^127.
constexpr float LARGEST_POWER = 30;

// 1 + 2^t. The integer part of t is moved to the low bits by adding a large number, and from there to the exponent; the
// polynomial is the minimax approximation of 2^f on [−1/2, 1/2] (relative error 9e-8).
inline vec one_plus_power(vec t) {
  t = limit(t, splat(-LARGEST_POWER), splat(LARGEST_POWER));
  const vec shift = splat(0x1.8p23f + 127);
  const vec moved = t + shift;
  const vec scale = (vec)((ivec)moved << 23);
  const vec f = t - (moved - shift);
  vec p = splat(1.326472689e-03f);
  p = fma(p, f, splat(9.671512910e-03f));
  p = fma(p, f, splat(5.550733747e-02f));
  p = fma(p, f, splat(2.402224208e-01f));
  p = fma(p, f, splat(6.931469776e-01f));
  p = fma(p, f, splat(1));
  return fma(p, scale, splat(1));
}

// 1 / x for positive x: a first guess from the exponent (12% off), then Newton's iteration three times. Cheaper than
// division and the same on every processor, unlike its estimates of reciprocals.
inline vec reciprocal(vec x) {
  vec r = (vec)(splat_bits(0x7ef311c7) - (ivec)x);
  FUSED_UNROLL
  for (int k = 0; k < 3; k++) r = fma(fnma(x, r, splat(1)), r, r);
  return r;
}

inline vec tanh_of(vec x) { return fma(splat(2), reciprocal(one_plus_power(x * splat(-2 * LOG2_E))), splat(-1)); }

struct Gates {
  vec i, f, g, o;
};

// σ(i), σ(f), tanh(g), σ(o), with one reciprocal for the four.
inline Gates activate(Gates z) {
  const vec i = one_plus_power(z.i * splat(-LOG2_E));
  const vec f = one_plus_power(z.f * splat(-LOG2_E));
  const vec g = one_plus_power(z.g * splat(-2 * LOG2_E));
  const vec o = one_plus_power(z.o * splat(-LOG2_E));
  const vec both_if = i * f, both_go = g * o;
  const vec all = reciprocal(both_if * both_go);
  const vec over_if = all * both_go, over_go = all * both_if;
  return {over_if * f, over_if * i, fma(splat(2), over_go * o, splat(-1)), over_go * g};
}

}  // namespace
