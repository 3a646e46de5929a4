#!/bin/sh
# Doxygen writes the API documentation without a warning, and with what the
# headers' comments say.
#
#   tests/install/api.sh BUILD-FOLDER
set -eu
build=$1
doxygen "$build/packaging/Doxyfile"
says() {
  grep -q "$2" "$build/api/html/$1" || { echo "$1 lacks: $2"; exit 1; }
}
says classtercet_1_1Graph.html 'One document, one batch'
says graph_8h.html 'Thread safety: all methods may be called'
says structtercet_1_1Cell.html 'an optional part that found nothing'
