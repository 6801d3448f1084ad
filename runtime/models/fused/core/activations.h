// Sigmoid and tanh by 2^t: both are rational in it. Absolute errors stay below 1e-6; arguments beyond ±20 saturate.
//
// Each value is one long chain of dependent operations, so that several vectors are taken through every operation
// together: of operations that wait for others a processor holds about a hundred, which is one unit's.
#pragma once
#include "vector.h"

namespace {

constexpr float LOG2_E = 1.44269504f;
// Products of four denominators must stay finite: (1 + 2^30)^4 < 2^127.
constexpr float LARGEST_POWER = 30;
// Of the gates i f g o: their activations are rational in 2^(scale · z). Weights are packed with them.
constexpr float GATE_SCALES[] = {-LOG2_E, -LOG2_E, -2 * LOG2_E, -LOG2_E};

// t becomes 1 + 2^t. The integer part of t is moved to the low bits by adding a large number, and from there to the
// exponent; the polynomial is the minimax approximation of 2^f on [−1/2, 1/2] (relative error 9e-8).
template <int N>
FUSED_INLINE void one_plus_powers(vec (&t)[N]) {
  const vec shift = splat(0x1.8p23f + 127);
  vec scale[N], p[N];
  FUSED_EACH(N) t[k] = limit(t[k], splat(-LARGEST_POWER), splat(LARGEST_POWER));
  FUSED_EACH(N) scale[k] = t[k] + shift;
  FUSED_EACH(N) t[k] -= scale[k] - shift;
  FUSED_EACH(N) scale[k] = (vec)((ivec)scale[k] << 23);
  FUSED_EACH(N) p[k] = fma(splat(1.326472689e-03f), t[k], splat(9.671512910e-03f));
  FUSED_EACH(N) p[k] = fma(p[k], t[k], splat(5.550733747e-02f));
  FUSED_EACH(N) p[k] = fma(p[k], t[k], splat(2.402224208e-01f));
  FUSED_EACH(N) p[k] = fma(p[k], t[k], splat(6.931469776e-01f));
  FUSED_EACH(N) p[k] = fma(p[k], t[k], splat(1));
  FUSED_EACH(N) t[k] = fma(p[k], scale[k], splat(1));
}

// x becomes tanh(x).
template <int N>
FUSED_INLINE void tanhs(vec (&x)[N]) {
  FUSED_EACH(N) x[k] *= splat(-2 * LOG2_E);
  one_plus_powers(x);
  FUSED_EACH(N) x[k] = splat(2) / x[k] - splat(1);
}

// z, N vectors each of i f g o times GATE_SCALES, becomes σ(i), σ(f), tanh(g), σ(o), with one division for the four.
template <int N>
FUSED_INLINE void activate(vec (&z)[4 * N]) {
  one_plus_powers(z);
  vec both_if[N], both_go[N], all[N];
  FUSED_EACH(N) both_if[k] = z[k] * z[N + k];
  FUSED_EACH(N) both_go[k] = z[2 * N + k] * z[3 * N + k];
  FUSED_EACH(N) all[k] = splat(1) / (both_if[k] * both_go[k]);
  FUSED_EACH(N) {
    const vec i = z[k], f = z[N + k], g = z[2 * N + k], o = z[3 * N + k];
    const vec over_if = all[k] * both_go[k], over_go = all[k] * both_if[k];
    z[k] = over_if * f;
    z[N + k] = over_if * i;
    z[2 * N + k] = fma(splat(2), over_go * o, splat(-1));
    z[3 * N + k] = over_go * g;
  }
}

}  // namespace
