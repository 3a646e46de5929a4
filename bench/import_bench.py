#!/usr/bin/env python3
"""Times `tercet import` beside other loaders, interleaved, on one file.

  import_bench.py --tercet build/release/bin/tercet --file ten.nt \\
      --ceil /tmp/ceil --kuzu /tmp/venv/bin/python --oxigraph /tmp/venv/bin/python

Makes ten.nt with write_ntriples.  Every loader runs once a round; what is
printed are medians of wall-clock and CPU seconds, the peak of anonymous memory
(so without the mapped input) and the bytes on disk, each a triple, and the
ratio of the wall-clock rates to tercet's.  `ceil` is a program that loads as
fast as the machine can, without checking what it reads: `ceil FILE DIR
packed|perkey THREADS`.  Kuzu and Oxigraph are the packages of these names from
PyPI, in the Python that is given.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

OXIGRAPH = """
import sys, pyoxigraph as ox
store = ox.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_TRIPLES)
store.flush()
"""

# Kuzu reads CSV: nodes and edges are split out beforehand, untimed.
KUZU = """
import sys, kuzu
folder = sys.argv[1]
db = kuzu.Database(sys.argv[2])
c = kuzu.Connection(db)
c.execute("CREATE NODE TABLE node(id INT64, name STRING, PRIMARY KEY(id))")
c.execute("CREATE REL TABLE fact(FROM node TO node, relation INT64)")
c.execute(f"COPY node FROM '{folder}/nodes.csv' (HEADER=false)")
c.execute(f"COPY fact FROM '{folder}/facts.csv' (HEADER=false)")
"""


def folder_bytes(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(root, name))
               for root, _, names in os.walk(path) for name in names)


def anonymous_peak(pid, stop, peak):
    while not stop.is_set():
        try:
            with open(f"/proc/{pid}/status") as status:
                for line in status:
                    if line.startswith("RssAnon:"):
                        peak[0] = max(peak[0], int(line.split()[1]) * 1024)
        except OSError:
            return
        stop.wait(0.02)


def run(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    stop, peak = threading.Event(), [0]
    watch = threading.Thread(target=anonymous_peak,
                             args=(process.pid, stop, peak))
    watch.start()
    error = process.communicate()[1]
    wall = time.monotonic() - start
    stop.set()
    watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{error.decode()}")
    cpu = (after.ru_utime - before.ru_utime + after.ru_stime -
           before.ru_stime)
    return wall, cpu, peak[0]


def split_for_kuzu(path, folder):
    nodes, relations = {}, {}
    with open(path, encoding="utf-8") as lines, \
            open(f"{folder}/facts.csv", "w") as facts:
        for line in lines:
            s, p, o = line[:-3].split(" ", 2)
            s = nodes.setdefault(s, len(nodes))
            o = nodes.setdefault(o, len(nodes))
            facts.write(f"{s},{o},{relations.setdefault(p, len(relations))}\n")
    with open(f"{folder}/nodes.csv", "w", encoding="utf-8") as out:
        for name, number in nodes.items():
            out.write(f"{number},\"{name.replace(chr(34), chr(34) * 2)}\"\n")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tercet", required=True)
    parser.add_argument("--file", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", default="2")
    parser.add_argument("--memory", help="for tercet, as 1GB")
    parser.add_argument("--ceil")
    parser.add_argument("--kuzu")
    parser.add_argument("--oxigraph")
    arguments = parser.parse_args()
    with open(arguments.file, "rb") as lines:
        triples = sum(piece.count(b"\n")
                      for piece in iter(lambda: lines.read(1 << 24), b""))
    work = tempfile.mkdtemp(prefix="import_bench_")
    db = f"{work}/db"
    tercet = [arguments.tercet, "--db", db, "import", "--threads",
              arguments.threads, arguments.file]
    if arguments.memory:
        tercet += ["--memory", arguments.memory]
    loaders = {"tercet": tercet}
    if arguments.ceil:
        for mode in ("packed", "perkey"):
            loaders[f"ceil {mode}"] = [arguments.ceil, arguments.file, db,
                                       mode, arguments.threads]
    if arguments.oxigraph:
        loaders["oxigraph"] = [arguments.oxigraph, "-c", OXIGRAPH,
                               arguments.file, db]
    if arguments.kuzu:
        split_for_kuzu(arguments.file, work)
        loaders["kuzu"] = [arguments.kuzu, "-c", KUZU, work, db]
    results = {name: [] for name in loaders}
    for _ in range(arguments.rounds):
        for name, command in loaders.items():
            measured = run(command)
            results[name].append(measured + (folder_bytes(db),))
            if os.path.isdir(db):
                shutil.rmtree(db)
            else:
                os.remove(db)
    shutil.rmtree(work)
    print(f"{triples} lines, {arguments.rounds} rounds, load "
          f"{os.getloadavg()[0]:.1f}")
    print("loader         wall s    CPU s  M/s wall  M/s CPU  B mem  B disk  "
          "tercet's rate to its")
    base = statistics.median(row[0] for row in results["tercet"])
    base_cpu = statistics.median(row[1] for row in results["tercet"])
    for name, rows in results.items():
        wall, cpu, memory, disk = (statistics.median(row[i] for row in rows)
                                   for i in range(4))
        print(f"{name:12} {wall:8.2f} {cpu:8.2f} {triples / wall / 1e6:9.2f} "
              f"{triples / cpu / 1e6:8.2f} {memory / triples:6.1f} "
              f"{disk / triples:7.1f}  {wall / base:.2f} wall, "
              f"{cpu / base_cpu:.2f} CPU")


if __name__ == "__main__":
    main()
