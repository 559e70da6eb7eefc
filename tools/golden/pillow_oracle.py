"""Says of each picture on standard input whether Pillow reads it; test/fuzz/pillow-oracle.ts asks.

A picture is its length (u32, little-endian) and its bytes; the answer is a line of JSON.
"""

import io
import json
import struct
import sys
import warnings

from PIL import Image

warnings.simplefilter("ignore")
Image.MAX_IMAGE_PIXELS = None

while header := sys.stdin.buffer.read(4):
    (size,) = struct.unpack("<I", header)
    data = sys.stdin.buffer.read(size)
    answer = {"reads": True, "reason": ""}
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
    except Exception as error:  # whatever it is, it is not read
        answer = {"reads": False, "reason": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
