// The network for Node, through Node-API. Long work runs off the event loop and answers with a promise. Arguments are
// checked in TypeScript (addon.ts), which is the only caller.
#include <node_api.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <thread>

#include "network.h"

namespace {

constexpr size_t MOST_ARGUMENTS = 8;
// The `code` of errors that addon.ts tells from others.
constexpr const char *OUT_OF_MEMORY = "OUT_OF_MEMORY";

struct Arguments {
  napi_value at[MOST_ARGUMENTS];

  Arguments(napi_env env, napi_callback_info info) {
    size_t count = MOST_ARGUMENTS;
    napi_get_cb_info(env, info, &count, at, nullptr, nullptr);
  }
};

double number(napi_env env, napi_value value) {
  double result = 0;
  napi_get_value_double(env, value, &result);
  return result;
}

template <class T>
struct Column {
  T *data = nullptr;
  size_t length = 0;

  Column(napi_env env, napi_value value) {
    void *address = nullptr;
    napi_get_typedarray_info(env, value, nullptr, &length, &address, nullptr, nullptr);
    data = static_cast<T *>(address);
  }
  std::vector<T> copy() const { return std::vector<T>(data, data + length); }
};

napi_value undefined(napi_env env) {
  napi_value result;
  napi_get_undefined(env, &result);
  return result;
}

// What the handle in JavaScript stands for. Work that is under way shares the network with it.
struct Handle {
  std::shared_ptr<Network> network;
  napi_ref features;
};

Handle *handle_of(napi_env env, napi_value value) {
  void *handle = nullptr;
  napi_get_value_external(env, value, &handle);
  return static_cast<Handle *>(handle);
}

void close(napi_env env, Handle *handle) {
  handle->network.reset();
  if (handle->features != nullptr) napi_delete_reference(env, handle->features);
  handle->features = nullptr;
}

// One call that runs on a thread of its own and resolves to a Float32Array.
struct Job {
  std::function<std::vector<float>()> work;
  std::vector<float> result;
  std::string error;
  bool out_of_memory = false;
  napi_deferred deferred;
  napi_async_work async;
  // Keeps the handle, and with it the features, alive.
  napi_ref handle;
};

void execute(napi_env, void *data) {
  Job *job = static_cast<Job *>(data);
  try {
    job->result = job->work();
  } catch (const OutOfMemory &error) {
    job->error = error.what();
    job->out_of_memory = true;
  } catch (const std::exception &error) {
    job->error = error.what();
  }
}

void complete(napi_env env, napi_status, void *data) {
  const std::unique_ptr<Job> job(static_cast<Job *>(data));
  napi_delete_async_work(env, job->async);
  napi_delete_reference(env, job->handle);
  if (job->error.empty()) {
    const size_t bytes = job->result.size() * sizeof(float);
    void *to = nullptr;
    napi_value buffer, array;
    napi_create_arraybuffer(env, bytes, &to, &buffer);
    if (bytes > 0) std::memcpy(to, job->result.data(), bytes);
    napi_create_typedarray(env, napi_float32_array, job->result.size(), buffer, 0, &array);
    napi_resolve_deferred(env, job->deferred, array);
  } else {
    napi_value message, error, code = nullptr;
    napi_create_string_utf8(env, job->error.c_str(), NAPI_AUTO_LENGTH, &message);
    if (job->out_of_memory) napi_create_string_utf8(env, OUT_OF_MEMORY, NAPI_AUTO_LENGTH, &code);
    napi_create_error(env, code, message, &error);
    napi_reject_deferred(env, job->deferred, error);
  }
}

napi_value start(napi_env env, napi_value handle, std::function<std::vector<float>()> work) {
  Job *job = new Job{std::move(work), {}, {}, false, nullptr, nullptr, nullptr};
  napi_value promise, name;
  napi_create_promise(env, &job->deferred, &promise);
  napi_create_reference(env, handle, 1, &job->handle);
  napi_create_string_utf8(env, "fused lstm", NAPI_AUTO_LENGTH, &name);
  napi_create_async_work(env, nullptr, name, execute, complete, job, &job->async);
  napi_queue_async_work(env, job->async);
  return promise;
}

Batch batch_of(napi_env env, napi_value stocks, napi_value sessions) {
  return {Column<int32_t>(env, stocks).copy(), Column<int32_t>(env, sessions).copy(), FusedDropout{0, 0, 0, 0}};
}

std::string text(napi_env env, napi_value value) {
  char characters[32] = "";
  napi_get_value_string_utf8(env, value, characters, sizeof characters, nullptr);
  return characters;
}

// open(instructions, shape: Int32Array [layers, hidden, features, window], values, sessions, threads, tapeBytes)
napi_value open(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  const FusedCore *core = core_named(text(env, args.at[0]));
  const Column<int32_t> shape(env, args.at[1]);
  const Column<float> values(env, args.at[2]);
  const Options options{static_cast<int>(number(env, args.at[4])), static_cast<size_t>(number(env, args.at[5]))};
  try {
    auto network = std::make_shared<Network>(
        *core, FusedShape{shape.data[0], shape.data[1], shape.data[2], shape.data[3]}, values.data,
        static_cast<int32_t>(number(env, args.at[3])), options);
    Handle *handle = new Handle{std::move(network), nullptr};
    napi_create_reference(env, args.at[2], 1, &handle->features);
    napi_value external;
    napi_create_external(
        env, handle,
        [](napi_env at, void *data, void *) {
          close(at, static_cast<Handle *>(data));
          delete static_cast<Handle *>(data);
        },
        nullptr, &external);
    return external;
  } catch (const OutOfMemory &error) {
    napi_throw_error(env, OUT_OF_MEMORY, error.what());
    return nullptr;
  } catch (const std::exception &error) {
    napi_throw_error(env, nullptr, error.what());
    return nullptr;
  }
}

// setWeights(handle, weights)
napi_value set_weights(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  handle_of(env, args.at[0])->network->set_weights(Column<float>(env, args.at[1]).data);
  return undefined(env);
}

// predict(handle, stocks, sessions)
napi_value predict(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  const auto network = handle_of(env, args.at[0])->network;
  return start(env, args.at[0],
               [network, batch = batch_of(env, args.at[1], args.at[2])] { return network->predict(batch); });
}

// forward(handle, stocks, sessions, rate, seedLow, seedHigh)
napi_value forward(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  const auto network = handle_of(env, args.at[0])->network;
  Batch batch = batch_of(env, args.at[1], args.at[2]);
  batch.dropout = {number(env, args.at[3]), static_cast<uint32_t>(number(env, args.at[4])),
                   static_cast<uint32_t>(number(env, args.at[5])), 0};
  return start(env, args.at[0], [network, batch = std::move(batch)] { return network->forward(batch); });
}

// backward(handle, predictionGradient)
napi_value backward(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  const auto network = handle_of(env, args.at[0])->network;
  return start(env, args.at[0], [network, gradient = Column<float>(env, args.at[1]).copy()] {
    return network->backward(gradient);
  });
}

// dispose(handle): what is under way still ends
napi_value dispose(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  close(env, handle_of(env, args.at[0]));
  return undefined(env);
}

// peak(instructions, threads): multiply-adds per second that registers allow, times two
napi_value peak(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  const FusedCore *core = core_named(text(env, args.at[0]));
  const int threads = static_cast<int>(number(env, args.at[1]));
  constexpr int64_t repetitions = 4'000'000;
  const auto begin = std::chrono::steady_clock::now();
  std::atomic<int64_t> operations{0};
  std::vector<std::thread> running;
  for (int t = 0; t < threads; t++) {
    running.emplace_back([&] {
      alignas(64) float out[16] = {};
      operations += repetitions * core->peak(repetitions, out);
    });
  }
  for (std::thread &thread : running) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  napi_value result;
  napi_create_double(env, static_cast<double>(operations) / took.count(), &result);
  return result;
}

void define(napi_env env, napi_value exports, const char *name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace

NAPI_MODULE_INIT() {
  define(env, exports, "open", open);
  define(env, exports, "setWeights", set_weights);
  define(env, exports, "predict", predict);
  define(env, exports, "forward", forward);
  define(env, exports, "backward", backward);
  define(env, exports, "dispose", dispose);
  define(env, exports, "peak", peak);
  napi_value names;
  napi_create_array(env, &names);
  uint32_t count = 0;
  for (const FusedCore *core : runnable_cores()) {
    napi_value name;
    napi_create_string_utf8(env, core->instructions, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, count++, name);
  }
  napi_set_named_property(env, exports, "instructions", names);
  napi_value bf16, runs;
  napi_get_null(env, &bf16);
  if (bf16_core() != nullptr) napi_create_string_utf8(env, bf16_core()->instructions, NAPI_AUTO_LENGTH, &bf16);
  napi_get_boolean(env, bf16_runs(), &runs);
  napi_set_named_property(env, exports, "bf16Instructions", bf16);
  napi_set_named_property(env, exports, "bf16Runs", runs);
  return exports;
}
