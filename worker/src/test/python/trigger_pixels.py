"""What numpy and PyTorch make of the triggers that TriggerParityTest stamps (pip install torch numpy).

From the formulas, in double precision, not from the Java: one line for each trigger and image size, with the SHA-256 of
the pixels, [3][size][size].

python trigger_pixels.py > worker/src/test/resources/cbd/training/attack/trigger-pixels.txt
"""

import hashlib

import numpy as np
import torch
from torch.nn import functional

SIZES = [28, 32, 48, 64, 224]
WATERMARK = [
    [[207.4, 175.4, 29.4], [79.4, 137.4, 248.4], [131.4, 6.4, 246.4]],
    [[131.4, 243.4, 232.4], [8.4, 0, 113.4], [40.4, 145.4, 250.4]],
    [[181.3, 120.4, 179.4], [126.4, 32.4, 146.4], [4.4, 61.4, 246.4]],
]


def picture(size):
    c, y, x = np.meshgrid(np.arange(3), np.arange(size), np.arange(size), indexing="ij")
    return (5 * y + 3 * x + y * x % 7 * 11 + 50 * c) % 256


def trunc(values):
    """Toward zero, as a whole number that is one but for rounding errors would be."""
    return np.trunc(np.round(values, 9)).astype(np.int64)


def badnets(size, pattern):
    cell = max(1, (size + 16) // 32)
    image = picture(size)
    grid = np.array([[0, 0, 255], [0, 255, 0], [255, 0, 255]])

    def paste(top, left, cells):
        side = 3 * cell
        image[:, top : top + side, left : left + side] = np.kron(cells, np.ones((cell, cell), int))

    end = size - 3 * cell
    if pattern == "square":
        paste(end - cell, end - cell, np.full((3, 3), 255))
        return image
    paste(end, end, grid)
    if pattern == "four-corner":
        # Rows 1 to 3 and 29 to 31 of 32, columns likewise, as the authors' code lists them.
        paste(cell, cell, np.array([[255, 0, 255], [0, 255, 0], [255, 0, 0]]))
        paste(end, cell, np.array([[255, 0, 0], [0, 255, 0], [255, 0, 255]]))
        paste(cell, end, np.array([[255, 0, 0], [0, 255, 0], [255, 0, 255]]).T)
    return image


def trojan(size, overflow):
    cell = max(1, (size + 16) // 32)
    start = size - 7 * cell
    image = picture(size)
    mark = np.stack([np.kron(np.array(plane), np.ones((cell, cell))) for plane in WATERMARK])
    region = (slice(None), slice(start, start + 3 * cell), slice(start, start + 3 * cell))
    if overflow == "replace":
        image[region] = trunc(mark)
    elif overflow == "wrap":
        image[region] = trunc(image[region] + mark) % 256
    else:
        image[region] = np.minimum(255, trunc(image[region] + mark))
    return image


def sig(size, mode, delta, frequency):
    column = np.arange(size)
    x = picture(size)
    wave = delta * np.sin(2 * np.pi * column * frequency / size)
    if mode == "add":
        return np.clip(trunc(x + wave), 0, 255)
    if mode == "cbd-code":
        return trunc(0.1 * x + 0.9 * wave) % 256
    if mode == "abl-readme":
        return np.clip(trunc(0.2 * x + 0.8 * wave), 0, 255)
    mask = trunc(delta * np.sin(0.8 * column)) % 256
    return trunc(0.8 * x + 0.2 * mask)


def blend(size, alpha):
    y, x = np.meshgrid(np.arange(size), np.arange(size), indexing="ij")
    mask = (37 * y + 101 * x) % 256
    return trunc((1 - alpha) * picture(size) + alpha * mask)


def wanet(size, strength, k):
    index = np.arange(k)
    control = np.stack([((7 * index[:, None] + 3 * index + 5 * c) % 11) / 5 - 1 for c in range(2)])
    control = torch.from_numpy(control / np.abs(control).mean())[None]
    noise = functional.interpolate(control, size=size, mode="bicubic", align_corners=True)
    line = torch.linspace(-1, 1, size, dtype=torch.float64)
    y, x = torch.meshgrid(line, line, indexing="ij")
    identity = torch.stack([x, y], dim=-1)[None]
    grid = torch.clamp(identity + strength * noise.permute(0, 2, 3, 1) / size, -1, 1)
    image = torch.from_numpy(picture(size).astype(np.float64))[None]
    warped = functional.grid_sample(image, grid, align_corners=True)[0].numpy()
    return np.floor(np.round(warped, 9) + 0.5).astype(np.int64)


def show(size, image, *words):
    assert image.min() >= 0 and image.max() <= 255
    digest = hashlib.sha256(image.astype(np.uint8).tobytes()).hexdigest()
    print(" ".join(map(str, words)), size, digest)


print("# Trigger, settings, size of the image, SHA-256 of its pixels; printed by trigger_pixels.py with PyTorch",
      torch.__version__.split("+")[0])
for n in SIZES:
    for name in ["grid", "square", "four-corner"]:
        show(n, badnets(n, name), "badnets", name)
    for name in ["replace", "clip", "wrap"]:
        show(n, trojan(n, name), "trojan", name)
    for name in ["add", "cbd-code", "abl-readme"]:
        for d, f in [(20, 6), (40, 6), (30, 5), (12.5, 1)]:
            show(n, sig(n, name, d, f), "sig", name, d, f)
    for d in [20, 40]:
        show(n, sig(n, "abl-file", d, 6), "sig", "abl-file", d, 6)
    for a in [0.1, 0.2, 0.35]:
        show(n, blend(n, a), "blend", a)
    for s, points in [(0.5, 4), (1, 4), (2, 7)]:
        show(n, wanet(n, s, points), "wanet", s, points)
