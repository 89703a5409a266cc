"""What recording shapes costs: loops of 10,000 small torch steps with and without it.

Both codes run in turn in one process; a ratio is the median of the rounds', in processor time.

    python benchmarks/shapes.py [--rounds 9]
"""

from __future__ import annotations

import argparse
import ast
import statistics
import time
from types import CodeType

import torch
from maedeup.runs.worker.instrument import instrument

LIMIT = 1.05

LEAST_S = 8.0
"""Of plain loops in all: a short one needs more rounds than a long one to be told from noise."""

LOOPS = {
    "training, a layer in a class": """\
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 1)
    def forward(self, x):
        h = self.fc(x)
        return h.relu()
torch.manual_seed(0)
model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
x, y = torch.randn(8, 4), torch.randn(8, 1)
for _ in range(10_000):
    prediction = model(x)
    loss = ((prediction - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    last = loss.item()
""",
    "gradient descent by hand": """\
import torch
torch.manual_seed(0)
x, y = torch.randn(8, 1), torch.randn(8, 1)
w = torch.zeros(1)
for step in range(10_000):
    error = x * w - y
    gradient = 2 * (error * x).mean()
    w = w - 0.01 * gradient
""",
    "one product and one sum": """\
import torch
w = torch.ones(4)
for step in range(10_000):
    w = w * 0.999 + 0.001
""",
}


def time_once(code: CodeType) -> float:
    """Return the seconds that a run of the code takes."""
    started = time.process_time()
    exec(code, {"__name__": "__main__"})
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    print(f"10,000 small torch steps, {rounds} rounds or more\n")
    print(f"{'':34}{'plain':>9}{'recorded':>10}  ratio (at most {LIMIT})")
    worst = 0.0
    for name, text in LOOPS.items():
        plain = compile(text, "loop.py", "exec")
        times: tuple[list[float], list[float]] = ([], [])
        time_once(plain)  # what torch imports late belongs to neither
        for number in range(max(rounds, round(LEAST_S / time_once(plain)))):
            tree = ast.parse(text)
            recorder, constants = instrument(
                tree
            )  # each round begins anew: the first looks cost most
            recorded = constants.fill(compile(tree, "loop.py", "exec"))
            # Each of the two goes first in half of the rounds.
            order = (0, 1) if number % 2 else (1, 0)
            for which in order:
                times[which].append(time_once((plain, recorded)[which]))
            assert any(shape.kinds for shape in recorder.shapes())
        ratio = statistics.median(y / x for x, y in zip(*times, strict=True))
        worst = max(worst, ratio)
        a, b = map(statistics.median, times)
        print(f"{name:34}{a:8.3f}s{b:9.3f}s  {ratio:.3f}")
    print(f"\nworst: {worst:.3f}")


if __name__ == "__main__":
    main()
