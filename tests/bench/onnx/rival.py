# SPDX-License-Identifier: GPL-3.0-or-later
"""The rival of the figure "onnx": a Python process that loads a state dict and exports with torch.onnx, unchecked.

usage: rival.py ARCH SIZE CLASSES WEIGHTS OUT   prints torch's version
"""
import sys

import torch
import torchvision

arch, size, classes, weights, out = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
model = getattr(torchvision.models, arch)(weights=None, num_classes=classes)
model.load_state_dict(torch.load(weights))
model.eval()
dynamic = {"input": {0: "batch"}, "logits": {0: "batch"}}
torch.onnx.export(model, torch.zeros(1, 3, size, size), out, opset_version=16, input_names=["input"],
                  output_names=["logits"], dynamic_axes=dynamic)
print(torch.__version__)
