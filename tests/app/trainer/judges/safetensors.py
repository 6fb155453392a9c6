# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and writes safetensors files with numpy alone."""
import json
import struct

import numpy

TYPES = {"F32": "<f4", "I64": "<i8", "U8": "u1", "F64": "<f8"}


def load(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            array = numpy.frombuffer(data[begin:end], dtype=TYPES[entry["dtype"]])
            tensors[name] = array.reshape(entry["shape"]).copy()
    return tensors, header.get("__metadata__", {})


def save(path, tensors):
    header, chunks, at = {}, [], 0
    for name, array in tensors.items():
        array = numpy.ascontiguousarray(array)
        kind = next(k for k, v in TYPES.items() if numpy.dtype(v) == array.dtype)
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [at, at + array.nbytes]}
        chunks.append(array.tobytes())
        at += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(chunks))
