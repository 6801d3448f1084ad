// The core for WebAssembly, and what only this build needs.
#include "../core/core.cpp"

// Whether multiply-add rounds once here: WebAssembly leaves that to the processor. x is 1 + 2^-12, so that its square
// has a term that rounding the product drops.
extern "C" int32_t portable_fuses(float x) { return fma(splat(x), splat(x), splat(-x * x))[0] != 0; }
