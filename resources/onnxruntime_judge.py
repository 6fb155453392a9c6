# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an ONNX file with ONNX Runtime for flambeau-judge, which does all reading of pictures and all comparing.

Standard input: {"model": path, "inputs": path, "outputs": path, "shape": [n, ...], "bytes": bool,
                 "plans": [{"batch": size, "count": pictures}, ...]}
`inputs` is raw float32 of that shape (whole numbers where the graph takes bytes). `outputs` receives raw float32, one
plan behind the other. Standard output: {"runtime_version", "seconds", "columns"}; seconds are the last plan's.
"""
import json
import sys
import time

import numpy
import onnxruntime

request = json.load(sys.stdin)
session = onnxruntime.InferenceSession(request["model"], providers=["CPUExecutionProvider"])
name = session.get_inputs()[0].name
inputs = numpy.fromfile(request["inputs"], dtype="<f4").reshape(request["shape"])
if request["bytes"]:
    inputs = inputs.astype(numpy.uint8)
seconds = 0.0
columns = 0
with open(request["outputs"], "wb") as out:
    for plan in request["plans"]:
        seconds = 0.0
        for first in range(0, plan["count"], plan["batch"]):
            batch = inputs[first : min(first + plan["batch"], plan["count"])]
            started = time.perf_counter()
            result = session.run(None, {name: batch})[0]
            seconds += time.perf_counter() - started
            columns = int(result.shape[1])
            out.write(numpy.ascontiguousarray(result, dtype="<f4").tobytes())
json.dump({"runtime_version": onnxruntime.__version__, "seconds": seconds, "columns": columns}, sys.stdout)
