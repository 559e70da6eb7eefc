"""Feature maps of torchvision's WideResNet-50-2, narrow and shallow, in float64.

Weights and picture come from the rule of `siamese.values_of` and are not stored."""

import torch
from torchvision.models.resnet import Bottleneck, ResNet

from common import array, save, uniform
from siamese import load

SEED = 4
WIDTH = 8
PUBLISHED_WIDTH = 64


class NarrowResNet(ResNet):
    """torchvision's own class; only the numbers of channels are scaled."""

    def _make_layer(self, block, planes, blocks, **options):
        if planes == PUBLISHED_WIDTH:
            self.inplanes = WIDTH
        return super()._make_layer(block, planes * WIDTH // PUBLISHED_WIDTH, blocks, **options)


def narrow_wide_resnet():
    net = NarrowResNet(Bottleneck, [2, 1, 2, 1], width_per_group=2 * PUBLISHED_WIDTH)
    net.conv1 = torch.nn.Conv2d(3, WIDTH, 7, stride=2, padding=3, bias=False)
    net.bn1 = torch.nn.BatchNorm2d(WIDTH)
    return net


with torch.no_grad():
    net = load(narrow_wide_resnet(), SEED).double().eval()
    shape = (2, 3, 45, 38)  # odd: every stride has to round
    y = torch.from_numpy(uniform(SEED, "picture", shape, -2.0, 2.0)).double()
    y = net.maxpool(net.relu(net.bn1(net.conv1(y))))
    maps = {}
    for name in ["layer1", "layer2", "layer3"]:
        y = getattr(net, name)(y)
        maps[name] = array(y.numpy())
    shapes = {k: list(v.shape) for k, v in net.state_dict().items() if v.is_floating_point()}
    arrays = [{"key": key, "shape": shape} for key, shape in shapes.items()]
    save("nn/wide-resnet50", {"arrays": arrays, "shape": shape, "maps": maps}, SEED)
