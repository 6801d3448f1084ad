// Every product of the core's bfloat16 build beside one number at a time: operands rounded here by hand, then VDPBF16PS
// as Intel defines it. Ends with 1 and says which number differs; ends by SIGILL where the instruction does not exist.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "backward.h"
#include "forward.h"
#include "pack.h"

namespace {

uint32_t bits_of(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

float float_of(uint32_t bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

float without_subnormals(float x) { return std::fpclassify(x) == FP_SUBNORMAL ? std::copysign(0.0f, x) : x; }

// To nearest, ties to even; a number that is none stays quiet.
float bfloat16(float x) {
  if (std::isnan(x)) return float_of((bits_of(x) | 0x00400000) & 0xffff0000);
  const uint32_t bits = bits_of(without_subnormals(x));
  return float_of((bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000);
}

float plus_product(float sum, float a, float b) {
  return without_subnormals(std::fmaf(without_subnormals(a), without_subnormals(b), without_subnormals(sum)));
}

// sum + Σ a(k) · b(k) over so many terms, two at a time, the second of them first.
template <class A, class B>
float product(float sum, int terms, A a, B b) {
  for (int k = 0; k < terms; k += 2) {
    const bool whole = k + 1 < terms;
    sum = plus_product(sum, whole ? bfloat16(a(k + 1)) : 0, whole ? bfloat16(b(k + 1)) : 0);
    sum = plus_product(sum, bfloat16(a(k)), bfloat16(b(k)));
  }
  return sum;
}

int wrong = 0;

void verify(const char *what, int row, int column, float found, float wanted) {
  if (bits_of(found) == bits_of(wanted)) return;
  if (wrong++ < 10) std::printf("%s [%d][%d]: %a, and by hand %a\n", what, row, column, found, wanted);
}

// Of many magnitudes, one in eight halfway between two bfloat16, one in sixteen subnormal; finite.
float any_number() {
  const uint32_t bits = (uint32_t)std::rand() << 16 ^ (uint32_t)std::rand();
  if (bits % 16 == 0) return float_of(bits & 0x807fffff);
  const float x = std::ldexp(float_of((bits & 0x807fffff) | 0x3f800000), std::rand() % 30 - 15);
  return bits % 8 == 1 ? float_of((bits_of(x) & 0xffff0000) | 0x8000) : x;
}

// What follows it is no number, so that reading past its end shows.
struct Matrix {
  int columns;
  float *at;
  Matrix(int rows, int of) : columns(of) {
    const size_t floats = (size_t)rows * of, room = (floats + 64 + 15) / 16 * 16;
    at = (float *)std::aligned_alloc(64, room * sizeof(float));
    for (size_t k = 0; k < room; k++) at[k] = k < floats ? any_number() : NAN;
  }
  Matrix(const Matrix &) = delete;
  ~Matrix() { std::free(at); }
  float operator()(int row, int column) const { return at[(int64_t)row * columns + column]; }
};

void verify_rounding() {
  const float inf = INFINITY, nan = NAN;
  const float special[] = {0.0f, -0.0f, inf, -inf, nan, float_of(0x7f800001), 0x1.fep127f, 0x1.ffp127f, 0x1p-126f,
                           0x1.8p-127f, 1.0f + 0x1p-8f, 1.0f + 0x3p-8f, 1.0f + 0x1p-8f + 0x1p-23f, -1.0f - 0x1p-8f};
  const int count = sizeof special / sizeof *special;
  for (int k = 0; k < 20000; k++) {
    const float low = k < count * count ? special[k / count] : any_number();
    const float high = k < count * count ? special[k % count] : any_number();
    const uint32_t wanted = bits_of(bfloat16(low)) >> 16 | bits_of(bfloat16(high));
    const float pair[] = {low, high};
    verify("a packed word", k, 0, word_of(pair, 1, 2, 1), float_of(wanted));
  }
}

// The way back: a kernel's rows times gate gradients.
void verify_back(int rows, int hidden) {
  const int terms = 4 * hidden;
  const Matrix kernel(rows, terms), gates(terms, GROUP), words(terms, GROUP), out(rows + 4, GROUP);
  const Matrix packed(rows + 4, terms);
  pack_back(kernel.at, rows, hidden, packed.at);
  multiply_packed(packed.at, rows, words_across(gates.at, terms, GROUP, words.at), word_count(terms), out.at,
                  {nullptr, 0});
  for (int r = 0; r < rows; r++) {
    for (int b = 0; b < GROUP; b++) {
      const float wanted = product(0, terms, [&](int k) { return kernel(r, k); }, [&](int k) { return gates(k, b); });
      verify("the way back", r, b, out(r, b), wanted);
    }
  }
}

// Forward: biases, then inputs, then the hidden state.
void verify_gates(int inputs, int hidden) {
  const Matrix input(inputs, 4 * hidden), recurrent(hidden, 4 * hidden), bias(1, 4 * hidden);
  const Matrix x(inputs, GROUP), h(hidden, GROUP), x_words(inputs + 1, GROUP), h_words(hidden + 1, GROUP);
  const Matrix packed((hidden + UNITS) * 4, inputs + hidden + 3), z(GATE_ROWS, GROUP);
  pack_gates({input.at, recurrent.at, bias.at}, inputs, hidden, packed.at);
  const StepInput in = {words_across(x.at, inputs, GROUP, x_words.at), word_count(inputs),
                        words_across(h.at, hidden, GROUP, h_words.at), word_count(hidden)};
  const float *tile = packed.at;
  for (int first = 0; first < hidden; first += UNITS, tile += (1 + in.input_words + in.hidden_words) * GATE_ROWS) {
    multiply_gates(tile, in, z.at);
    for (int row = 0; row < GATE_ROWS; row++) {
      const int unit = first + row % UNITS, gate = row / UNITS, column = gate * hidden + unit;
      if (unit >= hidden) continue;
      const auto scaled = [&](const Matrix &kernel) {
        return [&, column, gate](int k) { return kernel(k, column) * GATE_SCALES[gate]; };
      };
      for (int b = 0; b < GROUP; b++) {
        float wanted = bias(0, column) * GATE_SCALES[gate];
        wanted = product(wanted, inputs, scaled(input), [&](int k) { return x(k, b); });
        wanted = product(wanted, hidden, scaled(recurrent), [&](int k) { return h(k, b); });
        verify("a gate", column, b, z(row, b), wanted);
      }
    }
  }
}

// Weight gradients: gate gradients of several steps times what was read at them, over sequences.
template <int R, int V>
void verify_weights(int steps) {
  const Matrix gates(steps * R, GROUP), words(steps * R, GROUP_WORDS), read(steps * PANEL, GROUP);
  const Matrix panel(steps * GROUP_WORDS, PANEL), out(2 * R, PANEL), before(2 * R, PANEL);
  for (int k = 0; k < steps; k++) {
    const float *sources[PANEL];
    for (int c = 0; c < PANEL; c++) sources[c] = read.at + (k * PANEL + c) * GROUP;
    transpose_panel(sources, panel.at + k * GROUP_WORDS * PANEL);
  }
  std::memcpy(out.at, before.at, sizeof(float) * R * PANEL);
  add_products<R, V>(words_along(gates.at, (int64_t)steps * R * GROUP, words.at), (int64_t)R * GROUP_WORDS, panel.at,
                     steps, out.at);
  for (int r = 0; r < R; r++) {
    for (int c = 0; c < V * LANES; c++) {
      float wanted = before(r, c);
      for (int k = 0; k < steps; k++) {
        wanted = product(wanted, GROUP, [&](int b) { return gates(k * R + r, b); },
                         [&](int b) { return read(k * PANEL + c, b); });
      }
      verify("a weight gradient", r, c, out(r, c), wanted);
    }
  }
}

}  // namespace

int main() {
  verify_rounding();
  for (int hidden : {1, 2, 5, 16, 33}) {
    for (int rows : {1, 4, 7, 12, 13, 31}) verify_back(rows, hidden), verify_gates(rows, hidden);
  }
  verify_weights<12, 2>(STEPS), verify_weights<8, 1>(3), verify_weights<4, 2>(1);
  return wrong == 0 ? 0 : 1;
}
