"""Feature maps of a trained network in the frame of the picture, in PyTorch: ResNet-18 with spatial
transformers, each stage's map and the encoder's warped back by the inverse of all transformers before
it.

Weights, statistics and pictures come from the rule of `siamese.values_of` and are not stored. The script
takes the first seed whose transformers neither mirror nor flatten any picture, and where float32
agrees with float64: small maps under large warps have edges at which rounding decides. Computed in
float64."""

import sys

import torch

from common import array, save, uniform
from networks import Encoder, ResNet, warp
from siamese import load

WIDTH = 16
CASES = [(2, (64, 64)), (1, (80, 72))]  # pictures and their size: as trained, and another
DETERMINANTS = (0.3, 3.0)
ROUNDING = 1e-5


class Inference(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = ResNet(WIDTH, True, CASES[0][1][0])
        self.encoder = Encoder(4 * WIDTH)

    def forward(self, x):
        maps = self.backbone(x)
        thetas = [getattr(self.backbone, f"stn{i}").theta for i in (1, 2, 3)]
        last = torch.tensor([[[0.0, 0.0, 1.0]]], dtype=x.dtype).expand(len(x), 1, 3)
        path = torch.eye(3, dtype=x.dtype)
        back = {}
        for theta, (name, y) in zip(thetas, list(maps.items())):
            path = path @ torch.cat([theta, last], 1)
            back[name] = warp(y, torch.linalg.inv(path)[:, :2])
        back["encoder"] = warp(self.encoder(maps["layer3"]), torch.linalg.inv(path)[:, :2])
        return back, torch.linalg.det(path)


def pictures(seed, count, size):
    x = uniform(seed, f"pictures/{size[0]}x{size[1]}", (count, 3, *size), -2.0, 2.0)
    return torch.from_numpy(x)


def run(seed, dtype):
    net = load(Inference(), seed).to(dtype).eval()
    return [net(pictures(seed, count, size).to(dtype)) for count, size in CASES]


def is_regular(seed):
    low, high = DETERMINANTS
    single, double = run(seed, torch.float32), run(seed, torch.float64)
    if not all(low < d < high for _, determinants in double for d in determinants):
        return False
    errors = [
        ((a[name] - y).abs().max() / y.abs().max()).item()
        for (a, _), (b, _) in zip(single, double)
        for name, y in b.items()
    ]
    print(f"seed {seed}: float32 differs by {max(errors):.1e}", flush=True)
    return max(errors) < ROUNDING


with torch.no_grad():
    seed = next((seed for seed in range(1, 1000) if is_regular(seed)), None)
    if seed is None:
        sys.exit("no seed")
    cases = [
        {"shape": [count, 3, *size], "maps": {name: array(y.numpy()) for name, y in maps.items()}}
        for (count, size), (maps, _) in zip(CASES, run(seed, torch.float64))
    ]
    save("nn/inference", {"width": WIDTH, "trainedSize": CASES[0][1][0], "cases": cases}, seed)
