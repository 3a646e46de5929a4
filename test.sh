#!/bin/sh
# Installs what is missing, builds everything with warnings as errors, shows
# the demo and runs all tests.  May be run again at any time; asks nothing.
#
#   ./test.sh
set -eu
cd "$(dirname "$0")"

tests/install_packages.sh
cmake --preset release -DTERCET_WERROR=ON
cmake --build --preset release

tests/demo.sh build/release/bin/tercet tests/samples
ctest --preset release --parallel "$(nproc)"
