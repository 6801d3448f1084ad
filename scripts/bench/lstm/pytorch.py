"""PyTorch's side of a comparison: reads `train` or `infer` on standard input, does it once, answers with the seconds;
reads `memory`, answers with its peak resident memory in bytes.

    python3 pytorch.py THREADS LAYERS HIDDEN FEATURES WINDOW BATCH

nn.LSTM and a linear head in float32; `train` is forward, mean squared error, backward and a step of AdamW.
"""

import resource
import sys
import time

import torch

threads, layers, hidden, features, window, batch = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(1)
lstm = torch.nn.LSTM(features, hidden, layers, batch_first=True)
head = torch.nn.Linear(hidden, 1)
optimizer = torch.optim.AdamW([*lstm.parameters(), *head.parameters()], lr=1e-3)
x, y = torch.randn(batch, window, features), torch.randn(batch)


def predictions():
    return head(lstm(x)[0][:, -1]).squeeze(1)


def train():
    optimizer.zero_grad()
    ((predictions() - y) ** 2).mean().backward()
    optimizer.step()


def infer():
    with torch.inference_mode():
        predictions()


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_memory():
    # In bytes on macOS, in kibibytes elsewhere.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


answers = {"train": lambda: seconds(train), "infer": lambda: seconds(infer), "memory": peak_memory}
for line in sys.stdin:
    print(answers[line.strip()](), flush=True)
