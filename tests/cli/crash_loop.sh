#!/bin/sh
# Kills an ingest with -9 at random moments and looks at what is left.
#
#   tests/cli/crash_loop.sh PROGRAM DOCUMENTS KILLS
#
# Every document that was acknowledged must be there with all its facts, none
# half there, and `check` must pass.  At the end the graph must be, byte for
# byte, the one that an undisturbed ingest gives.  The kills are spread over
# one ingest: each comes, at random, when about its share of the documents that
# are left is done.
set -eu
tercet=$1
documents=$2
kills=$3

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TERCET_DB="$folder/crashed.db"

# Sentences whose facts depend on the document's number.
awk -v n="$documents" 'BEGIN {
  split("Portugal Norway Chile Kenya Japan Peru Ghana Spain Poland Cuba", c);
  for (i = 1; i <= n; ++i) {
    a = c[i % 10 + 1]; b = c[int(i / 10) % 10 + 1];
    printf "{\"id\":\"doc%05d\",\"date\":\"2026-01-%02d\",\"text\":\"", \
      i, i % 28 + 1;
    printf "Minister Ana Silva visited %s on Monday. ", a;
    printf "She met %d officials from %s. ", i, b;
    printf "%s will not sell %d ships to %s.\"}\n", b, i, a;
  }
}' >"$folder/corpus.jsonl"

# How long starting takes, and the documents themselves, in milliseconds.
now() { echo $(($(date +%s%N) / 1000000)); }
head -n 1 "$folder/corpus.jsonl" >"$folder/one.jsonl"
begun=$(now)
"$tercet" --db "$folder/one.db" ingest "$folder/one.jsonl" 2>/dev/null
starting=$(($(now) - begun))
begun=$(now)
"$tercet" --db "$folder/whole.db" ingest "$folder/corpus.jsonl" 2>/dev/null
whole=$(($(now) - begun - starting))
[ "$whole" -gt 0 ] || whole=1
"$tercet" --db "$folder/whole.db" export >"$folder/whole.jsonl"
echo "starting takes $starting ms, $documents documents $whole ms"

# The facts of acknowledged documents, as the undisturbed graph has them, must
# all be in the crashed one; and it must have no part of a document only.
verify() {
  "$tercet" check 2>"$folder/check" || { cat "$folder/check"; exit 1; }
  "$tercet" export >"$folder/crashed.jsonl"
  cut -f2 "$folder/acknowledged" | sort -u >"$folder/ids"
  awk -v acknowledged="$folder/ids" '
    function id(line) {
      match(line, /"document":"[^"]*"/);
      return substr(line, RSTART + 12, RLENGTH - 13);
    }
    BEGIN { while ((getline line < acknowledged) > 0) must[line] = 1 }
    FILENAME == ARGV[1] { whole[id($0)]++; known[$0] = 1; next }
    { there[id($0)]++; if (!($0 in known)) { print "strange: " $0; bad = 1 } }
    END {
      for (d in must) if (there[d] != whole[d]) { print "lost: " d; bad = 1 }
      for (d in there) if (there[d] != whole[d]) { print "half: " d; bad = 1 }
      exit bad
    }' "$folder/whole.jsonl" "$folder/crashed.jsonl"
}

: >"$folder/acknowledged"
: >"$folder/ids"
killed=0
seed=$$
while [ "$killed" -lt "$kills" ]; do
  "$tercet" ingest -v "$folder/corpus.jsonl" \
    >>"$folder/acknowledged" 2>/dev/null &
  pid=$!
  seed=$(((seed * 1103515245 + 12345) % 2147483648))
  sleep "$(awk -v s="$seed" -v starting="$starting" -v whole="$whole" \
    -v all="$documents" -v done="$(wc -l <"$folder/ids")" \
    -v kills="$((kills - killed))" 'BEGIN {
      share = whole * (all - done) / all / (kills + 1)
      printf "%.3f", (starting + 2 * share * s / 2147483648) / 1000
    }')"
  if ! kill -9 "$pid" 2>/dev/null; then
    # It was done before: begin anew.
    wait "$pid" || { echo "ingest failed"; exit 1; }
    verify
    rm -rf "$TERCET_DB"
    : >"$folder/acknowledged"
    : >"$folder/ids"
    continue
  fi
  wait "$pid" 2>/dev/null || true
  killed=$((killed + 1))
  # A last line may be cut where the kill came.
  [ -d "$TERCET_DB" ] || continue
  verify
  echo "kill $killed: $(wc -l <"$folder/ids") documents acknowledged, all there"
done

"$tercet" ingest "$folder/corpus.jsonl" 2>/dev/null
"$tercet" export >"$folder/crashed.jsonl"
cmp "$folder/whole.jsonl" "$folder/crashed.jsonl"
echo "survived $kills kills; the graph is the undisturbed one"
