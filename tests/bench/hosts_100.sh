#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/hosts_100.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "hosts-100". The hosts are real sshds on loopback. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec /usr/bin/python3 "$here/follow/pairs.py" hosts-100 "$1/bench_follow"
