#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/ingest.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "ingest": points a second from the lines of an event stream to the database, against MLflow's log_batch of
# 1,000 into its SQLite store. Installs MLflow under $FLAMBEAU_BENCH_ENV once. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
bin=$1
env=${FLAMBEAU_BENCH_ENV:?names the folder that rivals are installed in}
venv=$env/mlflow
if [ ! -f "$venv/READY" ]; then
    rm -rf "$venv"
    mkdir -p "$env"
    /usr/bin/python3 -m venv "$venv" >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check mlflow >&2
    touch "$venv/READY"
fi
exec /usr/bin/python3 "$here/ingest/pairs.py" "$bin/bench_ingest" "$venv/bin/python"
