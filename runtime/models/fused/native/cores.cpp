// Which of the cores this processor can run.
#include "network.h"

extern "C" {
#if defined(__x86_64__) || defined(_M_X64)
extern const FusedCore avx512_core, avx2_core;
#else
extern const FusedCore neon_core;
#endif
}

std::vector<const FusedCore *> runnable_cores() {
  std::vector<const FusedCore *> cores;
#if defined(__x86_64__) || defined(_M_X64)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
    cores.push_back(&avx512_core);
  }
  if (avx2) cores.push_back(&avx2_core);
#else
  cores.push_back(&neon_core);
#endif
  return cores;
}

const FusedCore *core_named(const std::string &instructions) {
  for (const FusedCore *core : runnable_cores()) {
    if (instructions == core->instructions) return core;
  }
  return nullptr;
}
