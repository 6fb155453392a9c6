#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/gui_pause.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "gui-pause": for how long the window did not answer at most, while it imports, trains, exports (the main job
# by events) and shows, scrolls, sorts and filters 10,000 runs. A limit: 50 ms. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
workspace=$("$here/studio/workspace.sh" "$1" 10000 1000000)
exec /usr/bin/python3 "$here/studio/limits.py" pause "$1/bench_studio" "$workspace"
