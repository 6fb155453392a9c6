#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/cold_submit.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "cold-submit": connecting, proof and the first line of a start script, against `ssh host`. The host is
# a real sshd on loopback. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec /usr/bin/python3 "$here/ssh/pairs.py" cold-submit "$1/bench_ssh"
