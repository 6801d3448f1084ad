// Which of the cores this processor can run.
#include "network.h"

extern "C" {
#if defined(__x86_64__) || defined(_M_X64)
extern const FusedCore avx512_core, avx512bf16_core, avx2_core;
#else
extern const FusedCore neon_core;
#endif
}

#if defined(__x86_64__) || defined(_M_X64)
namespace {

bool has_avx512() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
}

}  // namespace
#endif

std::vector<const FusedCore *> runnable_cores() {
  std::vector<const FusedCore *> cores;
#if defined(__x86_64__) || defined(_M_X64)
  __builtin_cpu_init();
  if (has_avx512()) cores.push_back(&avx512_core);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) cores.push_back(&avx2_core);
#else
  cores.push_back(&neon_core);
#endif
  return cores;
}

const FusedCore *bf16_core() {
#if defined(__x86_64__) || defined(_M_X64)
  return &avx512bf16_core;
#else
  return nullptr;
#endif
}

bool bf16_runs() {
#if defined(__x86_64__) || defined(_M_X64)
  return has_avx512() && __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

const FusedCore *core_named(const std::string &instructions) {
  if (bf16_core() != nullptr && instructions == bf16_core()->instructions) return bf16_core();
  for (const FusedCore *core : runnable_cores()) {
    if (instructions == core->instructions) return core;
  }
  return nullptr;
}
