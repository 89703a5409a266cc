#!/usr/bin/env bash
# Run on a machine with a CUDA device: the tests that need one, every snippet that asks for one, and
# a store of their results to bring back. Fits in ten minutes once the packages are installed.
#
#   bash tools/gpu-check.sh [FOLDER]     # results go to FOLDER, ./gpu-results by default
set -euo pipefail
out=$(realpath -m "${1:-gpu-results}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PYTHON:-.venv/bin/python}

"$python" - <<'PY'
import sys
import torch

if not torch.cuda.is_available():
    sys.exit("hint: no CUDA device here; see `nvidia-smi`, and whether torch is a CUDA build")
print("device:", torch.cuda.get_device_name())
PY

mapfile -t snippets < <(grep -rlE '^# *gpu *= *"(optional|required)"' snippets --include='*.py' || true)
echo "${#snippets[@]} snippets ask for a GPU"
timeout 240 "$python" -m pytest -m gpu -q
if [ "${#snippets[@]}" -gt 0 ]; then
  timeout 360 "$python" -m maedeup.hosts.cli run --force --jobs 1 "${snippets[@]}"
fi
"$python" -m maedeup.hosts.cli results push "$out"
echo "bring back: maedeup results pull $out"
