"""Feature maps of torchvision's ConvNeXt-Tiny at strides 4, 8 and 16, in float64.

Weights and picture come from the rule of `siamese.values_of` and are not stored."""

import torch
from torchvision.models import convnext_tiny

from common import array, save, uniform
from siamese import load

SEED = 1
SIZE = 64
STAGES = 3

with torch.no_grad():
    net = load(convnext_tiny(), SEED).double().eval()
    shape = (1, 3, SIZE, SIZE)
    y = torch.from_numpy(uniform(SEED, "picture", shape, -2.0, 2.0)).double()
    maps = {}
    for i in range(STAGES):
        y = net.features[2 * i : 2 * i + 2](y)
        maps[f"stage{i + 1}"] = array(y.numpy())

save("nn/convnext-tiny", {"shape": shape, "maps": maps}, SEED)
