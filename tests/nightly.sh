#!/bin/sh
# What takes too long for every change: sanitizers, Clang, the crash loops,
# 100,000 random queries against the naive evaluator, and a graph of 100,000
# facts through every format of exchange.
set -eu
cd "$(dirname "$0")/.."

tests/install_packages.sh
for preset in asan-ubsan tsan clang; do
  cmake --preset "$preset"
  cmake --build --preset "$preset"
  case $preset in
    clang) ctest --test-dir build/clang --output-on-failure ;;
    *) ctest --preset "$preset" ;;
  esac
done

cmake --preset release
cmake --build --preset release --target tercet query_reference_test \
  ingest_round_trip_test
TERCET_ROUND_TRIP_FACTS=100000 build/release/bin/ingest_round_trip_test
TERCET_RANDOM_QUERIES=100000 build/release/bin/query_reference_test
tests/cli/exchange.sh build/release/bin/tercet tests/samples 100000
tests/cli/crash_loop.sh build/release/bin/tercet 1000 50
tests/cli/crash_verbs.sh build/release/bin/tercet tests/graph/formats/2 \
  200000 50
tests/cli/flipped_bits.py build/release/bin/tercet 16
