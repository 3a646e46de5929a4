#!/usr/bin/env python3
"""Questions of the usual shapes, tercet beside other stores, in one run.

    build/release/bin/query_bench generate 1000000 graph.nt
    build/release/bin/query_bench fill GRAPH graph.nt
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install kuzu pyoxigraph
    /tmp/peers/bin/python bench/query_shapes.py --triples graph.nt \\
        --tercet build/release/bin/query_bench --db GRAPH --work DIR

All stores are warm: every question is asked once before the clock runs.  A
shape is asked for several nodes, a node several times; printed is the median
over the nodes of their medians, in milliseconds, text in and all rows out, in
the process of the store (no transport).  Where a store gives another number of
rows, or another count, than tercet, that is said and the run fails.
"""

import argparse
import csv
import pathlib
import random
import re
import statistics
import subprocess
import sys
import time

BASE = "http://example.org/"
TRIPLE = re.compile(rf"<{BASE}(\w+)> <{BASE}([\w-]+)> <{BASE}(\w+)> \.")


def shapes(people, anchors):
    """Yields (shape, tercet, Cypher or None, SPARQL or None)."""
    rng = random.Random(11)
    hop = "MATCH (a:N {{id: '{0}'}})-[:knows]->(x)"
    prefix = f"PREFIX : <{BASE}> "
    for _ in range(anchors):
        p, q = (f"p{rng.randrange(people)}" for _ in range(2))
        yield ("one hop", f"{p} -knows-> ?x",
               hop.format(p) + " RETURN DISTINCT x.id",
               prefix + f"SELECT DISTINCT ?x {{ :{p} :knows ?x }}")
        yield ("two hops", f"{p} -knows-> ?x -lives in-> ?t",
               hop.format(p) + "-[:lives_in]->(t) RETURN DISTINCT x.id, t.id",
               prefix + f"SELECT DISTINCT ?x ?t {{ :{p} :knows ?x . "
               "?x :lives-in ?t }")
        yield ("three hops, filtered",
               f"{p} -knows-> ?x -knows-> ?y -lives in-> ?t where ?t = t0 "
               "return ?y",
               hop.format(p) + "-[:knows]->(y)-[:lives_in]->(t) "
               "WHERE t.id = 't0' RETURN DISTINCT y.id",
               prefix + f"SELECT DISTINCT ?y {{ :{p} :knows ?x . ?x :knows ?y "
               ". ?y :lives-in ?t FILTER(?t = :t0) }")
        yield ("shortest path",
               f"?p = shortest {p} -knows+-> {q} return length(?p) as n",
               f"MATCH r = (a:N {{id: '{p}'}})-[:knows* SHORTEST 1..30]->"
               f"(b:N {{id: '{q}'}}) RETURN length(r)", None)
        # Whether p itself is reached, the stores see differently.
        yield ("all reached by +",
               f"{p} -knows+-> ?x where ?x != {p} return count(*) as n",
               f"MATCH (a:N {{id: '{p}'}})-[:knows* SHORTEST 1..30]->(x) "
               f"WHERE x.id <> '{p}' RETURN count(DISTINCT x.id)",
               prefix + f"SELECT (COUNT(*) AS ?n) {{ :{p} :knows+ ?x "
               f"FILTER(?x != :{p}) }}")
    for town, firm in (("t0", "f0"), ("t1", "f0"), ("t3", "f2")):
        yield ("star of three",
               f"?x -lives in-> {town}, ?x -works for-> {firm}, ?x -likes-> s0",
               f"MATCH (x:N)-[:lives_in]->(:N {{id: '{town}'}}), (x)-"
               f"[:works_for]->(:N {{id: '{firm}'}}), (x)-[:likes]->"
               "(:N {id: 's0'}) RETURN DISTINCT x.id",
               prefix + f"SELECT DISTINCT ?x {{ ?x :lives-in :{town} . "
               f"?x :works-for :{firm} . ?x :likes :s0 }}")
    yield ("all triangles",
           "?a -knows-> ?b -knows-> ?c, ?a -knows-> ?c return count(*) as n",
           "MATCH (a:N)-[:knows]->(b:N)-[:knows]->(c:N), (a)-[:knows]->(c) "
           "RETURN count(*)",
           prefix + "SELECT (COUNT(*) AS ?n) { ?a :knows ?b . ?b :knows ?c . "
           "?a :knows ?c }")
    yield ("count of a relation", "?a -knows-> ?b return count(*) as n",
           "MATCH (a:N)-[:knows]->(b:N) RETURN count(*)",
           prefix + "SELECT (COUNT(*) AS ?n) { ?a :knows ?b }")


def summary(rows):
    """What is compared: the only number of a count, else how many rows."""
    if len(rows) == 1 and len(rows[0]) == 1:
        try:
            return int(rows[0][0])
        except ValueError:
            pass
    return f"{len(rows)} rows"


def timed(ask, query, rounds):
    answer = summary(ask(query))
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        ask(query)
        times.append(1000 * (time.perf_counter() - begin))
    return answer, statistics.median(times)


def run_tercet(args, questions):
    asked = args.work / "questions.txt"
    asked.write_text("".join(f"{s}\t{q}\n" for s, q, _, _ in questions))
    out = subprocess.run([args.tercet, "run", args.db, asked, str(args.rounds)],
                         check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        _, rows, first, _, microseconds = line.split("\t")
        counts = rows == "1" and first.isdigit()
        yield int(first) if counts else f"{rows} rows", float(microseconds) / 1e3


def open_kuzu(args):
    import kuzu
    path = args.work / "kuzu.db"
    fresh = not path.exists()
    connection = kuzu.Connection(kuzu.Database(str(path)))
    if fresh:
        nodes, edges = set(), {}
        for s, r, o in triples(args):
            nodes.update((s, o))
            edges.setdefault(r.replace("-", "_"), set()).add((s, o))
        connection.execute("CREATE NODE TABLE N(id STRING, PRIMARY KEY(id))")
        copy(connection, args, "N", sorted((n,) for n in nodes))
        for r, pairs in edges.items():
            connection.execute(f"CREATE REL TABLE {r}(FROM N TO N)")
            copy(connection, args, r, sorted(pairs))

    def ask(query):
        result = connection.execute(query)
        rows = []
        while result.has_next():
            rows.append(result.get_next())
        return rows
    return ask


def copy(connection, args, table, rows):
    file = args.work / f"{table}.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows(rows)
    connection.execute(f"COPY {table} FROM '{file}' (HEADER=false)")


def open_oxigraph(args):
    import pyoxigraph
    path = args.work / "oxigraph.db"
    fresh = not path.exists()
    store = pyoxigraph.Store(str(path))
    if fresh:
        store.bulk_load(path=str(args.triples),
                        format=pyoxigraph.RdfFormat.N_TRIPLES)
        store.optimize()
    return lambda query: [[v.value for v in row] for row in store.query(query)]


def triples(args):
    with args.triples.open() as lines:
        for line in lines:
            match = TRIPLE.match(line)
            if match:
                yield match.groups()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tercet", required=True, type=pathlib.Path)
    parser.add_argument("--db", required=True, type=pathlib.Path)
    parser.add_argument("--triples", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--people", type=int, default=0,
                        help="default: a twelfth of the triples")
    parser.add_argument("--anchors", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="kuzu,oxigraph")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    people = args.people
    if not people:
        with args.triples.open() as lines:
            people = sum(1 for _ in lines) // 13
    questions = list(shapes(people, args.anchors))
    answers = {"tercet": list(run_tercet(args, questions))}
    openers = {"kuzu": (open_kuzu, 2), "oxigraph": (open_oxigraph, 3)}
    wrong = 0
    for peer in filter(None, args.peers.split(",")):
        opener, column = openers[peer]
        ask = opener(args)
        answers[peer] = [
            timed(ask, question[column], args.rounds) if question[column]
            else (None, None) for question in questions]
        for question, own, other in zip(questions, answers["tercet"],
                                        answers[peer]):
            if other[0] is not None and own[0] != other[0]:
                wrong += 1
                print(f"{peer} gives {other[0]}, tercet {own[0]}: "
                      f"{question[1]}", file=sys.stderr)
    print("| shape |", " | ".join(answers), "|")
    print("| --- |", " | ".join("---:" for _ in answers), "|")
    for shape in dict.fromkeys(question[0] for question in questions):
        cells = []
        for store in answers:
            times = [answers[store][i][1] for i, question in
                     enumerate(questions) if question[0] == shape]
            cells.append("" if times[0] is None else
                         f"{statistics.median(times):.3g}")
        print(f"| {shape} |", " | ".join(cells), "|")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
