#!/bin/sh
# Other people's programs read what `export` writes: serdi, rapper, networkx
# and Graphviz; and tercet reads it again, to the same graph.  The graph has the
# samples and FACTS more facts, with every qualifier.
#
#   tests/cli/exchange.sh PROGRAM SAMPLES FACTS
set -eu
tercet=$1
samples=$2
facts=$3

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TERCET_DB=$folder/g
export TERCET_DB
# What readers trip over: quotes, angle brackets, control characters.
printf 'Ana "Ace" Silva met A & B <Ltd> and \\o/ in S\303\243o Paulo.\001\n' \
  >"$folder/odd.txt"
"$tercet" ingest "$samples" "$folder/odd.txt" 2>/dev/null
awk -v n="$facts" 'BEGIN {
  split("asserted reported planned possible hypothetical denied", status);
  split("person place organization event abstract", type);
  split("text number date", value);
  for (i = 0; i < n; ++i) {
    d = int(i / 100);
    printf "{\"document\":\"made %d\",\"document_title\":\"No. %d\",", d, d;
    printf "\"document_date\":\"2026-01-03\",\"sentence\":%d,", i % 100 + 1;
    printf "\"subject\":\"Entity %d\",\"subject_type\":\"%s\",", \
      i % 9973, type[i % 9973 % 5 + 1];
    printf "\"relation\":\"relates %d\",", i % 211;
    if (i % 4) {
      printf "\"object\":\"Entity %d\",\"object_type\":\"%s\",", \
        i * 7 % 9973, type[i * 7 % 9973 % 5 + 1];
    } else {
      v = value[i / 4 % 3 + 1];
      printf "\"object\":\"%s\",\"object_type\":\"%s\",", \
        v == "text" ? "caf\303\251 \\\"" i "\\\"" : \
        v == "number" ? i " km" : "2026-01-0" i % 9 + 1, v;
    }
    printf "\"status\":\"%s\",\"negated\":%s,", status[i % 6 + 1], \
      i % 7 ? "false" : "true";
    printf "\"confidence\":0.%d,\"time\":\"on day %d\",", i % 99 + 1, i;
    printf "\"date\":\"2026-01-0%d\",\"place\":\"in %d\",", i % 9 + 1, i;
    printf "\"said_by\":\"Entity %d\",\"said_by_type\":\"%s\",", \
      i * 3 % 9973, type[i * 3 % 9973 % 5 + 1];
    printf "\"open\":[[\"over\",\"%d, \\\"x\\\"\",\"text\"],", i;
    printf "[\"with\",\"Entity %d\",\"%s\"]],", \
      i * 5 % 9973, type[i * 5 % 9973 % 5 + 1];
    printf "\"words\":\"made\",\"construction\":\"verbal\",";
    printf "\"text\":\"Sentence %08d.\",\"span\":[%d,%d]}\n", \
      i, i % 100 * 20, i % 100 * 20 + 18;
  }
}' >"$folder/made.jsonl"
"$tercet" import "$folder/made.jsonl" 2>/dev/null
for format in turtle ntriples graphml dot jsonl csv; do
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

# gc counts the nodes and edges of a graph of Graphviz.
nop graph.dot | grep -q 'Agnes Thorvik'
drawn=$(gc -e graph.dot | awk '{ print $1 }')
[ "$drawn" -eq "$(grep -c '<edge ' graph.graphml)" ]

for format in turtle jsonl csv ntriples; do
  "$tercet" --db again.$format import --format $format graph.$format \
    2>/dev/null
  "$tercet" --db again.$format export --format $format | cmp - graph.$format
done
"$tercet" --db again.turtle export | cmp - graph.jsonl
echo "read by serdi, rapper, networkx, Graphviz and again by tercet:" \
  "$statements statements, $drawn facts"
