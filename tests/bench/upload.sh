#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/upload.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "upload": 10,000 files of 20 KB to a host's store, each verified, against `tar c | ssh host tar x`. The host
# is a real sshd on loopback. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec /usr/bin/python3 "$here/upload/pairs.py" "$1/bench_store"
