#!/bin/sh
# Installs tercet into a folder, moves it, and uses it from there: the program,
# the CMake package, the pkg-config file, the manual page.
#
#   tests/install/run.sh BUILD-FOLDER SOURCE-FOLDER CXX
set -eu
build=$1
source=$2
CXX=$3

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cmake --install "$build" --prefix "$folder/first" >"$folder/log" ||
  { cat "$folder/log"; exit 1; }
# Nothing may remember where it was installed.
mv "$folder/first" "$folder/tercet"
tree=$folder/tercet
lib=$(dirname "$(find "$tree" -name libtercet.so)")

echo "the program"
env -u TERCET_DATA "$tree/bin/tercet" extract - <<'TEXT' | grep -q 'Bruno Costa'
Ana Silva met Bruno Costa.
TEXT
for file in share/man/man1/tercet.1 share/zsh/vendor-completions/_tercet \
  share/bash-completion/completions/tercet \
  share/fish/vendor_completions.d/tercet.fish include/tercet/graph.h; do
  [ -f "$tree/$file" ] || { echo "missing: $file"; exit 1; }
done

echo "the CMake package"
cmake -S "$source/tests/install" -B "$folder/cmake" -G Ninja \
  -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_PREFIX_PATH="$tree" \
  -DCMAKE_CXX_FLAGS="${CXXFLAGS-} -Wall -Wextra -Werror" >"$folder/log" &&
  cmake --build "$folder/cmake" >>"$folder/log" ||
  { cat "$folder/log"; exit 1; }
"$source/tests/examples/run.sh" "$folder/cmake/examples" "$tree/share/tercet"

echo "pkg-config"
PKG_CONFIG_PATH=$lib/pkgconfig
export PKG_CONFIG_PATH
mkdir "$folder/pkg-config"
for example in lookup ingest query rebuild; do
  # shellcheck disable=SC2046 -- the flags are meant to be split.
  "$CXX" ${CXXFLAGS-} -std=c++20 "$source/tests/examples/$example.cc" \
    -o "$folder/pkg-config/$example" $(pkg-config --cflags --libs tercet) \
    -Wl,-rpath,"$lib"
done
"$source/tests/examples/run.sh" "$folder/pkg-config" \
  "$(pkg-config --variable=datadir tercet)"
