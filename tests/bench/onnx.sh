#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/onnx.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "onnx": our export with onnx's checker and 16 pictures judged, against a Python process that exports with
# torch.onnx and checks nothing. The networks are made once, under $FLAMBEAU_BENCH_ENV. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
bin=$1
networks=${FLAMBEAU_BENCH_ENV:?names the folder that data and rivals are kept in}/onnx
if [ ! -f "$networks/READY" ]; then
    for arch in resnet18 mobilenet_v2; do
        mkdir -p "$networks/$arch"
        /usr/bin/python3 "$here/../app/judge/torch_reference.py" "$networks/$arch" "$arch" 224 5 16 >&2
        "$bin/bench_model" "$arch" 224 5 "$networks/$arch" >&2
    done
    touch "$networks/READY"
fi
exec /usr/bin/python3 "$here/onnx/pairs.py" "$bin" "$networks"
