"""ResNet-18 with torchvision's blocks but an eighth of its width: weights, input, feature maps; and
one array of each element type that an .npz may hold."""

import numpy as np
import torch
from torchvision.models.resnet import BasicBlock, ResNet

from common import FIXTURES, LIMIT_BYTES, array, save

SEED = 20240611
WIDTH = 8
PUBLISHED_WIDTH = 64


class NarrowResNet(ResNet):
    """torchvision's own class; only the numbers of channels are scaled."""

    def _make_layer(self, block, planes, blocks, **options):
        if planes == PUBLISHED_WIDTH:
            self.inplanes = WIDTH
        return super()._make_layer(block, planes * WIDTH // PUBLISHED_WIDTH, blocks, **options)


def narrow_resnet18():
    net = NarrowResNet(BasicBlock, [2, 2, 2, 2])
    net.conv1 = torch.nn.Conv2d(3, WIDTH, 7, stride=2, padding=3, bias=False)
    net.bn1 = torch.nn.BatchNorm2d(WIDTH)
    for module in net.modules():
        if isinstance(module, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(module.weight, mode="fan_in", nonlinearity="relu")
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.2, 0.8)
            torch.nn.init.normal_(module.bias, std=0.3)
            module.running_mean.normal_(std=0.3)
            module.running_var.uniform_(0.5, 2)
    return net.eval()


def save_npz(name, arrays, writer=np.savez):
    path = FIXTURES / f"{name}.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    writer(path, **arrays)
    assert path.stat().st_size <= LIMIT_BYTES, path
    print(f"{path.relative_to(FIXTURES)}: {path.stat().st_size} bytes")


torch.manual_seed(SEED)
net = narrow_resnet18()
weights = {k: v.numpy() for k, v in net.state_dict().items() if not k.startswith(("layer4", "fc"))}
save_npz("nn/resnet18-width8", weights)

# Odd sizes: every stride has to round.
x = torch.randn(2, 3, 45, 38)
features = {}
with torch.no_grad():
    y = net.maxpool(net.relu(net.bn1(net.conv1(x))))
    for name in ["layer1", "layer2", "layer3"]:
        y = getattr(net, name)(y)
        features[name] = array(y.numpy())
save("nn/resnet18-width8", {"width": WIDTH, "input": array(x.numpy()), "outputs": features}, SEED)

numbers = np.array([[0.5, -2, 3], [65504, 0, -1 / 1024]])
kinds = {
    "single": numbers.astype("<f4"),
    "double": numbers.astype("<f8"),
    "half": numbers.astype("<f2"),
    "count": np.int64(7),
    "row": np.arange(3, dtype="<i8"),
}
save_npz("nn/kinds", kinds, np.savez_compressed)
save_npz("nn/fortran", {"a": np.asfortranarray(numbers)})
save_npz("nn/objects", {"a": np.array([{}], dtype=object)})
