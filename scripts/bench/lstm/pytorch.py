"""PyTorch's side of a comparison: reads `train` or `infer` on standard input, does it once, answers with the seconds.

    python3 pytorch.py THREADS LAYERS HIDDEN FEATURES WINDOW BATCH

nn.LSTM and a linear head in float32; `train` is forward, mean squared error, backward and a step of AdamW.
"""

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


for line in sys.stdin:
    work = {"train": train, "infer": infer}[line.strip()]
    start = time.perf_counter()
    work()
    print(time.perf_counter() - start, flush=True)
