"""모델에 빈 입력을 한 번 흘려, 층마다의 출력 크기와 파라미터와 곱셈 수를 받아 적는다."""

import pandas as pd
import torch

KINDS = {
    "Conv2d": "합성곱",
    "MaxPool2d": "최대 풀링",
    "AvgPool2d": "평균 풀링",
    "AdaptiveAvgPool2d": "평균 풀링",
    "Linear": "완전 연결",
}
COLUMNS = "이름 층 채널 크기 커널 스트라이드 패딩 활성화 파라미터 곱셈".split()
ACTIVATIONS = ("ReLU", "Tanh", "Softmax")


def count(model):
    """Return the number of trainable parameters."""
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def first(value):
    """Return the first of a pair, or the number itself."""
    return value[0] if isinstance(value, tuple) else value


def describe(name, layer, output):
    """Return one row: what a layer is, and what it made of its input."""
    kind, is_map = type(layer).__name__, output.dim() == 4
    adaptive = kind.startswith("Adaptive")
    windowed = hasattr(layer, "kernel_size")
    params = sum(p.numel() for p in layer.parameters(recurse=False))
    products = 0  # 한 장을 지날 때의 곱셈 수: 출력 한 칸마다 필터 하나
    if kind == "Conv2d":
        products = output[0].numel() * layer.weight[0].numel()
    elif kind == "Linear":
        products = layer.weight.numel()
    return {
        "이름": name,
        "층": KINDS[kind],
        "채널": output.shape[1],
        "크기": output.shape[2] if is_map else None,
        "커널": first(layer.kernel_size) if windowed else "전체" if adaptive else None,
        "스트라이드": first(layer.stride) if windowed else None,
        "패딩": first(layer.padding) if windowed else None,
        "활성화": "",
        "파라미터": params,
        "곱셈": products,
    }


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
