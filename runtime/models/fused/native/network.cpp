#include "network.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace {

constexpr size_t LARGE_PAGE = size_t{2} << 20;

int shards_of(const Batch &batch) {
  return static_cast<int>((batch.stocks.size() + FUSED_SHARD - 1) / FUSED_SHARD);
}

}  // namespace

Buffer::Buffer(size_t floats) {
  if (floats == 0) return;
  const size_t align = floats * sizeof(float) > LARGE_PAGE / 2 ? LARGE_PAGE : 64;
  const size_t bytes = (floats * sizeof(float) + align - 1) / align * align;
  data_.reset(static_cast<float *>(std::aligned_alloc(align, bytes)));
  if (data_ == nullptr) throw OutOfMemory(bytes);
#if defined(__linux__)
  // Only a hint: without it, walking tapes misses the address cache at every step.
  if (align == LARGE_PAGE) madvise(data_.get(), bytes, MADV_HUGEPAGE);
#endif
}

void Buffer::Free::operator()(float *p) const { std::free(p); }

Network::Network(const FusedCore &core, FusedShape shape, const float *values, int32_t sessions, Options options)
    : core_(core),
      shape_(shape),
      values_(values),
      sessions_(sessions),
      options_(options),
      packed_(core.packed_floats(&shape)) {
  need(scratches_, options.threads, core.scratch_floats(&shape));
}

void Network::set_weights(const float *weights) { core_.pack(&shape_, weights, packed_.data()); }

std::vector<float> Network::predict(const Batch &batch) {
  std::vector<float> predictions(batch.stocks.size());
  each_shard(shards_of(batch), [&](int shard, int thread) {
    const FusedSequences sequences = shard_of(batch, shard);
    core_.forward(&shape_, packed_.data(), &sequences, nullptr, nullptr, scratches_[thread].data(),
                  predictions.data() + shard * FUSED_SHARD);
  });
  return predictions;
}

std::vector<float> Network::forward(Batch batch) {
  batch_ = std::move(batch);
  const int shards = shards_of(batch_);
  const size_t floats = core_.tape_floats(&shape_);
  const int fit = static_cast<int>(std::min<size_t>(options_.tape_bytes / (floats * sizeof(float)), INT32_MAX));
  held_ = shards <= std::max(fit, options_.threads) ? shards : std::max(fit - options_.threads, 0);
  need(tapes_, held_ == shards ? shards : held_ + options_.threads, floats);

  std::vector<float> predictions(batch_.stocks.size());
  each_shard(shards, [&](int shard, int thread) {
    forward_shard(shard, thread, predictions.data() + shard * FUSED_SHARD);
  });
  return predictions;
}

std::vector<float> Network::backward(const std::vector<float> &prediction_gradient) {
  const int shards = shards_of(batch_);
  const size_t floats = core_.gradient_floats(&shape_);
  if (gradient_shards_ < static_cast<size_t>(shards)) {
    gradients_ = Buffer(0);
    gradient_shards_ = 0;
    gradients_ = Buffer(floats * shards);
    gradient_shards_ = shards;
  }
  each_shard(shards, [&](int shard, int thread) {
    float again[FUSED_SHARD];
    if (shard >= held_) forward_shard(shard, thread, again);
    core_.backward(&shape_, packed_.data(), &batch_.dropout, shard_of(batch_, shard).count,
                   prediction_gradient.data() + shard * FUSED_SHARD, tape(shard, thread), scratches_[thread].data(),
                   gradients_.data() + shard * floats);
  });
  std::vector<float> sums(weights_floats());
  core_.reduce(&shape_, gradients_.data(), shards, sums.data());
  return sums;
}

void Network::forward_shard(int shard, int thread, float *predictions) {
  const FusedSequences sequences = shard_of(batch_, shard);
  FusedDropout dropout = batch_.dropout;
  dropout.block = static_cast<uint32_t>(shard);
  core_.forward(&shape_, packed_.data(), &sequences, &dropout, tape(shard, thread), scratches_[thread].data(),
                predictions);
}

float *Network::tape(int shard, int thread) const { return tapes_[shard < held_ ? shard : held_ + thread].data(); }

FusedSequences Network::shard_of(const Batch &batch, int shard) const {
  const size_t first = static_cast<size_t>(shard) * FUSED_SHARD;
  const size_t count = std::min<size_t>(FUSED_SHARD, batch.stocks.size() - first);
  return {values_, sessions_, static_cast<int32_t>(count), batch.stocks.data() + first, batch.sessions.data() + first};
}

void Network::each_shard(int shards, const std::function<void(int, int)> &work) const {
  std::atomic<int> next{0};
  const auto take = [&](int thread) {
    for (int shard = next++; shard < shards; shard = next++) work(shard, thread);
  };
  std::vector<std::thread> others;
  for (int thread = 1; thread < std::min(options_.threads, shards); thread++) others.emplace_back(take, thread);
  take(0);
  for (std::thread &other : others) other.join();
}

void Network::need(std::vector<Buffer> &buffers, size_t count, size_t floats) {
  try {
    while (buffers.size() < count) buffers.emplace_back(floats);
  } catch (const OutOfMemory &) {
    buffers.clear();
    throw OutOfMemory(count * floats * sizeof(float));
  }
}
