"""The engine against one plain process: cold, unchanged, one number changed, a comment changed.

40 snippets, each a small torch training with a figure. The reference runs them all in turn in one
interpreter, without isolation, and saves the same figures as SVG; both may use two cores.

    python benchmarks/engine.py [--snippets 40] [--jobs 2]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SNIPPET = '''\
"""사인을 배운다, {number}번."""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed({number})

# %% train
# 한 번의 학습.
x = torch.linspace(-3, 3, 64).unsqueeze(1)  # (64, 1)
model = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
losses = []
for _ in range(60):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), torch.sin(x))
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(f"{{losses[-1]:.3f}}")

# %% plot
fig, ax = plt.subplots(num="loss", figsize=(4, 3))
ax.plot(losses)
ax.set(title="손실", xlabel="걸음", ylabel="오차")
'''

# One process, no isolation: exec each file, save its figures, close them.
REFERENCE = """\
import io, sys
from pathlib import Path
from maedeup.runs.worker import figures
import matplotlib.pyplot as plt
import torch
torch.set_num_threads(2)
figures.prepare()
for path in sorted(Path("snippets").glob("*.py")):
    exec(compile(path.read_text("utf-8"), str(path), "exec"), {"__name__": "__main__"})
    for number in plt.get_fignums():
        plt.figure(number).savefig(io.StringIO(), format="svg", metadata={"Date": None})
    plt.close("all")
"""


def run(root: Path, *command: str, **environment: str) -> tuple[float, str]:
    """Return the seconds that a command takes, and what it prints."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - started, done.stdout


def count_runs(output: str) -> int:
    """Return how many snippets `maedeup run` says it ran."""
    return int(output.split(" snippets, ")[1].split(" run")[0])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--snippets", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "mkdocs.yml").write_text("site_name: benchmark\n")
        (root / "snippets").mkdir()
        (root / "docs").mkdir()
        for number in range(options.snippets):
            (root / f"snippets/s{number:03}.py").write_text(SNIPPET.format(number=number), "utf-8")
        command = ("-m", "maedeup.hosts.cli", "run", "--jobs", str(options.jobs))
        from maedeup.runs.worker.colours import fill_style
        from maedeup.runs.worker.figures import STYLE

        style = root / "figure.mplstyle"
        style.write_text(fill_style(STYLE.read_text("utf-8")))
        # Warm the file cache: the first import of torch on a machine reads gigabytes.
        run(root, "-c", "import torch._dynamo, matplotlib.pyplot")
        reference, _ = run(root, "-c", REFERENCE, MATPLOTLIBRC=str(style))
        cold, printed = run(root, *command)
        assert count_runs(printed) == options.snippets, printed
        unchanged, printed = run(root, *command)
        n_unchanged = count_runs(printed)

        file = root / "snippets/s007.py"
        text = file.read_text("utf-8")
        file.write_text(text.replace("lr=0.01", "lr=0.02"), "utf-8")
        number, printed = run(root, *command)
        n_number = count_runs(printed)
        file.write_text(text.replace("lr=0.01", "lr=0.02").replace("한 번의", "한번의"), "utf-8")
        comment, printed = run(root, *command)
        n_comment = count_runs(printed)
        imported = subprocess.run(
            [sys.executable, "-X", "importtime", *command],
            cwd=root, capture_output=True, text=True, check=True,
        ).stderr  # fmt: skip
        numeric = [m for m in ("torch", "matplotlib", "numpy") if f"| {m}\n" in imported]

    print(f"{options.snippets} torch snippets with a figure each, {options.jobs} jobs\n")
    print(f"{'':34}{'seconds':>9}{'runs':>6}  ratio")
    print(f"{'one process, no isolation':34}{reference:9.2f}{options.snippets:6}  1.00 (reference)")
    print(f"{'cold':34}{cold:9.2f}{options.snippets:6}  {cold / reference:.2f} of the reference")
    print(f"{'nothing changed':34}{unchanged:9.2f}{n_unchanged:6}  {unchanged / cold:.1%} of cold")
    print(f"{'one number changed':34}{number:9.2f}{n_number:6}  {number / cold:.1%} of cold")
    print(f"{'a comment changed':34}{comment:9.2f}{n_comment:6}  {comment / cold:.1%} of cold")
    print(f"\nnumeric libraries imported when nothing changed: {', '.join(numeric) or 'none'}")


if __name__ == "__main__":
    main()
