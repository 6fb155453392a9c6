#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/ants_bees.sh BIN   the median of five seeds: best validation accuracy on ants and bees with a
# frozen MobileNetV2 backbone. Needs FLAMBEAU_TEST_DATA. A limit has no rival; the ratio is ours / limit.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec /usr/bin/python3 "$here/ants_bees.py" "$1"
