# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes files of weights with PyTorch, in every form that the reader must take or refuse, into the folder argv[1].

Every good file comes with <name>.txt: one line a tensor, "name|dtype|shape|SHA-256 of its bytes".
"""
import collections
import hashlib
import os
import pickle
import sys

import torch

out = sys.argv[1]
torch.manual_seed(7)


def describe(tensors, path):
    with open(path, "w") as f:
        for name in sorted(tensors):
            t = tensors[name].detach()
            flat = t.contiguous().reshape(-1)
            digest = hashlib.sha256(flat.view(torch.uint8).numpy().tobytes()).hexdigest()
            shape = ",".join(str(s) for s in t.shape)
            f.write(f"{name}|{str(t.dtype).removeprefix('torch.')}|{shape}|{digest}\n")


def both(name, obj, tensors):
    for legacy in (False, True):
        path = os.path.join(out, f"{name}.{'legacy' if legacy else 'zip'}.pth")
        torch.save(obj, path, _use_new_zipfile_serialization=not legacy)
        describe(tensors, path + ".txt")


base = torch.randn(6, 5)
plain = collections.OrderedDict(a=torch.randn(2, 3), b=torch.arange(7))
both("plain", plain, plain)
one = {"w": torch.randn(3)}
both("one", one, one)
dtypes = {
    f"t.{str(d).removeprefix('torch.')}": (torch.randn(3, 4) * 20).abs().to(d)
    for d in (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16,
              torch.int8, torch.uint8, torch.bool)
}
both("dtypes", dtypes, dtypes)
views = {
    "whole": base,
    "transposed": base.t(),
    "row": base[2],
    "column": base[:, 3],
    "strided": base[::2, 1::2],
    "expanded": base[0:1].expand(4, 5),
    # The stride of an axis of length one is any number.
    "idle": torch.as_strided(base, (5, 1, 6), (1, 2**63 - 1, 5)),
    "scalar": torch.tensor(3.5),
    "empty": torch.zeros(0, 3),
    "parameter": torch.nn.Parameter(torch.randn(2)),
}
both("views", views, views)
module = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Linear(4, 2))
state = module.state_dict()
optimizer = torch.optim.SGD(module.parameters(), lr=0.1, momentum=0.9)
module(torch.randn(1, 3, 6, 6)).sum().backward()
optimizer.step()
both("module", state, state)
checkpoint = {
    "epoch": 3,
    "lr": 1e-3,
    "note": None,
    "huge": 1 << 200,
    "flags": (True, False, [1, 2, 3]),
    "optimizer": optimizer.state_dict(),
    "state_dict": {"module." + k: v for k, v in state.items()},
}
both("checkpoint", checkpoint, state)
both("nested", {"model": {"net": {"_orig_mod.module." + k: v for k, v in state.items()}}}, state)
for protocol in (3, 4):
    path = os.path.join(out, f"protocol{protocol}.pth")
    torch.save(plain, path, pickle_protocol=protocol)
    describe(plain, path + ".txt")
    path = os.path.join(out, f"protocol{protocol}.legacy.pth")
    torch.save(plain, path, pickle_protocol=protocol, _use_new_zipfile_serialization=False)
    describe(plain, path + ".txt")


class Evil:
    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return os.system, (f"touch {self.marker}",)


marker = os.path.join(out, "executed")
torch.save({"w": torch.randn(3), "evil": Evil(marker)}, os.path.join(out, "evil.zip.bad"))
torch.save({"w": torch.randn(3), "evil": Evil(marker)}, os.path.join(out, "evil.legacy.bad"),
           _use_new_zipfile_serialization=False)
with open(os.path.join(out, "evil.pickle.bad"), "wb") as f:
    f.write(pickle.dumps(Evil(marker)))
torch.save(module, os.path.join(out, "whole_module.bad"))
torch.save([1, 2, 3], os.path.join(out, "list.bad"))
torch.save({"epoch": 1}, os.path.join(out, "no_tensors.bad"))
torch.save({"z": torch.randn(2, dtype=torch.complex64)}, os.path.join(out, "complex.bad"))
torch.save({"w": torch.zeros(1).expand(1 << 30, 1)}, os.path.join(out, "bomb.bad"))
torch.jit.script(module).save(os.path.join(out, "script.bad"))
with open(os.path.join(out, "plain.pickle.bad"), "wb") as f:
    f.write(pickle.dumps({"a": 1}))
