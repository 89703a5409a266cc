"""층 하나를 표의 한 줄로 적는다: 이름, 크기, 커널, 파라미터, 곱셈 수."""

KINDS = {
    "Conv2d": "합성곱",
    "MaxPool2d": "최대 풀링",
    "AvgPool2d": "평균 풀링",
    "AdaptiveAvgPool2d": "평균 풀링",
    "Linear": "완전 연결",
}


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
