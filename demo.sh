#!/bin/sh
# Installs what is missing, builds tercet and shows it at work on the sample
# texts.  May be run again at any time; asks nothing.
#
#   ./demo.sh
set -eu
cd "$(dirname "$0")"

tests/install_packages.sh
cmake --preset release
cmake --build --preset release --target tercet

tests/demo.sh build/release/bin/tercet tests/samples
