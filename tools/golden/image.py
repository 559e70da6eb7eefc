"""Fixtures of src/image: Pillow's resize, PyTorch's interpolate and grid_sample, torchvision's
photometric functions, matplotlib's colours. Pictures are a formula, the same in
test/golden/image-pattern.ts, so that only results are stored."""

import hashlib

import matplotlib.cm
import numpy as np
import torch
import torch.nn.functional as F
import torchvision.transforms.functional as TF
from PIL import Image

from common import array, save

BILINEAR = TF.InterpolationMode.BILINEAR


def pattern(width, height):
    """A smooth slope with noise of a small integer hash; uint8, shape [height, width, 3]."""
    y, x, c = np.ogrid[0:height, 0:width, 0:3]
    x, y, c = (v.astype(np.int64) for v in (x, y, c))
    noise = ((x * 73 + y * 151 + c * 199 + x * y * 7) & 0x7FFF) ** 2 >> 5 & 127
    slope = (x + 2 * y + 30 * c) & 127
    return (noise + slope).astype(np.uint8)


def planar(width, height):
    """The pattern as float64 in [0, 1], shape [1, 3, height, width]."""
    return torch.from_numpy(pattern(width, height)).permute(2, 0, 1)[None].double() / 255


def resize_cases():
    sides = [
        ((61, 47), (24, 24)),
        ((24, 24), (61, 47)),
        ((61, 47), (61, 20)),
        ((61, 47), (20, 47)),
        ((61, 47), (61, 47)),
        ((1, 1), (5, 3)),
        ((2, 300), (7, 1)),
        ((500, 3), (1, 9)),
        ((512, 512), (224, 224)),
        ((900, 900), (224, 224)),
        ((700, 525), (448, 448)),
        ((1024, 640), (320, 320)),
    ]
    cases = []
    for source, target in sides:
        picture = Image.fromarray(pattern(*source)).resize(target, Image.BILINEAR)
        digest = hashlib.sha256(np.asarray(picture).tobytes()).hexdigest()
        cases.append({"from": source, "to": target, "sha256": digest})
    small = Image.fromarray(pattern(61, 47)).resize((24, 24), Image.BILINEAR)
    return {"cases": cases, "small": array(np.asarray(small))}


def plane_cases():
    cases = []
    for source, target in [((7, 5), (31, 18)), ((31, 18), (7, 5)), ((14, 14), (56, 56)), ((1, 4), (3, 4))]:
        plane = planar(*source)[:, :1]
        out = F.interpolate(plane, size=target[::-1], mode="bilinear", align_corners=False)
        cases.append({"from": source, "to": target, "expected": array(out[0, 0].numpy())})
    return {"cases": cases}


def warp_cases():
    """Sampling grids by torchvision's own matrix, then PyTorch's grid_sample by reflection."""
    cases = []

    def add(name, size, angle=0.0, shift=(0, 0), scale=1.0):
        width, height = size
        pixels = [shift[0] * width, shift[1] * height]
        # torchvision's affine() turns clockwise for a positive angle, its rotate() negates it.
        matrix = TF._get_inverse_affine_matrix([0.0, 0.0], -angle, pixels, scale, [0.0, 0.0])
        a, b, c, d, e, f = matrix
        theta = torch.tensor(
            [[a, b * height / width, 2 * c / width], [d * width / height, e, 2 * f / height]],
            dtype=torch.float64,
        )[None]
        grid = F.affine_grid(theta, [1, 3, height, width], align_corners=False)
        out = F.grid_sample(planar(*size), grid, "bilinear", "reflection", align_corners=False)
        step = {"angle": angle, "shift": shift, "scale": scale}
        cases.append({"name": name, "size": size, **step, "expected": array(out[0].numpy())})

    add("small rotation", (32, 32), angle=11.25)
    add("rotation of a wide picture", (33, 20), angle=-33.75)
    add("half a right angle, even by odd", (20, 31), angle=45)
    add("right angle of a wide picture", (26, 18), angle=90)
    add("shift", (32, 25), shift=(0.1, -0.2))
    add("shift beyond the picture", (16, 16), shift=(1.3, -2.6))
    add("smaller", (24, 24), scale=0.6)
    add("larger", (24, 17), scale=1.1)
    add("all at once", (28, 24), angle=22.5, shift=(-0.2, 0.1), scale=0.9)
    return {"cases": cases}


def torchvision_cases():
    """torchvision's public functions; its corners are black, so tests compare the inside."""
    picture = planar(32, 32)[0].float()
    contrast = {str(f): array(TF.adjust_contrast(picture, f).numpy()) for f in (0.8, 1.2, 3.0)}
    brightness = {str(f): array(TF.adjust_brightness(picture, f).numpy()) for f in (0.8, 1.2)}
    rotated = {str(a): array(TF.rotate(picture, a, BILINEAR).numpy()) for a in (11.25, -45.0)}
    moved = TF.affine(picture, 0.0, [4, -8], 1.0, [0.0, 0.0], BILINEAR)
    return {
        "size": [32, 32],
        "grayscale": array(TF.rgb_to_grayscale(picture, 3).numpy()),
        "brightness": brightness,
        "contrast": contrast,
        "rotate": rotated,
        "translate": array(moved.numpy()),
    }


def colormap():
    colours = matplotlib.cm.get_cmap("inferno")(np.arange(256))[:, :3]
    return {"inferno": array((colours * 255).round().astype(np.uint8))}


def main():
    save("image/resize", resize_cases())
    save("image/plane", plane_cases())
    save("image/warp", warp_cases())
    save("image/torchvision", torchvision_cases())
    save("image/colormap", colormap())


main()
