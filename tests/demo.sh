#!/bin/sh
# The main job, shown: texts become a graph, the graph answers, every answer
# names its sentence.
#
#   tests/demo.sh PROGRAM FOLDER
set -eu
tercet=$1
texts=$2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TERCET_DB=$folder/demo.db
export TERCET_DB

# Shows a command as a reader would type it, then runs it.
show() {
  printf '\n$ tercet'
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_./-]*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  printf '\n'
  "$tercet" "$@"
}

show ingest "$texts"
show stats
show query '?who -leads-> ?what'
show query '?who -?e[status=planned]-> ?what return ?e, ?e.document limit 8'
show query '?who -?e[neg]-> ?what return ?e, ?e.text limit 3'
show query 'why Agnes Thorvik -marries-> ?'
show query 'describe Brissett'
