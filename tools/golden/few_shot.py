"""PatchCore and PaDiM on real pictures, written again with Pillow, PyTorch, SciPy and scikit-learn from
the decoded picture to the AUROC: bottle and screw of MVTec AD, K = 8. The support set is the list that
`fewgood evaluate` left, and what the methods draw (where the coreset starts, its projection, PaDiM's
channels) is drawn from the same stream; nothing else is shared. What other draws of the coreset give
stands beside it.

Needs mvtec/bottle, mvtec/screw and the weights of docs/data.md; says so and stops without them."""

import os
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from scipy.ndimage import gaussian_filter
from sklearn.metrics import roc_auc_score
from torchvision.models import resnet18

from common import FIXTURES, draws, save

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = Path(os.environ.get("FEWGOOD_DATA") or SHARED / "data")
WEIGHTS = Path(os.environ.get("FEWGOOD_WEIGHTS") or SHARED / "weights") / "resnet18_tv_in1k_v1_conv1-layer3_bn_recalibrated.npz"
SEED = 0
SIZE = 224
SUPPORT = FIXTURES / "few-shot" / "k8.s0.txt"
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)


def backbone():
    net = resnet18().eval()
    with np.load(WEIGHTS) as arrays:
        state = {name: torch.from_numpy(np.asarray(arrays[name])) for name in arrays.files}
    missing, unexpected = net.load_state_dict(state, strict=False)
    assert not unexpected, unexpected
    rest = [name for name in missing if not name.startswith(("layer4", "fc")) and "num_batches" not in name]
    assert not rest, rest
    return net


@torch.no_grad()
def feature_maps(net, path):
    """The maps of layer1 to layer3, each of shape [1, C, H, W]."""
    picture = Image.open(path).convert("RGB").resize((SIZE, SIZE), Image.BILINEAR)
    x = (np.asarray(picture, np.float32) / 255 - MEAN) / STD
    y = net.maxpool(net.relu(net.bn1(net.conv1(torch.from_numpy(x).permute(2, 0, 1)[None]))))
    maps = []
    for layer in [net.layer1, net.layer2, net.layer3]:
        y = layer(y)
        maps.append(y)
    return maps


def ground_truth(folder, path):
    """The mask at S×S by the nearest pixel; nothing for a good picture."""
    if path.parent.name == "good":
        return np.zeros((SIZE, SIZE), bool)
    mask = Image.open(folder / "ground_truth" / path.parent.name / f"{path.stem}_mask.png")
    return np.asarray(mask.convert("L").resize((SIZE, SIZE), Image.NEAREST)) > 0


def anomaly_map(distances, side):
    plane = distances.reshape(1, 1, side, side)
    large = F.interpolate(plane, size=(SIZE, SIZE), mode="bilinear", align_corners=False)
    return gaussian_filter(large[0, 0].numpy(), sigma=4)


def uniforms(name, count):
    return draws(SEED, name, count) / 2.0**32


def patchcore_draws(rows, width, to=128):
    """First row and random projection as our seeded stream gives them."""
    u = uniforms("coreset/layer2+layer3", 1 + 2 * width * to)
    normal = np.sqrt(-2 * np.log(1 - u[1::2])) * np.cos(2 * np.pi * u[2::2])
    return int(u[0] * rows), (normal / np.sqrt(to)).reshape(width, to)


def other_draws(seed, rows, width, to=128):
    random = np.random.default_rng(seed)
    return int(random.integers(rows)), random.normal(size=(width, to)) / np.sqrt(to)


def coreset(features, first, projection, ratio=0.1):
    """k-center greedy, PatchCore's Algorithm 1."""
    projected = features @ torch.from_numpy(projection).float()
    chosen, nearest = [], torch.full((len(features),), np.inf)
    latest = first
    for _ in range(int(np.ceil(ratio * len(features)))):
        chosen.append(latest)
        nearest = torch.minimum(nearest, ((projected - projected[latest]) ** 2).sum(1))
        latest = int(nearest.argmax())
    return features[chosen]


def locally_aware(maps):
    """Levels 2 and 3, averaged over 3×3 patches, on the grid of level 2: shape [784, 384]."""
    fine, coarse = (F.avg_pool2d(level, 3, 1, 1) for level in maps[1:])
    coarse = F.interpolate(coarse, size=fine.shape[-2:], mode="bilinear", align_corners=False)
    return torch.cat([fine, coarse], 1)[0].flatten(1).T


def patchcore(support, tests, drawn):
    features = torch.cat([locally_aware(maps) for maps in support])
    # In double precision, where distances by matrix products lose nothing that shows.
    bank = coreset(features, *drawn(*features.shape)).double()
    for maps in tests:
        queries = locally_aware(maps).double()
        distances = torch.cdist(queries, bank)
        nearest, which = distances.min(1)
        hottest = int(nearest.argmax())
        centre = bank[which[hottest]]
        around = torch.argsort(((bank - centre) ** 2).sum(1))[:9]
        weight = 1 - torch.exp(nearest[hottest] - torch.logsumexp(distances[hottest, around], 0))
        yield float(weight * nearest[hottest]), anomaly_map(nearest, int(len(queries) ** 0.5))


def padim_channels(width, count=100):
    """Partial shuffle, as `Random.sample` of src/random.ts."""
    channels = list(range(width))
    for i, u in enumerate(uniforms("channels", count)):
        j = i + int(u * (width - i))
        channels[i], channels[j] = channels[j], channels[i]
    return channels[:count]


def padim(support, tests):
    def embed(maps):
        side = maps[0].shape[-1]
        planes = torch.cat([F.interpolate(level, size=(side, side), mode="nearest") for level in maps], 1)
        return planes[0].flatten(1).T[:, padim_channels(planes.shape[1])].double()

    samples = torch.stack([embed(maps) for maps in support])  # [K, 3136, 100]
    mean = samples.mean(0)
    centred = (samples - mean).transpose(0, 1)
    covariance = centred.transpose(1, 2) @ centred / (len(support) - 1)
    inverse = torch.linalg.inv(covariance + 0.01 * torch.eye(mean.shape[1], dtype=torch.float64))
    for maps in tests:
        d = embed(maps) - mean
        distances = torch.einsum("pi,pij,pj->p", d, inverse, d).sqrt()
        plane = anomaly_map(distances, int(len(d) ** 0.5))
        yield float(plane.max()), plane


def measured(results, anomalous, truth):
    scores, planes = zip(*results)
    return {
        "imageAuroc": roc_auc_score(anomalous, scores),
        "pixelAuroc": roc_auc_score(np.ravel(truth), np.ravel(planes)),
        "scores": [float(f"{score:.7g}") for score in scores],
    }


def category(net, name):
    folder = DATA / "mvtec" / name
    lines = SUPPORT.read_text().splitlines()
    support = [DATA / line for line in lines if line.startswith(f"mvtec/{name}/")]
    paths = sorted((folder / "test").glob("*/*.jpg"))
    anomalous = [path.parent.name != "good" for path in paths]
    truth = np.stack([ground_truth(folder, path) for path in paths])
    normal, tests = ([feature_maps(net, path) for path in some] for some in (support, paths))
    others = [patchcore(normal, tests, lambda *shape, seed=seed: other_draws(seed, *shape)) for seed in range(5)]
    return {
        "tests": [str(path.relative_to(DATA)) for path in paths],
        "patchcore": measured(patchcore(normal, tests, patchcore_draws), anomalous, truth),
        "patchcoreOtherDraws": [roc_auc_score(anomalous, [score for score, _ in other]) for other in others],
        "padim": measured(padim(normal, tests), anomalous, truth),
    }


missing = [path for path in [WEIGHTS, DATA / "mvtec" / "bottle", DATA / "mvtec" / "screw"] if not path.exists()]
if missing:
    print(f"skipped: needs {', '.join(map(str, missing))}: see docs/data.md")
    sys.exit()
network = backbone()
save(
    "few-shot/expected",
    {"categories": {f"mvtec/{name}": category(network, name) for name in ["bottle", "screw"]}},
    SEED,
)
