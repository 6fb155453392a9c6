#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: packaging/run.sh   installs what is missing, builds, and plays the main job on a sample that Flambeau draws:
# dataset, training, model registry, ONNX, prediction. It ends by saying where everything lies.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
"$here/setup.sh" build trainer judge run
"$here/build.sh" user
bin="$root/build/user/bin"
if [ -x "$bin/flambeau" ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$bin/flambeau" "$@"
fi
exec "$here/demo.sh" "$bin" "$@"
