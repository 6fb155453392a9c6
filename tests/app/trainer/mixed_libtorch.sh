#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: mixed_libtorch.sh SOURCE LIBDIR   configures the trainer against a libtorch whose headers lie in one place and
# whose library, behind a link, in another; configuring must stop and say so.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir/torch/share/cmake/Torch" "$dir/torch/lib" "$dir/torch/include/ATen"
: >"$dir/torch/share/cmake/Torch/TorchConfig.cmake"
: >"$dir/torch/include/ATen/ATen.h"
for library in torch torch_cpu c10; do ln -s "$2/lib$library.so" "$dir/torch/lib/"; done
if cmake -S "$1/app/trainer" -B "$dir/build" -DTorch_DIR="$dir/torch/share/cmake/Torch" >"$dir/log" 2>&1; then
    echo "It configured, though headers and library come from different places."
    exit 1
fi
cat "$dir/log"
grep -q 'come from different places' "$dir/log"
