#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/resync.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "resync": 10,000 unchanged files against rsync -a over ssh, which is unpacked under $FLAMBEAU_BENCH_ENV
# where the system has none. The host is a real sshd on loopback. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
env=${FLAMBEAU_BENCH_ENV:?names the folder that rivals are installed in}
rsync=$(command -v rsync || true)
if [ -z "$rsync" ]; then
    rsync=$env/rsync/rsync
    if [ ! -x "$rsync" ]; then
        rm -rf "$env/rsync"
        mkdir -p "$env/rsync"
        (
            cd "$env/rsync"
            apt-get -qq download rsync libpopt0 >&2
            for package in ./*.deb; do dpkg-deb -x "$package" .; done
            printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' \
                "$(dirname "$(find "$PWD" -name 'libpopt.so.0')")" "$PWD/usr/bin/rsync" >rsync.new
            chmod +x rsync.new
            ./rsync.new --version >/dev/null
            mv rsync.new rsync
        )
    fi
fi
exec /usr/bin/python3 "$here/resync/pairs.py" "$1/bench_store" "$rsync"
