#!/usr/bin/env python3
"""Questions of the usual shapes, tercet beside other stores, in one run.

    build/release/bin/query_bench generate 1000000 graph.nt
    build/release/bin/query_bench fill GRAPH graph.nt
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install kuzu pyoxigraph
    /tmp/peers/bin/python bench/query_shapes.py --triples graph.nt \\
        --tercet build/release/bin/query_bench --db GRAPH --work DIR

Every question goes to one store after the other, and to each of them once
before the clock runs.  A shape is asked for several nodes, a node several
times; printed is the median over the nodes of their medians, in milliseconds,
text in and all rows out, in the process of the store; of Virtuoso, a server, by
HTTP on this machine.  The first line is a question that finds nothing: what
client and transport cost alone.
Where a store gives other rows than tercet, that is said and the run fails.
"""

import argparse
import csv
import http.client
import multiprocessing
import pathlib
import random
import re
import statistics
import subprocess
import sys
import time
import urllib.parse

BASE = "http://example.org/"
TRIPLE = re.compile(rf"<{BASE}(\w+)> <{BASE}([\w-]+)> <{BASE}(\w+)> \.")


def shapes(people, anchors):
    """Yields (shape, tercet, Cypher or None, SPARQL or None)."""
    rng = random.Random(11)
    hop = "MATCH (a:N {{id: '{0}'}})-[:knows]->(x)"
    prefix = f"PREFIX : <{BASE}> "
    # A region knows nobody.
    yield ("nothing", "r0 -knows-> ?x", hop.format("r0") + " RETURN x.id",
           prefix + "SELECT ?x { :r0 :knows ?x }")
    for _ in range(anchors):
        p, q = (f"p{rng.randrange(people)}" for _ in range(2))
        yield ("one hop", f"{p} -knows-> ?x",
               hop.format(p) + " RETURN DISTINCT x.id",
               prefix + f"SELECT DISTINCT ?x {{ :{p} :knows ?x }}")
        yield ("two hops", f"{p} -knows-> ?x -lives in-> ?t",
               hop.format(p) + "-[:lives_in]->(t) RETURN DISTINCT x.id, t.id",
               prefix + f"SELECT DISTINCT ?x ?t {{ :{p} :knows ?x . "
               "?x :lives-in ?t }")
        yield ("three hops with a filter",
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
    # Nobody is known by more people than p0, and nobody reaches more.
    yield ("+ from a hub",
           "p0 -knows+-> ?x where ?x != p0 return count(*) as n",
           "MATCH (a:N {id: 'p0'})-[:knows* SHORTEST 1..30]->(x) "
           "WHERE x.id <> 'p0' RETURN count(DISTINCT x.id)",
           prefix + "SELECT (COUNT(*) AS ?n) { :p0 :knows+ ?x "
           "FILTER(?x != :p0) }")
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
    yield ("count by relation", "? -?e-> ? return ?e.rel, count(*) as n",
           "MATCH (:N)-[e]->(:N) RETURN label(e), count(*)",
           "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")


def digest(rows):
    """The number of rows, and a sum over them that no order changes."""
    total = 0
    for row in rows:
        text = "\t".join(map(str, row)).replace(BASE, "")
        value = 0xCBF29CE484222325
        for byte in text.replace("-", " ").replace("_", " ").encode():
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
        total = (total + value) & 0xFFFFFFFFFFFFFFFF
    return len(rows), total


class Tercet:
    """query_bench, which answers a line from its input with a line."""

    def __init__(self, args):
        self.process = subprocess.Popen(
            [args.tercet, "run", args.db, "-", str(args.rounds)], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, question):
        self.process.stdin.write(f"{question[0]}\t{question[1]}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"tercet gives no answer to {question[1]}")
        _, rows, value, _, microseconds = line.split("\t")
        return (int(rows), int(value)), float(microseconds) / 1e3


def serve(opener, args, pipe):
    """Answers questions until it is killed."""
    ask = opener(args)
    pipe.send(None)
    while True:
        query, rounds = pipe.recv()
        try:
            answer = digest(ask(query))
            times = []
            for _ in range(rounds):
                begin = time.perf_counter()
                ask(query)
                times.append(1000 * (time.perf_counter() - begin))
            pipe.send((answer, statistics.median(times)))
        except Exception as error:  # of whatever kind: it is reported
            pipe.send((str(error).splitlines()[0][:120], None))


class Peer:
    """A store in a process of its own, which a question may cost its life."""

    def __init__(self, opener, args):
        self.opener, self.args, self.process = opener, args, None

    def ask(self, query, rounds, seconds):
        if self.process is None:
            self.pipe, theirs = multiprocessing.Pipe()
            self.process = multiprocessing.Process(
                target=serve, args=(self.opener, self.args, theirs), daemon=True)
            self.process.start()
            self.pipe.recv()
        self.pipe.send((query, rounds))
        # A question that is slow once is not asked again and again.
        if self.pipe.poll(seconds * (rounds + 1)):
            return self.pipe.recv()
        self.close()
        return f"more than {seconds} s", None

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.join()
        self.process = None


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


def open_virtuoso(args):
    """A server, asked by HTTP over one connection."""
    connection = http.client.HTTPConnection(args.virtuoso, timeout=600)
    name = re.compile(r'"[^"]*"|[^,\r\n]+')

    def post(query):
        connection.request("POST", "/sparql", urllib.parse.urlencode(
            {"query": query, "default-graph-uri": "http://g"}),
            {"Content-Type": "application/x-www-form-urlencoded",
             "Accept": "text/csv"})
        return connection.getresponse()

    def ask(query):
        try:
            response = post(query)
        except (OSError, http.client.HTTPException):
            connection.close()  # a server drops those that rest
            response = post(query)
        text = response.read().decode()
        if response.status != 200:
            raise RuntimeError(text)
        return [[cell.strip('"') for cell in name.findall(line)]
                for line in text.splitlines()[1:]]
    return ask


def triples(args):
    with args.triples.open() as lines:
        for line in lines:
            match = TRIPLE.match(line)
            if match:
                yield match.groups()


def ask_all(args, questions):
    """Each question to one store after the other; (answers, how many differ).
    """
    openers = {"kuzu": (open_kuzu, 2), "oxigraph": (open_oxigraph, 3),
               "virtuoso": (open_virtuoso, 3)}
    tercet = Tercet(args)
    peers = {name: Peer(openers[name][0], args)
             for name in filter(None, args.peers.split(","))}
    answers = {name: [] for name in ["tercet", *peers]}
    failed = set()
    wrong = 0
    for question in questions:
        own = tercet.ask(question)
        answers["tercet"].append(own)
        for name, peer in peers.items():
            text = question[openers[name][1]]
            if not text or (name, question[0]) in failed:
                answers[name].append((None, None))
                continue
            answer, ms = peer.ask(text, args.rounds, args.seconds)
            answers[name].append((answer, ms))
            if ms is None:
                failed.add((name, question[0]))
                print(f"{name}, {question[0]}: {answer}", file=sys.stderr)
            elif answer != own[0]:
                wrong += 1
                print(f"{name} gives {answer}, tercet {own[0]}: {question[1]}",
                      file=sys.stderr)
    for peer in peers.values():
        peer.close()
    return answers, wrong


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
    parser.add_argument("--seconds", type=int, default=60,
                        help="what a question may take a peer")
    parser.add_argument("--virtuoso", default="localhost:11590")
    parser.add_argument("--peers", default="kuzu,oxigraph")
    parser.add_argument("--shapes", help="only these, with commas between")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    people = args.people
    if not people:
        with args.triples.open() as lines:
            people = sum(1 for _ in lines) // 13
    wanted = args.shapes.split(",") if args.shapes else None
    questions = [q for q in shapes(people, args.anchors)
                 if not wanted or q[0] in wanted]
    answers, wrong = ask_all(args, questions)
    print("| shape |", " | ".join(answers), "|")
    print("| --- |", " | ".join("---:" for _ in answers), "|")
    for shape in dict.fromkeys(question[0] for question in questions):
        cells = []
        for store in answers:
            times = [answers[store][i][1] for i, question in
                     enumerate(questions) if question[0] == shape]
            times = [ms for ms in times if ms is not None]
            cells.append(f"{statistics.median(times):.3g}" if times else "")
        print(f"| {shape} |", " | ".join(cells), "|")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
