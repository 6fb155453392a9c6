#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: packaging/run.sh   installs what is missing, builds, and opens the window. Where there is no display the window
# plays the main job by itself on the sample that Flambeau draws: dataset, findings, training, registry, ONNX,
# prediction; it ends by saying where screenshots and the ONNX file lie.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
"$here/setup.sh" build trainer judge run window
"$here/build.sh" user
bin="$root/build/user/bin"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$bin/flambeau" "$@"
fi
results=${FLAMBEAU_DEMO:-${XDG_DATA_HOME:-$HOME/.local/share}/flambeau/demo}
echo "There is no display: the window plays the main job by itself, into $results"
exec "$bin/flambeau" --demo "$results" "$@"
