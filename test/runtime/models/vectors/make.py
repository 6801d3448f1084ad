"""Makes lstm.json: forward, gradients and three Adam steps of a small LSTM as PyTorch computes them (float32).

    pip install torch numpy
    python make.py > lstm.json

PyTorch keeps two biases per gate; the second is held at zero and frozen, which is our one bias. Its gate order is
i f g o, and its matrices are transposed against ours.
"""

import json

import torch

torch.manual_seed(7)
torch.use_deterministic_algorithms(True)
H, F, T, LAYERS, N = 5, 3, 7, 2, 4

lstm = torch.nn.LSTM(F, H, LAYERS)
head = torch.nn.Linear(H, 1)
named = {}
for layer in range(LAYERS):
    named[f"layer{layer}/input_kernel"] = getattr(lstm, f"weight_ih_l{layer}")
    named[f"layer{layer}/recurrent_kernel"] = getattr(lstm, f"weight_hh_l{layer}")
    named[f"layer{layer}/bias"] = getattr(lstm, f"bias_ih_l{layer}")
    frozen = getattr(lstm, f"bias_hh_l{layer}")
    frozen.data.zero_()
    frozen.requires_grad_(False)
named["head/kernel"] = head.weight
named["head/bias"] = head.bias

x = torch.randn(T, N, F)
y = torch.randn(N)


def columns(tensors):
    return {
        name: {"shape": list(t.t().shape if t.dim() == 2 else t.shape), "values": (t.t() if t.dim() == 2 else t).flatten().tolist()}
        for name, t in tensors.items()
    }


def forward():
    out, _ = lstm(x)
    return head(out[-1]).squeeze(1)


weights = columns({name: p.detach().clone() for name, p in named.items()})
predictions = forward()
loss = ((predictions - y) ** 2).mean()
loss.backward()
gradients = columns({name: p.grad.clone() for name, p in named.items()})

decayed = [p for name, p in named.items() if not name.endswith("/bias")]
plain = [p for name, p in named.items() if name.endswith("/bias")]
start = {name: p.detach().clone() for name, p in named.items()}
optimizers = {
    "adam": lambda: torch.optim.Adam(
        [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}], lr=0.01, betas=(0.9, 0.98), eps=1e-7
    ),
    "adamw": lambda: torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}], lr=0.01, betas=(0.9, 0.98), eps=1e-7
    ),
    "sgd": lambda: torch.optim.SGD(list(named.values()), lr=0.1, momentum=0.9),
}
trained = {}
for name, make in optimizers.items():
    for key, p in named.items():
        p.data.copy_(start[key])
    optimizer = make()
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        value = ((forward() - y) ** 2).mean()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    trained[name] = {"losses": losses, "weights": columns({k: p.detach().clone() for k, p in named.items()})}

print(
    json.dumps(
        {
            "about": "PyTorch nn.LSTM + Linear, float32, mean squared error; made by make.py",
            "torch": torch.__version__,
            "hidden": H,
            "features": F,
            "window": T,
            "layers": LAYERS,
            "sequences": N,
            "x": x.flatten().tolist(),
            "y": y.tolist(),
            "weights": weights,
            "predictions": predictions.tolist(),
            "loss": loss.item(),
            "gradients": gradients,
            "trained": trained,
        }
    )
)
