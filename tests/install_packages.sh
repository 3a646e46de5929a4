#!/bin/sh
# Installs the Debian packages that building and testing tercet needs, those
# that are missing only, as root or with sudo.
set -eu

packages="
  cmake g++ ninja-build pkg-config
  libabsl-dev libbenchmark-dev libboost-dev libcli11-dev libedit-dev
  libgraphviz-dev libgtest-dev librocksdb-dev libserd-dev rapidjson-dev
  doxygen graphviz mandoc python3-networkx raptor2-utils serdi"

missing=""
for package in $packages; do
  state=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
  [ "$state" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "Installing$missing"
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  as_root="sudo"
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q
# shellcheck disable=SC2086 -- the list is meant to be split.
$as_root env DEBIAN_FRONTEND=noninteractive \
  apt-get install -q -y --no-install-recommends $missing
