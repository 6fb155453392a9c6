#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/studio_memory.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "studio-memory": the most memory that the window ever held, with 1,000 runs and 10 million points in its
# workspace, after every page and a run's curves were shown. A limit: 120 MB. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
workspace=$("$here/studio/workspace.sh" "$1" 1000 10000000)
exec /usr/bin/python3 "$here/studio/limits.py" memory "$1/bench_studio" "$workspace"
