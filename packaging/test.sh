#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: packaging/test.sh [--torch=debian|pip] [--no-trainer] [--preset=NAME] [-- CTEST ARGUMENTS…]
# Installs what is missing, builds, and runs every test. --torch=pip builds the trainer against PyPI's torch 2.13.0
# (CPU or CUDA, whatever pip brings) in a virtual environment of its own under build/; --preset=asan or tsan runs
# everything but the trainer under the sanitizers.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
preset= torch=debian trainer=ON
while [ $# -gt 0 ]; do
    case $1 in
        --torch=*) torch=${1#--torch=} ;;
        --no-trainer) trainer=OFF ;;
        --preset=*) preset=${1#--preset=} ;;
        --) shift; break ;;
        *) sed -n '3,6p' "$0" >&2; exit 2 ;;
    esac
    shift
done
case $preset in asan | tsan) trainer=OFF ;; esac
sections="build judge run window test"
[ "$trainer" = OFF ] || [ "$torch" = pip ] || sections="$sections trainer"
"$here/setup.sh" $sections
set -- "$@"
if [ "$torch" = pip ] && [ "$trainer" = ON ]; then
    env="$root/build/torch-pip"
    if [ ! -e "$env/READY" ]; then
        rm -rf "$env"
        mkdir -p "$root/build"
        echo "Preparing a virtual environment with torch 2.13.0"
        /usr/bin/python3 -m venv "$env"
        "$env/bin/pip" install -q torch==2.13.0 numpy
        touch "$env/READY"
    fi
    torch_dir=$("$env/bin/python" -c 'import torch, os; print(os.path.dirname(torch.__file__))')
    preset=${preset:-release-pip}
    export FLAMBEAU_TEST_TORCH_PYTHON="$env/bin/python"
    "$here/build.sh" "$preset" -DFLAMBEAU_BUILD_TRAINER=ON -DTorch_DIR="$torch_dir/share/cmake/Torch"
else
    preset=${preset:-release}
    "$here/build.sh" "$preset" -DFLAMBEAU_BUILD_TRAINER="$trainer"
fi
cd "$root"
exec ctest --preset "$preset" -j "$(nproc)" "$@"
