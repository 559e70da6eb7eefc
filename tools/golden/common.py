"""What the golden scripts share: where fixtures stand, how arrays look in them, who made them."""

import base64
import importlib
import json
import platform
import sys
from pathlib import Path

import numpy as np

FIXTURES = Path(__file__).resolve().parents[2] / "test" / "fixtures"
LIMIT_BYTES = 300_000
LIBRARIES = [
    "efficientnet_lite_pytorch",
    "matplotlib",
    "numpy",
    "PIL",
    "scipy",
    "sklearn",
    "statsmodels",
    "timm",
    "torch",
    "torchvision",
    "transformers",
]


def array(values):
    """An array as JSON: dtype, shape and little-endian base64; float64 becomes float32."""
    values = np.ascontiguousarray(values)
    if values.dtype == np.float64:
        values = values.astype(np.float32)
    if values.dtype == np.int64:
        values = values.astype(np.int32)
    assert sys.byteorder == "little"
    data = base64.b64encode(values.tobytes()).decode("ascii")
    return {"dtype": str(values.dtype), "shape": list(values.shape), "base64": data}


def versions():
    """Versions of Python and of each library that the running script has imported."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        if name in sys.modules:
            found[name] = importlib.import_module(name).__version__
    return found


def save(name, content, seed=None):
    """Writes test/fixtures/NAME.json: `content` (arrays by `array`) under the record of its making."""
    path = FIXTURES / f"{name}.json"
    made_by = {"script": f"tools/golden/{Path(sys.argv[0]).name}", "seed": seed, "versions": versions()}
    text = json.dumps({"madeBy": made_by, **content}, indent=1) + "\n"
    assert len(text) <= LIMIT_BYTES, f"{path} would hold {len(text)} bytes, at most {LIMIT_BYTES}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    print(f"{path.relative_to(FIXTURES)}: {len(text)} bytes")


def fnv1a(text):
    """The hash by which `Random.fork` of src/random.ts seeds a stream."""
    value = 0x811C9DC5
    for unit in text:
        value = ((value ^ ord(unit)) * 0x01000193) & 0xFFFFFFFF
    return value


def draws(seed, name, count):
    """The first 32-bit draws of the stream `seededRandom(seed).fork(name)` of src/random.ts, so that
    fixtures need not hold what both sides can make."""
    u = np.uint32
    with np.errstate(over="ignore"):
        state = u(fnv1a(f"{seed}/{name}")) + np.arange(1, count + 1, dtype=u) * u(0x6D2B79F5)
        t = (state ^ (state >> u(15))) * (u(1) | state)
        t = (t + (t ^ (t >> u(7))) * (u(61) | t)) ^ t
        return t ^ (t >> u(14))


def uniform(seed, name, shape, low=-1.0, high=1.0):
    """float32 array of numbers in [low, high); test/seeded-array.ts makes the same."""
    unit = draws(seed, name, int(np.prod(shape))) / 2.0**32
    return (low + (high - low) * unit).astype(np.float32).reshape(shape)
