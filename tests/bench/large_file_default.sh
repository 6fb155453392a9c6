#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/large_file_default.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "large-file-default": 500 MB to a host in one file, against scp on the cipher it takes by itself. The host is
# a real sshd on loopback. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec /usr/bin/python3 "$here/ssh/pairs.py" large-file-default "$1/bench_ssh"
