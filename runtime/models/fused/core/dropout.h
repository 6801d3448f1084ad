// The masks of dropout.ts, to the bit: its streams of random numbers (random.ts: xoshiro128** by Blackman and Vigna,
// started from splitmix64 by Steele, Lea and Flood) and its order of drawing.
#pragma once
#include "layout.h"

namespace {

class Random {
 public:
  Random(uint64_t seed, uint64_t block) {
    constexpr uint64_t parts = 2;
    const uint64_t key = mix(mix(parts + GOLDEN + seed) + GOLDEN + block);
    const uint64_t first = mix(key + GOLDEN), second = mix(key + 2 * GOLDEN);
    a_ = (uint32_t)first, b_ = (uint32_t)(first >> 32), c_ = (uint32_t)second, d_ = (uint32_t)(second >> 32);
  }
  uint32_t next() {
    const uint32_t scrambled = rotate(b_ * 5, 7) * 9;
    const uint32_t shifted = b_ << 9;
    c_ ^= a_, d_ ^= b_, b_ ^= c_, a_ ^= d_;
    c_ ^= shifted;
    d_ = rotate(d_, 11);
    return scrambled;
  }

 private:
  static constexpr uint64_t GOLDEN = 0x9e3779b97f4a7c15;
  static uint32_t rotate(uint32_t x, int by) { return x << by | x >> (32 - by); }
  static uint64_t mix(uint64_t z) {
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  uint32_t a_, b_, c_, d_;
};

inline float keep_scale(const FusedDropout &d) { return (float)(1 / (1 - d.rate)); }

// Draws the masks of all groups of a shard into their tapes: bit b of a word is the group's sequence b.
FUSED_LOOP void draw_masks(const FusedShape &s, const FusedDropout &d, int count, float *tape) {
  Random random((uint64_t)d.seed_high << 32 | d.seed_low, d.block);
  const int64_t group_floats = tape_of(s).end;
  // A number below rate · 2^32 drops; comparing whole numbers with the next whole number is the same.
  const double threshold = d.rate * 4294967296.0;
  const uint64_t cutoff = (uint64_t)threshold + ((double)(uint64_t)threshold < threshold);
  for (int mask = 0; mask <= (s.layers - 1) * s.window; mask++) {
    for (int group = 0; group < GROUPS; group++) {
      uint32_t *words = (uint32_t *)mask_at(s, tape + group * group_floats, 0, mask);
      for (int k = 0; k < s.hidden; k++) words[k] = 0;
      for (int b = group * GROUP; b < (group + 1) * GROUP && b < count; b++) {
        for (int k = 0; k < s.hidden; k++) words[k] |= (uint32_t)(random.next() >= cutoff) << (b % GROUP);
      }
    }
  }
}

// The factors of the sequences lane .. lane + LANES of a mask's word: keep or 0.
inline vec mask_factors(uint32_t word, int lane, float keep) {
  ivec bit;
  for (int k = 0; k < LANES; k++) bit[k] = 1 << k;
  const ivec chosen = (splat_bits((int32_t)(word >> lane)) & bit) != 0;
  return (vec)(chosen & (ivec)splat(keep));
}

// out = x ⊙ mask, [hidden][GROUP].
FUSED_LOOP void apply_mask(const FusedShape &s, const uint32_t *words, float keep, const float *x, float *out) {
  for (int u = 0; u < s.hidden; u++) {
    for (int lane = 0; lane < GROUP; lane += LANES) {
      const int64_t at = (int64_t)u * GROUP + lane;
      store(out + at, load(x + at) * mask_factors(words[u], lane, keep));
    }
  }
}

}  // namespace
