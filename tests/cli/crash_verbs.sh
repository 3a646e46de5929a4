#!/bin/sh
# Kills import, compact, rebuild and the bringing of an old format up to date
# with -9 at random moments and looks at what is left.
#
#   tests/cli/crash_verbs.sh PROGRAM OLD-GRAPH LINES KILLS [VERB...]
#
# OLD-GRAPH is a folder of an older format, LINES the length of the imported
# file, KILLS how many each verb gets while it writes: a kill counts where it
# left files that opening the graph does not make.  Those that come before are
# told apart; after five times as many the script goes on.  After each kill
# `check` must pass, and the graph must be, byte for byte, the one before or the
# one after; the one after where the verb had said that it is done.  An
# interrupted rebuild is taken up by the next, until one gets through.
set -eu
tercet=$1
old=$2
lines=$3
kills=$4
shift 4
[ $# -gt 0 ] || set -- import compact rebuild upgrade

folder=$(mktemp -d)
# What the programs say is of interest where one fails.
trap 'code=$?; [ $code -eq 0 ] || tail -n 5 "$folder/said"; rm -rf "$folder"
  exit $code' EXIT
exec 2>"$folder/said"
db=$folder/crashed.db
now() { echo $(($(date +%s%N) / 1000000)); }

# Facts of a seed's own, and some that every seed has.
triples() {
  awk -v n="$lines" -v seed="$1" 'BEGIN {
    for (i = 1; i <= n; ++i) {
      s = i % 10 ? seed "/" int(i / 7) : "shared/" i;
      printf "<http://e.org/%s> <http://e.org/r%d> ", s, i % 23;
      if (i % 3) printf "<http://e.org/%s/%d> .\n", seed, i * 7919 % n;
      else printf "\"value %d\" .\n", i;
    }
  }'
}
triples a >"$folder/a.nt"
triples b >"$folder/b.nt"
for i in 1 2 3 4 5 6 7 8; do
  echo "Minister Ana Silva visited Chile in 201$i. She met $i officials." \
    >"$folder/doc$i.txt"
done
"$tercet" --db "$folder/base.db" ingest "$folder"/doc*.txt
"$tercet" --db "$folder/base.db" import "$folder/a.nt"
cp -r "$old" "$folder/old.db"

run() { # verb
  case $1 in
  import) "$tercet" --db "$db" import "$folder/b.nt" ;;
  compact) "$tercet" --db "$db" compact ;;
  rebuild) "$tercet" --db "$db" rebuild ;;
  upgrade) "$tercet" --db "$db" stats >"$folder/stats" ;;
  esac
}
anew() { # verb
  rm -rf "$db" "$db".rebuild "$db".old
  case $1 in
  upgrade) cp -r "$folder/old.db" "$db" ;;
  *) cp -r "$folder/base.db" "$db" ;;
  esac
}
fail() { echo "$1"; exit 1; }
# The files of data that a verb has written so far, and what it works in.
written() {
  find "$db" "$db.rebuild" \( -name '*.sst' -o -name '*.log' -size +0 \
    -o -name bulk \) -printf '%f\n' | sort -u
}

seed=$$
for verb in "$@"; do
  anew "$verb"
  # Looking at an old graph brings it up to date.
  if [ "$verb" = upgrade ]; then cp "$old.jsonl" "$folder/before"
  else "$tercet" --db "$db" export >"$folder/before"; fi
  # Opening the graph for writing may write as well.
  anew "$verb"
  [ "$verb" = upgrade ] || "$tercet" --db "$db" forget nothing || true
  written >"$folder/opened"
  anew "$verb"
  begun=$(now)
  "$tercet" --db "$folder/base.db" stats >"$folder/stats"
  starting=$(($(now) - begun))
  begun=$(now)
  run "$verb"
  whole=$(($(now) - begun))
  "$tercet" --db "$db" export >"$folder/after"
  anew "$verb"
  killed=0
  early=0
  done=0
  while [ "$killed" -lt "$kills" ] &&
    [ $((early + done)) -lt $((5 * kills + 5)) ]; do
    { cat "$folder/opened"; written; } | sort -u >"$folder/known"
    run "$verb" &
    pid=$!
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    sleep "$(awk -v s="$seed" -v whole="$whole" -v starting="$starting" \
      'BEGIN { printf "%.3f",
        (starting + (whole - starting) * s / 2147483648) / 1000 }')"
    # The shell that runs the verb may have a child that is the program.
    pkill -9 -P "$pid" || true
    kill -9 "$pid" || true
    code=0
    wait "$pid" || code=$?
    written >"$folder/written"
    if [ $code -eq 0 ]; then :
    elif comm -23 "$folder/written" "$folder/known" | grep -q .; then
      killed=$((killed + 1))
    else early=$((early + 1))
    fi
    "$tercet" --db "$db" check || fail "$verb, kill $killed"
    "$tercet" --db "$db" export >"$folder/there"
    if [ $code -eq 0 ] || ! cmp -s "$folder/before" "$folder/there"; then
      done=$((done + 1))
      cmp "$folder/after" "$folder/there" || fail "$verb, kill $killed"
      anew "$verb"
    elif [ "$verb" != rebuild ]; then
      anew "$verb"
    fi
  done
  run "$verb"
  "$tercet" --db "$db" check
  "$tercet" --db "$db" export | cmp "$folder/after" -
  echo "$verb: $killed kills while it wrote survived, $early before;" \
    "$done times it was done by then"
done
