"""The networks of training and inference in PyTorch: backbones, spatial transformers, and the Siamese
network upon them with its loss. Keys are those of torchvision and RegAD."""

import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models.convnext import CNBlockConfig, ConvNeXt
from torchvision.models.resnet import BasicBlock


class Transformer(nn.Module):
    """RegAD's STNModule, mode rotation_scale."""

    def __init__(self, channels, side):
        super().__init__()
        self.side = side
        self.conv = nn.Sequential(
            nn.Conv2d(channels, 64, 3, padding=1, bias=False),
            nn.BatchNorm2d(64),
            nn.ReLU(),
            nn.MaxPool2d(3, 2, 1),
            nn.Conv2d(64, 16, 3, padding=1, bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.MaxPool2d(3, 2, 1),
        )
        self.fc = nn.Sequential(nn.Linear(16 * side * side, 1024), nn.ReLU(), nn.Linear(1024, 3))

    def forward(self, x):
        seen = self.conv(x)
        if seen.shape[2:] != (self.side, self.side):
            seen = F.interpolate(seen, (self.side, self.side), mode="bilinear", align_corners=False)
        angle, sx, sy = self.fc(seen.flatten(1)).unbind(1)
        sin, cos, zero = torch.sin(angle), torch.cos(angle), torch.zeros_like(angle)
        self.theta = torch.stack([cos * sx, -sin, zero, sin, cos * sy, zero], 1).view(-1, 2, 3)
        return warp(x, self.theta)


def warp(x, theta):
    grid = F.affine_grid(theta, x.shape, align_corners=False)
    return F.grid_sample(x, grid, padding_mode="reflection", align_corners=False)


def stage(inputs, planes, stride):
    shortcut = None
    if stride != 1 or inputs != planes:
        conv = nn.Conv2d(inputs, planes, 1, stride, bias=False)
        shortcut = nn.Sequential(conv, nn.BatchNorm2d(planes))
    return nn.Sequential(
        BasicBlock(inputs, planes, stride, shortcut), BasicBlock(planes, planes)
    )


class ResNet(nn.Module):
    """ResNet-18 up to layer3, with or without transformers."""

    def __init__(self, width, transformers, size):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.widths = [width, 2 * width, 4 * width]
        for i, (inputs, planes) in enumerate(zip([width, *self.widths], self.widths)):
            setattr(self, f"layer{i + 1}", stage(inputs, planes, 1 if i == 0 else 2))
            if transformers:
                side = -(-size // (16 * 2**i))  # rounded up, as its two poolings do
                setattr(self, f"stn{i + 1}", Transformer(planes, side))

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        maps = {}
        for i in (1, 2, 3):
            x = getattr(self, f"layer{i}")(x)
            x = getattr(self, f"stn{i}", nn.Identity())(x)
            maps[f"layer{i}"] = x
        return maps


class TwoBlocks(nn.Module):
    """torchvision's ConvNeXt, with one block in each of two stages."""

    def __init__(self):
        super().__init__()
        self.widths = [96, 192]
        settings = [CNBlockConfig(96, 192, 1), CNBlockConfig(192, None, 1)]
        self.features = ConvNeXt(settings).features

    def forward(self, x):
        first = self.features[:2](x)
        return {"stage1": first, "stage2": self.features[2:](first)}


def conv1x1(width):
    return nn.Conv2d(width, width, 1, bias=False)


class Encoder(nn.Module):
    """RegAD's, without the normalization that it does not use."""

    def __init__(self, width):
        super().__init__()
        self.conv1, self.bn1 = conv1x1(width), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = conv1x1(width), nn.BatchNorm2d(width)
        self.conv3 = conv1x1(width)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return self.conv3(F.relu(self.bn2(self.conv2(x))))


class Predictor(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1, self.bn1 = conv1x1(width), nn.BatchNorm2d(width)
        self.conv2 = conv1x1(width)

    def forward(self, x):
        return self.conv2(F.relu(self.bn1(self.conv1(x))))


class Siamese(nn.Module):
    def __init__(self, backbone, per_level=False, symmetric=True, frozen=False):
        super().__init__()
        self.symmetric = symmetric
        self.frozen = frozen
        self.backbone = backbone
        widths = backbone.widths
        if per_level:
            self.encoder = nn.ModuleDict({f"layer{i + 1}": Encoder(w) for i, w in enumerate(widths)})
            self.predictor = nn.ModuleDict(
                {f"layer{i + 1}": Predictor(w) for i, w in enumerate(widths)}
            )
        else:
            self.encoder, self.predictor = Encoder(widths[-1]), Predictor(widths[-1])

    def heads(self, module, maps):
        if isinstance(module, nn.ModuleDict):
            return {name: module[name](x) for name, x in maps.items()}
        last = list(maps)[-1]
        return {last: module(maps[last])}

    def set_mode(self):
        self.train()
        if self.frozen:
            self.backbone.eval()

    def forward(self, query, support):
        self.set_mode()
        zq, zs = (self.heads(self.encoder, self.backbone(x)) for x in (query, support))
        directions = [(zq, zs), (zs, zq)] if self.symmetric else [(zs, zq)]
        predictions = [self.heads(self.predictor, source) for source, _ in directions]
        losses = [
            -F.cosine_similarity(p[name], z[name].detach(), 1).mean()
            for p, (_, z) in zip(predictions, directions)
            for name in p
        ]
        return sum(losses) / len(losses), spread(zq)


def spread(encodings):
    values = []
    for z in encodings.values():
        unit = z.detach() / z.detach().norm(dim=1, keepdim=True)
        variances = unit.var(0, unbiased=True).mean((1, 2))
        values.append(variances.sqrt().mean() * z.shape[1] ** 0.5)
    return sum(values) / len(values)
