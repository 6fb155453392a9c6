#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/warm_submit.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "warm-submit": from the call to the first line of a start script over a connection that is there, against `ssh -S`. The host is
# a real sshd on loopback. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec /usr/bin/python3 "$here/ssh/pairs.py" warm-submit "$1/bench_ssh"
