"""Feature maps of EfficientNet-Lite2 at strides 4, 8 and 16 by the published PyTorch port, in float64.

Weights and picture come from the rule of `siamese.values_of` and are not stored. Without an image size
the port pads as TensorFlow does for the map at hand; the odd sides make that padding differ from layer
to layer."""

import torch
from efficientnet_lite_pytorch import EfficientNet

from common import array, save, uniform
from siamese import load

SEED = 1
SHAPE = (1, 3, 75, 58)
BLOCKS = {3: "b3", 6: "b6", 14: "b14"}

with torch.no_grad():
    net = load(EfficientNet.from_name("efficientnet-lite2", image_size=None), SEED).double().eval()
    y = torch.from_numpy(uniform(SEED, "picture", SHAPE, -1.0, 1.0)).double()
    y = net._swish(net._bn0(net._conv_stem(y)))
    maps = {}
    for i, block in enumerate(net._blocks[:15]):
        y = block(y)
        if i in BLOCKS:
            maps[BLOCKS[i]] = array(y.numpy())

save("nn/efficientnet-lite2", {"shape": SHAPE, "maps": maps}, SEED)
