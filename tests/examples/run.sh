#!/bin/sh
# Runs the example programs one after the other and looks at what they
# print.
#
#   tests/examples/run.sh FOLDER-OF-PROGRAMS DATA
set -eu
programs=$1
data=$2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

expect() {
  if ! grep -qF -- "$2" "$1"; then
    echo "not in $1: $2"
    cat "$1"
    exit 1
  fi
}

echo 'Ana Silva met Bruno Costa. She will meet Clara Reis in Lisbon.' \
  >text
"$programs/ingest" "$data" graph diary <text >ingested
expect ingested '2 sentences'
"$programs/lookup" graph 'Ana Silva' >looked-up
expect looked-up 'Ana Silva -meets-> Bruno Costa [asserted]'
expect looked-up 'Ana Silva -meets-> Clara Reis [planned]'
expect looked-up '  diary:1 Ana Silva met Bruno Costa.'
"$programs/query" graph 'Ana Silva' >answered
expect answered 'Ana Silva meets Bruno Costa [asserted]'
expect answered 'Ana Silva meets Clara Reis [planned]'
printf 'Ana Silva met Bruno Costa.' >night-1.txt
printf 'Clara Reis visited Lisbon.' >night-2.txt
"$programs/rebuild" "$data" graph night-1.txt night-2.txt >rebuilt
expect rebuilt '2 documents, 2 sentences; the old graph is graph.old'
"$programs/lookup" graph 'Clara Reis' >looked-up
expect looked-up 'Clara Reis -visits-> Lisbon [asserted]'
"$programs/lookup" graph.old 'Ana Silva' >looked-up
expect looked-up '  diary:1 Ana Silva met Bruno Costa.'
# Errors are told, not thrown.
if "$programs/query" none 'Ana Silva' 2>error; then exit 1; fi
expect error 'NOT_FOUND'
echo "the examples say what they should"
