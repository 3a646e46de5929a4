#!/bin/sh
# Other people's programs read what `export` writes: serdi, rapper, networkx
# and Graphviz.
#
#   tests/cli/exchange.sh PROGRAM SAMPLES
set -eu
tercet=$1
samples=$2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TERCET_DB=$folder/g
export TERCET_DB
# What readers trip over: quotes, angle brackets, control characters.
printf 'Ana "Ace" Silva met A & B <Ltd> and \\o/ in S\303\243o Paulo.\001\n' \
  >"$folder/odd.txt"
"$tercet" ingest "$samples" "$folder/odd.txt" 2>/dev/null
for format in turtle ntriples graphml dot; do
  "$tercet" export --format $format -o "$folder/graph.$format"
done
cd "$folder"

# Two readers agree on the triples, and the plain ones are the N-Triples.
serdi -i turtle -o ntriples graph.turtle | sort -u >serd.nt
rapper -q -i turtle -o ntriples graph.turtle | sort -u >rapper.nt
[ "$(wc -l <serd.nt)" -eq "$(wc -l <rapper.nt)" ]
serdi -i ntriples -o ntriples graph.ntriples | sort -u >plain.nt
grep '^<urn:tercet:[a-z]*/[^ ]* <urn:tercet:relation/' serd.nt | cmp - plain.nt
statements=$(grep -c 'rdf-syntax-ns#Statement>' serd.nt)
[ "$statements" -eq "$("$tercet" export --format jsonl | wc -l)" ]

python3 - <<'PYTHON'
import networkx
graph = networkx.read_graphml("graph.graphml")
assert graph.number_of_edges() > 100, graph
names = networkx.get_node_attributes(graph, "name").values()
assert "Agnes Thorvik" in names
edge = next(d for _, _, d in graph.edges(data=True) if d["relation"] == "marries")
assert edge["status"] == "asserted" and edge["negated"] is False, edge
assert edge["sources"] == "lighthouse-engineer:16", edge
PYTHON

dot -Tsvg graph.dot >graph.svg
grep -q 'Agnes Thorvik' graph.svg
echo "read by serdi, rapper, networkx and Graphviz: $statements statements"
