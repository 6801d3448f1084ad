// A network of core.h over threads and memory of its own: hands a batch's shards to threads, holds their tapes.
// Knows nothing of Node.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "../core/core.h"

// The cores of float32 products that this processor can run, fastest first.
std::vector<const FusedCore *> runnable_cores();

// The core of bfloat16 products, null where there is none for this family of processors, and whether this one says that
// it can run it. A hypervisor may hide that it can.
const FusedCore *bf16_core();
bool bf16_runs();

// The one of a name, null when there is none. That of bfloat16 products is found whether it runs or not.
const FusedCore *core_named(const std::string &instructions);

class OutOfMemory : public std::runtime_error {
 public:
  explicit OutOfMemory(size_t bytes)
      : std::runtime_error("the model needs " + std::to_string((bytes >> 20) + 1) +
                           " MiB for activations and gradients, which is more than this machine can give") {}
};

// Uninitialised floats, aligned for the core, on large pages where the system has them.
class Buffer {
 public:
  explicit Buffer(size_t floats);
  float *data() const { return data_.get(); }

 private:
  struct Free {
    void operator()(float *p) const;
  };
  std::unique_ptr<float, Free> data_;
};

struct Options {
  int threads;
  size_t tape_bytes;
};

struct Batch {
  std::vector<int32_t> stocks, sessions;
  FusedDropout dropout;  // block is set for each shard
};

class Network {
 public:
  // values [stocks][sessions][features] must outlive the network.
  Network(const FusedCore &core, FusedShape shape, const float *values, int32_t sessions, Options options);

  size_t weights_floats() const { return core_.weights_floats(&shape_); }
  void set_weights(const float *weights);
  std::vector<float> predict(const Batch &batch);
  std::vector<float> forward(Batch batch);
  // Of the last forward.
  std::vector<float> backward(const std::vector<float> &prediction_gradient);
  size_t batch_size() const { return batch_.stocks.size(); }

 private:
  // Runs work(shard, thread) for every shard; threads take the next one when they are free.
  void each_shard(int shards, const std::function<void(int, int)> &work) const;
  FusedSequences shard_of(const Batch &batch, int shard) const;
  float *tape(int shard, int thread) const;
  void forward_shard(int shard, int thread, float *predictions);
  // Throws OutOfMemory, of all that was asked for, and lets go of what was had.
  void need(std::vector<Buffer> &buffers, size_t count, size_t floats);

  const FusedCore &core_;
  const FusedShape shape_;
  const float *const values_;
  const int32_t sessions_;
  const Options options_;
  Buffer packed_;
  std::vector<Buffer> scratches_;
  // Of the shards that are held, then one for each thread when there are others.
  std::vector<Buffer> tapes_;
  Buffer gradients_{0};
  size_t gradient_shards_ = 0;
  Batch batch_;
  int held_ = 0;
};
