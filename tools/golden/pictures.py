"""Small pictures of every kind that is read, and the RGB that Pillow makes of each."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

from common import array, save

SEED = 7
W, H = 23, 17
rng = np.random.RandomState(SEED)
cases = []


def add(name, data, expected=None, tolerance=0):
    """A case; without `expected`, it is what Pillow reads, its EXIF orientation applied."""
    if expected is None:
        expected = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB"))
    file = array(np.frombuffer(data, np.uint8))
    cases.append({"name": name, "file": file, "expected": array(expected), "tolerance": tolerance})


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def bytes_of(*shape):
    return rng.randint(0, 256, shape).astype(np.uint8)


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


def flattened(rgb, alpha):
    return np.round(rgb.astype(float) * alpha[..., None] / 255).astype(np.uint8)


def png16(colour_type, samples):
    """A PNG of 16-bit samples [H, W, C], which Pillow does not write."""
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    header = struct.pack(">IIBBBBB", W, H, 16, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def tiff16(samples, order):
    """An uncompressed TIFF of 16-bit RGB [H, W, 3] in byte order `<` or `>`."""
    body = samples.astype(order + "u2").tobytes()
    bits = 8 + len(body)
    tags = [(256, 3, 1, W), (257, 3, 1, H), (258, 3, 3, bits), (259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, 8)]
    tags += [(277, 3, 1, 3), (278, 3, 1, H), (279, 4, 1, len(body))]
    out = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, bits + 6) + body
    out += struct.pack(order + "HHH", 16, 16, 16) + struct.pack(order + "H", len(tags))
    for tag, kind, count, value in tags:
        short = kind == 3 and count == 1
        out += struct.pack(order + "HHI", tag, kind, count)
        out += struct.pack(order + ("HH" if short else "I"), *((value, 0) if short else (value,)))
    return out + struct.pack(order + "I", 0)


def bmp(bits, rows, compression=0, palette=b"", masks=b"", header=40, gap=b"", height=H, colours=0):
    info = struct.pack("<IiiHHIIiiII", header, W, height, 1, bits, compression, len(rows), 2835, 2835, colours, 0)
    info += masks.ljust(header - 40, b"\0") if header > 40 else masks
    offset = 14 + len(info) + len(palette) + len(gap)
    return b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset) + info + palette + gap + rows


def bottom_up(rows):
    return b"".join(row.tobytes().ljust(-(-len(row.tobytes()) // 4) * 4, b"\0") for row in rows[::-1])


def nibbles(indices):
    padded = np.pad(indices, ((0, 0), (0, W % 2)))
    return (padded[:, 0::2] << 4 | padded[:, 1::2]).astype(np.uint8)


def runs8(indices):
    """RLE8: equal pixels as runs, others one by one or as an absolute run."""
    out = b""
    for row in indices[::-1]:
        x = 0
        while x < W:
            n = 1
            while x + n < W and row[x + n] == row[x]:
                n += 1
            absolute = min(5, W - x)
            if n == 1 and absolute >= 3:
                out += bytes([0, absolute]) + row[x : x + absolute].tobytes() + b"\0" * (absolute % 2)
                n = absolute
            else:
                out += bytes([n, row[x]])
            x += n
        out += b"\0\0"
    return out + b"\0\1"


def runs4(indices):
    """RLE4: each row an absolute run, padded to 16 bits."""
    body = lambda row: row.tobytes() + b"\0" * (len(row) % 2)
    return b"".join(bytes([0, W]) + body(row) + b"\0\0" for row in nibbles(indices)[::-1]) + b"\0\1"


rgb, grey, alpha = bytes_of(H, W, 3), bytes_of(H, W), bytes_of(H, W)
colour, grey_picture = Image.fromarray(rgb), Image.fromarray(grey)
deep = rng.randint(0, 65536, (H, W, 4)).astype(np.uint16)
high = (deep >> 8).astype(np.uint8)

add("png rgb", saved(colour, "PNG"))
add("png grey", saved(grey_picture, "PNG"))
add("png palette", saved(colour.quantize(16), "PNG"))
add("png 1-bit", saved(colour.convert("1"), "PNG"))
add("png alpha", saved(Image.fromarray(np.dstack([rgb, alpha])), "PNG"), flattened(rgb, alpha), 1)
grey_alpha = Image.fromarray(np.dstack([grey, alpha]), "LA")
add("png grey alpha", saved(grey_alpha, "PNG"), flattened(np.dstack([grey] * 3), alpha), 1)
add("png 16-bit rgb", png16(2, deep[..., :3]))
add("png 16-bit grey", png16(0, deep[..., :1]), np.dstack([high[..., 0]] * 3))
add("png 16-bit alpha", png16(6, deep), flattened(high[..., :3], high[..., 3]), 1)
add("png oriented", saved(colour, "PNG", exif=exif(6)))

for subsampling, layout in enumerate(["4:4:4", "4:2:2", "4:2:0"]):
    add(f"jpeg {layout}", saved(colour, "JPEG", quality=90, subsampling=subsampling))
add("jpeg progressive", saved(colour, "JPEG", quality=80, progressive=True))
add("jpeg grey", saved(grey_picture, "JPEG", quality=90))
for orientation in range(1, 10):
    add(f"jpeg orientation {orientation}", saved(colour, "JPEG", quality=90, exif=exif(orientation)))

for compression in ["raw", "tiff_lzw", "tiff_deflate", "packbits", "tiff_jpeg"]:
    add(f"tiff {compression}", saved(colour, "TIFF", compression=compression))
add("tiff grey", saved(grey_picture, "TIFF"))
add("tiff 1-bit", saved(colour.convert("1"), "TIFF"))
add("tiff palette", saved(colour.quantize(16), "TIFF"))
add("tiff white is zero", saved(grey_picture, "TIFF", tiffinfo={262: 0}))
add("tiff first of two pages", saved(colour, "TIFF", save_all=True, append_images=[grey_picture]))
add("tiff oriented", saved(colour, "TIFF", tiffinfo={274: 8}), np.rot90(rgb))
add("tiff unknown tag", saved(colour, "TIFF", tiffinfo={50000: "from a camera"}))
for order in "<>":
    add(f"tiff 16-bit rgb {order}", tiff16(deep[..., :3], order), high[..., :3])

add("webp lossless", saved(colour, "WEBP", lossless=True))
add("webp lossy", saved(colour, "WEBP", quality=80))
rgba = Image.fromarray(np.dstack([rgb, alpha]))
add("webp alpha", saved(rgba, "WEBP", lossless=True, exact=True), flattened(rgb, alpha), 1)

table = b"".join(bytes_of(3).tobytes() + b"\0" for _ in range(256))
four = (grey >> 4).astype(np.uint8)
runs = np.repeat(grey[:, : -(-W // 3)], 3, axis=1)[:, :W].copy()
runs[:, 4:12] = grey[:, 4:12]
colours_of = lambda indices: np.frombuffer(table, np.uint8).reshape(256, 4)[indices][..., 2::-1]
words = deep[..., 0].astype("<u2")
with_alpha = np.dstack([rgb[..., ::-1], alpha])
add("bmp 24", bmp(24, bottom_up(rgb[..., ::-1])))
add("bmp 24 top-down", bmp(24, bottom_up(rgb[::-1, :, ::-1]), height=-H))
add("bmp 24 after a gap", bmp(24, bottom_up(rgb[..., ::-1]), gap=b"x" * 10))
add("bmp 32", bmp(32, bottom_up(with_alpha)))
add("bmp 8", bmp(8, bottom_up(grey), palette=table))
add("bmp 8 of 16 colours", bmp(8, bottom_up(four), palette=table[:64], colours=16))
add("bmp 4", bmp(4, bottom_up(nibbles(four)), palette=table[:64]))
add("bmp 1", bmp(1, bottom_up(np.packbits(grey >> 7, axis=1)), palette=table[:8]))
add("bmp 16 555", bmp(16, bottom_up(words & 0x7FFF)))
add("bmp 16 565", bmp(16, bottom_up(words), 3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)))
v4 = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
add("bmp 32 alpha", bmp(32, bottom_up(with_alpha), 3, masks=v4, header=108), flattened(rgb, alpha), 0)
clear = np.dstack([rgb[..., ::-1], np.zeros_like(alpha)])
add("bmp 32 unused alpha", bmp(32, bottom_up(clear), 3, masks=v4, header=108), rgb)
rgbx = struct.pack("<III", 0xFF, 0xFF00, 0xFF0000)
add("bmp 32 other masks", bmp(32, bottom_up(np.dstack([rgb, alpha])), 3, masks=rgbx), rgb)
add("bmp rle8", bmp(8, runs8(runs), 1, palette=table))
add("bmp rle4", bmp(4, runs4(four), 2, palette=table[:64]), colours_of(four))

save("pictures/decode", {"cases": cases}, SEED)
