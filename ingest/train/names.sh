#!/bin/sh
# Trains names.model, the same bytes each time, and measures it:
#
#   ingest/train/names.sh DATA OUT
#
# DATA holds ud/{ewt,gum}-{train,dev}.conllu.xz and uner/{train,dev}.iob2.xz;
# OUT gets names.model.  Needs the program tercet-train, which the preset
# release builds.
set -eu
data=$1 out=$2
ingest=$(dirname "$0")/..
train=$ingest/../build/release/bin/tercet-train
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
mkdir -p "$out"
for file in ud/ewt-train.conllu ud/gum-train.conllu uner/train.iob2 \
  ud/ewt-dev.conllu uner/dev.iob2; do
  xz -dc "$data/$file.xz" > "$unpacked/$(basename "$file")"
done
"$train" train-names --out "$out/names.model" --lexicon "$ingest/lexicon" \
  --labels "$unpacked/train.iob2" \
  "$unpacked/ewt-train.conllu" "$unpacked/gum-train.conllu"
"$train" eval-names --model "$out/names.model" --lexicon "$ingest/lexicon" \
  --neural "$ingest/model/english.neural" --labels "$unpacked/dev.iob2" \
  "$unpacked/ewt-dev.conllu"
