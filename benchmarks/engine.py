"""The engine against one plain process: cold, unchanged, one edit (warm and not), a comment.

40 snippets, each a small torch training with a figure. The reference runs them all in turn in one
interpreter, without isolation, with one thread as every run has, and saves the same figures as
SVG. Beside it, what isolation alone costs: the same process forks for each, and watches nothing.
Ratios are of processor time, of all processes; the clock is told beside it.

    python benchmarks/engine.py [--snippets 40] [--jobs 2]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from maedeup.runs.waiting import NEVER_IN, end_waiting, list_waiting

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
import gc, io, os, sys
from pathlib import Path
from maedeup.runs.worker import figures
import matplotlib.pyplot as plt
import torch
from torch import _dynamo  # which the first optimizer imports
torch.set_num_threads(1)
figures.prepare()
figures.find_fonts()
figures.rehearse()  # what is done at the first figure is done once, for forks too
gc.freeze()
for path in sorted(Path("snippets").glob("*.py")):
    if sys.argv[1:] and (child := os.fork()):
        os.waitpid(child, 0)
        continue
    exec(compile(path.read_text("utf-8"), str(path), "exec"), {"__name__": "__main__"})
    for number in plt.get_fignums():
        plt.figure(number).savefig(io.StringIO(), format="svg", metadata={"Date": None})
    plt.close("all")
    if sys.argv[1:]:
        os._exit(0)
"""


def processor_s() -> float:
    """Return the processor seconds of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def waiting_s() -> float:
    """Return the processor seconds of the servers that wait, and of what they have forked."""
    total = 0.0
    for told in list_waiting():
        fields = Path(f"/proc/{told['pid']}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return total


def run(root: Path, *command: str, **environment: str) -> tuple[float, float, str]:
    """Return the processor seconds that a command takes, those of the clock, and what it prints."""
    started, used = time.perf_counter(), processor_s() + waiting_s()
    never = (*NEVER_IN, "PYTHONDONTWRITEBYTECODE")  # with it each start would compile the tool
    surroundings = {name: value for name, value in os.environ.items() if name not in never}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env=surroundings | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    clock = time.perf_counter() - started
    return processor_s() + waiting_s() - used, clock, done.stdout


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
        rows = [("one process, no isolation", *run(root, "-c", REFERENCE, MATPLOTLIBRC=str(style)))]
        forked = run(root, "-c", REFERENCE, "fork", MATPLOTLIBRC=str(style))
        rows.append(("a fork for each, nothing watched", *forked))
        rows.append(("cold", *run(root, *command, "--no-warm")))
        assert count_runs(rows[-1][-1]) == options.snippets, rows[-1]
        rows.append(("nothing changed", *run(root, *command)))
        file = root / "snippets/s007.py"
        text = file.read_text("utf-8")
        for what, rate, *no_warm in (
            ("one number changed", "0.02", "--no-warm"), ("the same, left warm", "0.03"),
            ("the same, warm", "0.04"), ("the same, warm, once more", "0.05"),
        ):  # fmt: skip
            file.write_text(text.replace("lr=0.01", f"lr={rate}"), "utf-8")
            rows.append((what, *run(root, *command, *no_warm)))
        file.write_text(file.read_text("utf-8").replace("한 번의", "한번의"), "utf-8")
        rows.append(("a comment changed", *run(root, *command)))
        end_waiting()
        imported = subprocess.run(
            [sys.executable, "-X", "importtime", *command],
            cwd=root, capture_output=True, text=True, check=True,
        ).stderr  # fmt: skip
        numeric = [m for m in ("torch", "matplotlib", "numpy") if f"| {m}\n" in imported]

    print(f"{options.snippets} torch snippets with a figure each, {options.jobs} jobs\n")
    print(f"{'':34}{'processor':>10}{'clock':>8}{'runs':>6}  ratio")
    (_, reference, *_), _, (_, cold, *_) = rows[:3]
    for number, (what, used, clock, printed) in enumerate(rows):
        n = count_runs(printed) if number > 1 else options.snippets
        ratio = f"{used / reference:.2f} of the reference, {used / cold:.1%} of cold"
        print(f"{what:34}{used:9.2f}s{clock:7.2f}s{n:6}  {ratio}")
    print(f"\nnumeric libraries imported when nothing changed: {', '.join(numeric) or 'none'}")


if __name__ == "__main__":
    main()
