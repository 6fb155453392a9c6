#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: packaging/demo.sh BIN   plays the main job with the programs in BIN, in a workspace of its own
# ($FLAMBEAU_DEMO, or flambeau/sample-workspace in the user's data folder); a second time adds a second run and version.
set -eu
bin=$1
workspace=${FLAMBEAU_DEMO:-${XDG_DATA_HOME:-$HOME/.local/share}/flambeau/sample-workspace}
results="$workspace/results"
mkdir -p "$results"

step() { printf '\n== %s\n   flambeau-cli %s\n' "$1" "$2"; shift; }
cli() { "$bin/flambeau-cli" --workspace "$workspace" "$@"; }
json_field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" | head -n 1; }

step "1 of 5: draw four classes of pictures, open and check every file" "dataset sample --name shapes"
cli dataset sample --name shapes

set -- --recipe image-classification --dataset shapes --experiment sample --register shapes \
    --set arch=tiny --set augmentation=none --set epochs=12 --set optimizer=adamw --set lr=0.003 --set scheduler=cosine
step "2 of 5: train a small network, register what it learned, judge its ONNX file" "run start $* --watch"
run=$(cli --json run start "$@" | json_field id)
[ -n "$run" ] || { echo "The run could not be started." >&2; exit 1; }
cli run watch "$run"

step "3 of 5: the whole curve" "run metrics $run --csv"
cli run metrics "$run" --csv >"$results/curve.csv"
cli run metrics "$run" --svg "$results/curve.svg"

step "4 of 5: the model and its ONNX file" "model export shapes --format onnx --to shapes.onnx"
cli model show shapes
cli model export shapes --format onnx --to "$results/shapes.onnx"
cli model export shapes --format safetensors --to "$results/shapes.safetensors"

step "5 of 5: ask it about pictures" "model predict shapes PICTURE…"
find "$workspace/datasets" -path '*/val/*.png' | sort | awk 'NR % 60 == 7' | head -n 4 >"$results/pictures.txt"
while read -r picture; do
    cli model predict shapes "$picture" </dev/null
done <"$results/pictures.txt"

printf '\nThe curve:      %s (every point: %s)\n' "$results/curve.svg" "$results/curve.csv"
printf 'The model:      %s (and in the registry: flambeau-cli --workspace %s model show shapes)\n' "$results/shapes.safetensors" "$workspace"
printf 'The ONNX file:  %s\n' "$results/shapes.onnx"
