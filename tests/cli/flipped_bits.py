#!/usr/bin/env python3
"""Flips bits in each file of a graph and of a backup, one at a time.

  flipped_bits.py PROGRAM FLIPS

Each file gets so many flips, at places spread over it.  After each, `check` and
`export` must say that something is damaged, or find the graph that was there:
never another one.  The same for a backup that is restored.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile


def run(program, db, *words):
    return subprocess.run([program, "--db", str(db), *words],
                          capture_output=True, check=False, timeout=60)


def flip(path, place):
    data = bytearray(path.read_bytes())
    data[place // 8] ^= 1 << place % 8
    path.write_bytes(data)


def places(path, flips):
    bits = path.stat().st_size * 8
    return sorted({(2 * i + 1) * bits // (2 * flips) for i in range(flips)}
                  if bits else ())


def make(program, folder):
    (folder / "a.txt").write_text(
        "Minister Ana Silva visited Chile on Monday. She met six officials.\n")
    (folder / "b.nt").write_text("".join(
        f"<http://e.org/{i % 97}> <http://e.org/r{i % 5}> \"text {i}\" .\n"
        for i in range(3000)))
    (folder / "c.csv").write_text(
        "subject,relation,object\nAna Silva,knows,Tom Reed\n")
    db = folder / "whole.db"
    for words in (["ingest", "a.txt"], ["import", "b.nt"], ["compact"],
                  ["import", "c.csv"]):
        done = run(program, db, words[0],
                   *(str(folder / w) for w in words[1:]))
        if done.returncode != 0:
            sys.exit(done.stderr.decode())
    return db


def look(program, db, want):
    """What is wrong; and whether the damage was noticed."""
    checked = run(program, db, "check")
    exported = run(program, db, "export")
    for done in (checked, exported):
        if done.returncode not in (0, 1) or (done.returncode == 1
                                             and not done.stderr.strip()):
            return f"exit code {done.returncode}: {done.stderr.decode()}", True
    if exported.returncode == 0 and exported.stdout != want:
        return "another graph is exported", False
    return "", checked.returncode == 1 or exported.returncode == 1


def main():
    program, flips = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2])
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        whole = make(program, folder)
        want = run(program, whole, "export").stdout
        backup = folder / "whole.backup"
        if run(program, whole, "backup", str(backup)).returncode != 0:
            sys.exit("the backup failed")
        damaged = folder / "damaged"
        tries = noticed = 0
        for source in (whole, backup):
            for file in sorted(p for p in source.rglob("*") if p.is_file()):
                name = file.relative_to(source)
                for place in places(file, flips):
                    shutil.rmtree(damaged, ignore_errors=True)
                    shutil.copytree(source, damaged)
                    flip(damaged / name, place)
                    tries += 1
                    db = damaged
                    if source is backup:
                        db = folder / "restored"
                        shutil.rmtree(db, ignore_errors=True)
                        done = run(program, db, "restore", str(damaged))
                        if done.returncode == 1 and done.stderr.strip():
                            noticed += 1
                            continue
                    wrong, seen = look(program, db, want)
                    noticed += seen
                    if wrong:
                        sys.exit(f"{source.name}/{name}, bit {place}: {wrong}")
        print(f"{tries} bits flipped, {noticed} noticed; the others change "
              "nothing that is read")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
