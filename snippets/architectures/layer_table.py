"""모델에 빈 입력을 한 번 흘려, 층마다의 출력 크기와 파라미터와 곱셈 수를 받아 적는다."""

import pandas as pd
import torch
from layer_rows import KINDS, describe

COLUMNS = "이름 층 채널 크기 커널 스트라이드 패딩 활성화 파라미터 곱셈".split()
ACTIVATIONS = ("ReLU", "Tanh", "Softmax")


def count(model):
    """Return the number of trainable parameters."""
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def layer_table(model, *input_shape):
    """Run an empty batch through the model; a DataFrame with one row per layer, as it ran."""
    device = next(model.parameters()).device
    x = torch.empty(*input_shape, device=device)
    rows = [{"이름": "", "층": "입력", "채널": x.shape[1], "크기": x.shape[2], "활성화": ""}]
    rows[0] |= {"파라미터": 0, "곱셈": 0}

    def hook_for(name):
        def record(layer, _, output):
            kind = type(layer).__name__
            if kind in KINDS:
                rows.append(describe(name, layer, output))
            elif kind in ACTIVATIONS and len(rows) > 1:
                rows[-1]["활성화"] = kind

        return record

    leaves = [(n, m) for n, m in model.named_modules() if not list(m.children())]
    handles = [m.register_forward_hook(hook_for(n)) for n, m in leaves]
    was_training = model.training
    model.eval()  # 빈 입력이 배치 정규화의 통계를 건드리지 않게
    with torch.no_grad():
        model(x)
    model.train(was_training)
    for handle in handles:
        handle.remove()
    return pd.DataFrame(rows, columns=COLUMNS)


def pretty(table, drop=("이름", "곱셈")):
    """Return a copy to show: thousands with commas, nothing where there is nothing."""

    def cell(value):
        if value is None or value != value:
            return ""
        return f"{value:,.0f}" if isinstance(value, (int, float)) else str(value)

    return table.drop(columns=[c for c in drop if c in table]).map(cell)
