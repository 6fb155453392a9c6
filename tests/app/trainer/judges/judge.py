# SPDX-License-Identifier: GPL-3.0-or-later
"""Independent opinions on what the trainer computes: PyTorch, torchvision and PIL of the system.

judge.py COMMAND ARGUMENTS...; exit 0 and JSON on stdout where there is something to say, 3 where torchvision is not
installed.
"""
import json
import sys

import numpy

import safetensors

try:
    import torch
    import torchvision
    from PIL import Image, ImageOps
    from torchvision import transforms
    from torchvision.transforms import functional
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(3)

torch.set_num_threads(1)  # other tests run beside this one


def build(arch, classes):
    model = getattr(torchvision.models, arch)(num_classes=classes)
    generator = torch.Generator().manual_seed(7)
    for name, buffer in model.named_buffers():  # statistics that are not the trivial ones
        if name.endswith("running_mean"):
            buffer.normal_(0, 0.1, generator=generator)
        if name.endswith("running_var"):
            buffer.uniform_(0.5, 1.5, generator=generator)
    return model


def networks(folder, side, *archs):
    """For each architecture: its weights, inputs and logits."""
    torch.manual_seed(1)
    for arch in archs:
        model = build(arch, 5).eval()
        inputs = torch.randn(3, 3, int(side), int(side))
        with torch.no_grad():
            logits = model(inputs)
        torch.save(model.state_dict(), f"{folder}/{arch}.pth")
        safetensors.save(f"{folder}/{arch}.safetensors", {"inputs": inputs.numpy(), "logits": logits.numpy()})


def steps(folder, arch, side):
    """Three steps of SGD in training mode: first weights, batches, and what became of them.

    In double precision: small batches under batch norm blow up what float32 rounds differently.
    """
    torch.manual_seed(2)
    model = build(arch, 4).train()
    torch.save(model.state_dict(), f"{folder}/first.pth")
    model.double()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-3)
    weight = torch.tensor([1.0, 2.0, 0.5, 1.5], dtype=torch.double)
    criterion = torch.nn.CrossEntropyLoss(weight=weight, label_smoothing=0.1)
    saved, losses = {}, []
    for i in range(3):
        inputs, labels = torch.randn(4, 3, int(side), int(side)), torch.tensor([0, 1, 2, 3]).roll(i)
        saved[f"inputs{i}"], saved[f"labels{i}"] = inputs.numpy(), labels.numpy()
        optimizer.zero_grad()
        loss = criterion(model(inputs.double()), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    safetensors.save(f"{folder}/batches.safetensors", saved)
    safetensors.save(f"{folder}/after.safetensors", {n: t.float().numpy() for n, t in model.state_dict().items()})
    print(json.dumps(losses))


def optimizers(path):
    """Five steps of each optimizer with given gradients."""
    saved = {}
    generator = torch.Generator().manual_seed(3)
    first = torch.randn(5, 7, generator=generator)
    gradients = torch.randn(5, 5, 7, generator=generator)
    saved["first"], saved["gradients"] = first.numpy(), gradients.numpy()
    makers = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01),
        "plain": lambda p: torch.optim.SGD(p, lr=0.1),
        "adam": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.9, 0.999), weight_decay=0.01),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.1, betas=(0.9, 0.999), weight_decay=0.01),
    }
    for name, make in makers.items():
        parameter = torch.nn.Parameter(first.clone())
        optimizer = make([parameter])
        for gradient in gradients:
            parameter.grad = gradient.clone()
            optimizer.step()
        saved[name] = parameter.detach().numpy()
    safetensors.save(path, saved)


def pictures(request, out):
    """The inputs that PIL and torchvision make of files: eval, and train with given boxes, mirrors and colours."""
    saved = {}
    for i, item in enumerate(json.load(open(request))):
        picture = ImageOps.exif_transpose(Image.open(item["file"])).convert("RGB")
        crop = item["crop"]
        plain = transforms.Compose([transforms.Resize(item["resize"]), transforms.CenterCrop(crop)])(picture)
        saved[f"eval{i}"] = functional.to_tensor(plain).numpy()
        x, y, width, height = item["box"]
        cut = functional.resized_crop(picture, y, x, height, width, [crop, crop])
        if "brightness" in item:
            cut = functional.adjust_brightness(cut, item["brightness"])
            cut = functional.adjust_contrast(cut, item["contrast"])
            cut = functional.adjust_saturation(cut, item["saturation"])
        if item["mirror"]:
            cut = functional.hflip(cut)
        saved[f"train{i}"] = functional.to_tensor(cut).numpy()
    safetensors.save(out, saved)


def outputs(folder, arch):
    """A run's outputs as a Python user opens them; arch "" skips torchvision's own model."""
    reference, metadata = safetensors.load(f"{folder}/reference.safetensors")
    best, _ = safetensors.load(f"{folder}/best.safetensors")
    state = torch.load(f"{folder}/state_dict.pt", weights_only=True)
    found = {"names_equal": list(sorted(state)) == list(sorted(best)),
             "values_equal": all(numpy.array_equal(state[n].numpy(), best[n]) for n in best),
             "paths": len(json.loads(metadata["paths"])),
             "logits": list(reference["logits"].shape), "inputs": list(reference["inputs"].shape)}
    inputs = torch.from_numpy(reference["inputs"])
    expected = torch.from_numpy(reference["logits"][: len(inputs)])
    with torch.no_grad():
        if arch:
            model = getattr(torchvision.models, arch)(num_classes=expected.shape[1])
            model.load_state_dict(state, strict=True)
            found["torchvision_difference"] = (model.eval()(inputs) - expected).abs().max().item()
        try:
            script = torch.jit.load(f"{folder}/model.ts")
            found["script_difference"] = (script(inputs) - expected).abs().max().item()
            found["script_single"] = (script(inputs[:1]) - expected[:1]).abs().max().item()
            found["script_names_equal"] = sorted(script.state_dict()) == sorted(state)
        except RuntimeError as refused:  # a newer TorchScript than this PyTorch knows
            found["script_refused"] = str(refused).splitlines()[0]
    found["largest"] = expected.abs().max().item()
    print(json.dumps(found))


def version():
    print(json.dumps({"torch": torch.__version__, "torchvision": torchvision.__version__}))


if __name__ == "__main__":
    {f.__name__: f for f in (networks, steps, optimizers, pictures, outputs, version)}[sys.argv[1]](*sys.argv[2:])
