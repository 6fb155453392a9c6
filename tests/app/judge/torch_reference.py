# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of torchvision (or Flambeau's tiny, written again here) with random weights and statistics, and its answers.

usage: torch_reference.py FOLDER ARCH SIZE CLASSES PICTURES   (ARCH "every": each operator that a spec may hold)
Writes FOLDER/weights.pth, FOLDER/reference.safetensors (as the trainer does) and FOLDER/pictures/*.png, *.jpg.
"""
import json
import os
import struct
import sys

import numpy
import torch
import torchvision
from PIL import Image
from torch import nn
from torchvision import transforms

folder, arch, size, classes, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
torch.manual_seed(1)
torch.set_num_threads(1)
rng = numpy.random.default_rng(2)


class Stage(nn.Module):
    def __init__(self, wide_in, wide_out):
        super().__init__()
        self.conv1 = nn.Conv2d(wide_in, wide_out, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(wide_out)
        self.conv2 = nn.Conv2d(wide_out, wide_out, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(wide_out)

    def forward(self, x):
        x = self.bn1(self.conv1(x)).relu()
        return (self.bn2(self.conv2(x)) + x).relu()


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Module()
        self.stem.conv = nn.Conv2d(3, 32, 3, stride=2 if size >= 64 else 1, padding=1, bias=False)
        self.stem.bn = nn.BatchNorm2d(32)
        self.stage1, self.stage2, self.stage3 = Stage(32, 32), Stage(32, 64), Stage(64, 128)
        self.classifier = nn.Linear(128, classes)

    def forward(self, x):
        x = self.stem.bn(self.stem.conv(x)).relu()
        if size >= 128:
            x = nn.functional.max_pool2d(x, 2)
        x = nn.functional.max_pool2d(self.stage1(x), 2)
        x = nn.functional.max_pool2d(self.stage2(x), 2)
        return self.classifier(self.stage3(x).mean((2, 3)))


class EveryOperator(nn.Module):
    """The network of judge_fixture.cpp's everyOperator."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 8, 3, stride=2, padding=2, dilation=2)
        self.bn = nn.BatchNorm2d(8)
        self.gate = nn.Conv2d(8, 8, 1, groups=2)
        self.bn2 = nn.BatchNorm2d(24)
        self.fc = nn.Linear(384, classes, bias=False)

    def forward(self, x):
        f = nn.functional
        x = f.max_pool2d(f.silu(self.bn(self.a(x))), 3, stride=2, ceil_mode=True)
        se = x * f.hardsigmoid(self.gate(x.mean((2, 3), keepdim=True)))
        x = torch.cat([f.hardswish(se), f.relu6(se), x], 1)
        return self.fc((self.bn2(x).relu() + x).flatten(1))


own = {"tiny": Tiny, "every": EveryOperator}
model = own[arch]() if arch in own else getattr(torchvision.models, arch)(weights=None, num_classes=classes)
for module in model.modules():
    if isinstance(module, nn.BatchNorm2d):
        nn.init.uniform_(module.weight, 0.5, 1.2)
        nn.init.normal_(module.bias, 0, 0.3)
        nn.init.normal_(module.running_mean, 0, 0.3)
        nn.init.uniform_(module.running_var, 0.5, 1.5)
model.eval()
torch.save(model.state_dict(), os.path.join(folder, "weights.pth"))

os.makedirs(os.path.join(folder, "pictures"), exist_ok=True)
prepare = transforms.Compose([
    transforms.Resize(round(size * 256 / 224)),
    transforms.CenterCrop(size),
    transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
])
paths, inputs = [], []
for i in range(count):
    wide, high = int(rng.integers(40, 400)), int(rng.integers(40, 400))
    coarse = rng.integers(0, 256, (int(rng.integers(2, 9)), int(rng.integers(2, 9)), 3), dtype=numpy.uint8)
    picture = Image.fromarray(coarse).resize((wide, high), Image.BICUBIC)
    paths.append(f"{i}.png")
    picture.save(os.path.join(folder, "pictures", paths[-1]))
    inputs.append(prepare(Image.open(os.path.join(folder, "pictures", paths[-1])).convert("RGB")))
batch = torch.stack(inputs)
with torch.no_grad():
    logits = model(batch)

tensors = {"logits": logits, "inputs": batch[:16], "labels": torch.zeros(count, dtype=torch.int64)}
header, data = {"__metadata__": {"paths": json.dumps(paths)}}, b""
for name, tensor in tensors.items():
    raw = tensor.contiguous().numpy().tobytes()
    header[name] = {"dtype": "I64" if tensor.dtype == torch.int64 else "F32", "shape": list(tensor.shape),
                    "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header).encode()
with open(os.path.join(folder, "reference.safetensors"), "wb") as out:
    out.write(struct.pack("<Q", len(text)) + text + data)
