#!/usr/bin/env python3
"""Bulk loads of one N-Triples file, tercet beside other stores, in one run.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install kuzu oxigraph
    sudo apt-get install --no-install-recommends virtuoso-opensource-7-bin
    /tmp/peers/bin/python bench/compare_loads.py --tercet BIN \\
        --triples FILE.nt --work DIR [--rounds 3] [--only tercet,kuzu]

Each store loads in its fastest documented way; what it wants prepared (Kuzu:
CSV split by kind; Oxigraph and Virtuoso: one file a loader) is prepared before
the clock starts; then its input is read once, so that it is in memory, and what
was written before is forced to disk.  The rounds are interleaved: every store
loads once, then every store again.  The clock runs until the data is on disk and can be queried.
What was measured is kept in DIR/rounds.jsonl, and later calls add to it: with
--rounds 0 all is prepared and nothing loaded, with --rounds 1 one round is run.
How long Kuzu's preparation took is printed: its figure from the text is the sum.
Each load must then hold as many edges as the file has lines.  Printed are the
medians: seconds, triples a second, bytes a triple on disk, and peak memory
(resident; for tercet and Oxigraph this counts pages of the mapped input).
Needs Python 3.11 on Linux; GLIBC_TUNABLES is passed on to all of them.
"""

import argparse
import csv
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time

PARTS = 4
TERM = re.compile(rb'(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"\S*)\s*')


def run(command, **options):
    """Runs a command; returns its seconds and peak memory in bytes."""
    start = time.monotonic()
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.DEVNULL, **options
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed with {process.returncode}")
    return time.monotonic() - start, usage.ru_maxrss * 1024


def size_of(folder):
    """Bytes that the files below a folder take."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def split(triples, folder):
    """Splits a file into PARTS files of whole lines, once."""
    parts = [folder / f"part{i}.nt" for i in range(PARTS)]
    if not parts[-1].exists():
        subprocess.run(
            ["split", "-n", f"l/{PARTS}", "--numeric-suffixes=0", "-a1",
             "--additional-suffix=.nt", triples, folder / "part"],
            check=True,
        )  # fmt: skip
    return parts


class Tercet:
    def __init__(self, options):
        self.program = options.tercet.resolve()
        self.triples = options.triples
        self.inputs = [options.triples]
        self.version = subprocess.run(
            [self.program, "--version"], capture_output=True, text=True
        ).stdout.strip()

    def load(self, folder):
        command = [self.program, "--db", folder / "db", "import", self.triples]
        return run(command)

    def count(self, folder):
        command = [self.program, "--db", folder / "db", "stats"]
        out = subprocess.run(command, capture_output=True, text=True)
        return int(re.search(r"^facts\s+([\d,]+)", out.stdout, re.M).group(1))


class Kuzu:
    """Two COPYs, of a table of terms and one of edges, from CSV."""

    CHILD = """
import kuzu, sys
db = kuzu.Database(sys.argv[1], buffer_pool_size=int(sys.argv[2]))
c = kuzu.Connection(db)
c.execute("CREATE NODE TABLE Term(name STRING, PRIMARY KEY(name))")
c.execute("CREATE REL TABLE Edge(FROM Term TO Term, relation STRING)")
c.execute(f"COPY Term FROM '{sys.argv[3]}/terms.csv'")
c.execute(f"COPY Edge FROM '{sys.argv[3]}/edges.csv'")
c.close(); db.close()
"""

    def __init__(self, options):
        import kuzu

        self.kuzu = kuzu
        self.version = f"Kuzu {kuzu.__version__}"
        self.memory = options.memory
        self.csv = options.work / "kuzu-csv"
        self.inputs = [self.csv / "terms.csv", self.csv / "edges.csv"]
        if self.csv.exists():
            return
        self.csv.mkdir(parents=True)
        start = time.monotonic()
        terms = set()
        with open(options.triples, "rb") as lines, open(
            self.csv / "edges.csv", "w", newline="", encoding="utf-8"
        ) as edges:
            writer = csv.writer(edges)
            for line in lines:
                s, p, o = (t.decode() for t in TERM.findall(line)[:3])
                terms.update((s, o))
                writer.writerow((s, o, p))
        with open(
            self.csv / "terms.csv", "w", newline="", encoding="utf-8"
        ) as out:
            csv.writer(out).writerows((t,) for t in sorted(terms))
        print(f"kuzu's CSV prepared: {time.monotonic() - start:.1f} s",
              file=sys.stderr)  # fmt: skip

    def load(self, folder):
        return run([sys.executable, "-c", self.CHILD, folder / "db",
                    self.memory, self.csv])  # fmt: skip

    def count(self, folder):
        db = self.kuzu.Database(str(folder / "db"))
        answer = self.kuzu.Connection(db).execute(
            "MATCH (:Term)-[e:Edge]->(:Term) RETURN count(*)"
        )
        return answer.get_next()[0]


class Oxigraph:
    """`oxigraph load --lenient` of several files, which it loads in parallel."""

    def __init__(self, options):
        self.program = pathlib.Path(sys.executable).parent / "oxigraph"
        if not self.program.exists():
            self.program = "oxigraph"
        out = subprocess.run(
            [self.program, "--version"], capture_output=True, text=True
        )
        self.version = out.stdout.strip()
        self.inputs = split(options.triples, options.work)

    def load(self, folder):
        return run([self.program, "load", "--lenient", "--location",
                    folder / "db", "--file", *self.inputs],
                   stderr=subprocess.DEVNULL)  # fmt: skip

    def count(self, folder):
        out = subprocess.run(
            [self.program, "query", "--location", folder / "db",
             "--results-format", "csv", "--query",
             "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return int(out.stdout.split()[-1])


class Virtuoso:
    """ld_dir and one rdf_loader_run a core, then a checkpoint."""

    INI = """[Database]
DatabaseFile = {db}/virtuoso.db
ErrorLogFile = {db}/virtuoso.log
LockFile = {db}/virtuoso.lck
TransactionFile = {db}/virtuoso.trx
xa_persistent_file = {db}/virtuoso.pxa
FileExtend = 2000
[TempDatabase]
DatabaseFile = {db}/temporary.db
TransactionFile = {db}/temporary.trx
[Parameters]
ServerPort = {port}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
CheckpointInterval = 0
DirsAllowed = {parts}
ThreadsPerQuery = {cores}
[SPARQL]
ResultSetMaxRows = 1000000000
"""
    PORT = 11_113

    def __init__(self, options):
        out = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True)
        found = re.search(r"Version (\S+)", out.stdout + out.stderr)
        self.version = f"Virtuoso {found.group(1) if found else '?'}"
        self.folder = options.work.resolve()
        self.memory = options.memory
        self.inputs = split(options.triples, options.work)

    def statements(self, text):
        return run(["isql-vt", str(self.PORT), "dba", "dba", f"exec={text}"],
                   stderr=subprocess.DEVNULL)  # fmt: skip

    def start(self, folder):
        db = folder.resolve() / "db"
        db.mkdir(parents=True, exist_ok=True)
        # Their manual: buffers of 8 KiB for two thirds of the memory.
        buffers = self.memory * 2 // 3 // 8192
        ini = db / "virtuoso.ini"
        ini.write_text(
            self.INI.format(db=db, port=self.PORT, parts=self.folder,
                            buffers=buffers, dirty=buffers * 3 // 4,
                            cores=os.cpu_count())
        )  # fmt: skip
        server = subprocess.Popen(
            ["virtuoso-t", "+foreground", "+configfile", str(ini)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(600):
            ready = subprocess.run(
                ["isql-vt", str(self.PORT), "dba", "dba", "exec=status();"],
                capture_output=True,
            )
            if ready.returncode == 0:
                return server
            time.sleep(0.1)
        sys.exit("Virtuoso did not start")

    def load(self, folder):
        server = self.start(folder)
        start = time.monotonic()
        self.statements(f"ld_dir('{self.folder}', 'part%.nt', 'urn:g');")
        loaders = [
            threading.Thread(target=self.statements, args=("rdf_loader_run();",))
            for _ in range(os.cpu_count())
        ]
        for loader in loaders:
            loader.start()
        for loader in loaders:
            loader.join()
        self.statements("checkpoint;")
        seconds = time.monotonic() - start
        subprocess.run(
            ["isql-vt", str(self.PORT), "dba", "dba", "exec=shutdown();"],
            capture_output=True,
        )
        _, _, usage = os.wait4(server.pid, 0)
        server.returncode = 0
        return seconds, usage.ru_maxrss * 1024

    def count(self, folder):
        server = self.start(folder)
        out = subprocess.run(
            ["isql-vt", str(self.PORT), "dba", "dba", "VERBOSE=OFF",
             "BANNER=OFF", "exec=SPARQL SELECT COUNT(*) FROM <urn:g> "
             "{ ?s ?p ?o };"],
            capture_output=True, text=True,
        )  # fmt: skip
        subprocess.run(
            ["isql-vt", str(self.PORT), "dba", "dba", "exec=shutdown();"],
            capture_output=True,
        )
        server.wait()
        return int(re.search(r"^\s*(\d+)\s*$", out.stdout, re.M).group(1))


STORES = {"tercet": Tercet, "kuzu": Kuzu, "oxigraph": Oxigraph,
          "virtuoso": Virtuoso}  # fmt: skip


def settle(inputs):
    """Leaves no store another's work: what was written is on disk, and what is
    read next is in memory."""
    os.sync()
    for path in inputs:
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 24):
                pass


def measure(store, folder, lines):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    settle(store.inputs)
    seconds, memory = store.load(folder)
    found = store.count(folder)
    if found != lines:
        print(f"{store.version}: {found} edges of {lines} lines",
              file=sys.stderr)  # fmt: skip
    result = (seconds, size_of(folder) / lines, memory)
    shutil.rmtree(folder)
    return result


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--tercet", required=True, type=pathlib.Path)
    parser.add_argument("--triples", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=4 << 30, help="bytes")
    parser.add_argument("--only", default=",".join(STORES))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    with open(options.triples, "rb") as file:
        lines = sum(1 for _ in file)
    stores = {n: STORES[n](options) for n in options.only.split(",")}
    kept = options.work / "rounds.jsonl"
    for _ in range(options.rounds):
        for name, store in stores.items():
            seconds, size, memory = measure(store, options.work / name, lines)
            print(f"{store.version}: {seconds:.2f} s", file=sys.stderr, flush=True)
            with open(kept, "a", encoding="utf-8") as out:
                row = {"store": name, "version": store.version, "lines": lines,
                       "load": os.getloadavg()[0], "seconds": seconds,
                       "size": size, "memory": memory}  # fmt: skip
                out.write(json.dumps(row) + "\n")
    if not kept.exists():
        return
    runs = {name: [] for name in stores}
    for row in map(json.loads, kept.read_text(encoding="utf-8").splitlines()):
        if row["store"] in runs and row["lines"] == lines:
            runs[row["store"]].append([row[k] for k in ("seconds", "size", "memory")])
    print("| store | rounds | seconds | triples/s | bytes/triple | peak memory |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for name, store in stores.items():
        if not runs[name]:
            continue
        seconds, size, memory = (
            statistics.median(run[i] for run in runs[name]) for i in range(3)
        )
        each = " ".join(f"{run[0]:.1f}" for run in runs[name])
        print(f"| {store.version} | {each} | {seconds:.2f} | {lines / seconds:,.0f} | "
              f"{size:.1f} | {memory / 1e6:,.0f} MB |")  # fmt: skip


if __name__ == "__main__":
    main()
