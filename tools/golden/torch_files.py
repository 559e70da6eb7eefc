"""Files of `torch.save` in both of its forms: state dicts, a checkpoint around one, and what is no state
dict. `nn/torch-values` says what the state dicts hold."""

import os

import torch

from common import FIXTURES, array, save, uniform

SEED = 3


class Hostile:
    """Runs a command when Python loads it."""

    def __reduce__(self):
        return (os.system, ("touch hostile-pickle-ran",))


def values():
    whole = torch.from_numpy(uniform(SEED, "whole", (4, 3, 2)))
    return {
        "row.weight": whole[1],  # a view behind the start of its storage
        "turned.weight": whole.permute(2, 0, 1),  # not in the order of its storage
        "half.bias": torch.tensor([0.5, -2, 65504], dtype=torch.float16),
        "brain.bias": torch.tensor([0.5, -2, 3], dtype=torch.bfloat16),
        "double.bias": torch.tensor([[0.25], [-8]], dtype=torch.float64),
        "count": torch.tensor(7),
        "empty": torch.zeros(0, 3),
    }


def write(name, content, zipped):
    path = FIXTURES / "nn" / f"{name}.pth"
    torch.save(content, path, _use_new_zipfile_serialization=zipped)
    print(f"{path.relative_to(FIXTURES)}: {path.stat().st_size} bytes")


class Small(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(1, 2, 1)


torch.manual_seed(SEED)
state = values()
for form, zipped in [("archive", True), ("stream", False)]:
    write(f"torch-{form}", state, zipped)
    write(f"torch-{form}-hostile", {"object": Hostile(), "weight": torch.ones(2)}, zipped)
net = Small()
parameters = {"model": dict(net.named_parameters()), "epoch": 3, "arguments": ["--lr", 0.1, None, True]}
write("torch-checkpoint", parameters, True)
write("torch-object", Hostile(), True)
write("torch-integers", {"weight": torch.ones(2, dtype=torch.int32)}, True)
expected = {key: array(tensor.float().numpy()) for key, tensor in state.items() if tensor.ndim > 0}
inner = {key: array(tensor.detach().numpy()) for key, tensor in net.named_parameters()}
save("nn/torch-values", {"state": expected, "checkpoint": inner}, SEED)
