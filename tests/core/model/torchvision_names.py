# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints torchvision's state dicts, one line a tensor: "arch|name|shape|dtype|buffer", in torch's order."""
import torchvision

for arch in ("resnet18", "resnet34", "resnet50", "mobilenet_v2"):
    model = getattr(torchvision.models, arch)(weights=None, num_classes=7)
    buffers = {name for name, _ in model.named_buffers()}
    for name, tensor in model.state_dict().items():
        shape = ",".join(str(s) for s in tensor.shape)
        dtype = str(tensor.dtype).removeprefix("torch.")
        print(f"{arch}|{name}|{shape}|{dtype}|{int(name in buffers)}")
    for name, module in model.named_modules():
        if type(module).__name__ == "BatchNorm2d":
            assert module.eps == 1e-5 and module.momentum == 0.1, name
