#!/bin/sh
# The commands of README's first screenful give what it shows.
#
#   tests/cli/readme.sh PROGRAM SOURCE-FOLDER
set -eu
PATH=$(dirname "$1"):$PATH
export PATH
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ln -s "$2/tests" "$folder/tests"
unset TERCET_DB

sed -n '/^## /q; s/^    //p' "$2/README.md" >"$folder/shown"
grep '^\$ tercet' "$folder/shown" >"$folder/commands"
cd "$folder"
while read -r line; do
  echo "$line"
  eval "${line#\$ }" </dev/null 2>&1
done <commands | sed 's/ *$//' >given
diff -u shown given
echo "README shows what $(wc -l <commands) commands give"
