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
LIBRARIES = ["matplotlib", "numpy", "PIL", "scipy", "sklearn", "torch", "torchvision"]


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
