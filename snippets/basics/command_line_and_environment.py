"""명령줄과 실험 환경: 무엇으로 돌렸는지 적어 두어야 다시 돌릴 수 있다.

주장: 명령은 종료 코드로 성공을 알린다. 가상환경은 서로의 패키지를 보지 못한다. torchvision은
    torch의 버전을 골라 요구하고, 설치된 torch가 그 요구를 채운다.
출처: Python 문서 venv, subprocess, importlib.metadata
"""

# %% setup
import subprocess
import sys
import tempfile
import venv
from importlib import metadata
from pathlib import Path

import pandas as pd
from packaging.requirements import Requirement


# %% command
def python(code, executable=sys.executable):
    """`python -c "code"`를 실행한다."""
    command = [str(executable), "-I", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False)


good, bad = python("print(6 * 7)"), python("print(6 * x)")
print("표준 출력:", good.stdout.strip(), "/ 종료 코드:", good.returncode)
print("표준 오류:", bad.stderr.strip().splitlines()[-1], "/ 종료 코드:", bad.returncode)
assert (good.returncode, bad.returncode) == (0, 1)

# %% venv
with tempfile.TemporaryDirectory() as folder:
    venv.create(folder, with_pip=False, symlinks=False)
    inside = python("import numpy", Path(folder) / "bin" / "python")
    print(inside.stderr.strip().splitlines()[-1])
assert "No module named 'numpy'" in inside.stderr

# %% versions
packages = ["torch", "torchvision", "numpy", "scikit-learn", "matplotlib"]
versions = pd.Series({name: metadata.version(name) for name in packages}, name="버전").to_frame()
versions

# %% depends
wanted = [Requirement(text) for text in metadata.requires("torchvision")]
on_torch = next(r for r in wanted if r.name == "torch")
need = str(on_torch.specifier)
print("torchvision의 요구:", on_torch)
assert on_torch.specifier.contains(metadata.version("torch"), prereleases=True)
assert not on_torch.specifier.contains("1.0")
