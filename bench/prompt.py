#!/usr/bin/env python3
"""What a person waits for at the prompt, on a terminal of its own.

    build/release/bin/query_bench generate 10000000 ten.nt
    tercet import --db ten.db ten.nt
    bench/prompt.py cancel build/release/bin/tercet ten.db [ROUNDS]
    bench/prompt.py beside build/release/bin/tercet ten.db [ROUNDS]

cancel asks questions that would take hours, presses Ctrl-C between one second
and two later and waits for the prompt to be back: per kind the median and the
longest wait in milliseconds.  Where one is longer than 100 ms the script fails.

beside asks for what one person knows every half second, first alone, then while
another process adds documents to the graph (a copy of it, which is removed
again), and says how long the answer took.
"""

import fcntl
import os
import pty
import select
import shutil
import statistics
import struct
import subprocess
import sys
import termios
import time

PROMPT = b"tercet> "
LIMIT_MS = 100

HOURS = {
    "circles": "?a -knows-> ?b -knows-> ?c -knows-> ?d -knows-> ?e -knows-> ?a "
               "return count(*)",
    "+": "?a -knows+-> ?b return count(*)",
    "all shortest": "?p = all shortest ?a -knows+-> ?b return ?p",
    "group by": "?a -knows-> ?b -knows-> ?c -likes-> ?s <-likes- ?d "
                "return ?a, count(?d) as n order by n desc limit 10",
    "order by": "?a -knows-> ?b -knows-> ?c -likes-> ?s <-likes- ?d "
                "return ?d, ?a order by ?d, ?a desc",
    "~": "?a -knows-> ?b -knows-> ?c where not ?a ~ \"nobody\" and ?a = ?c",
}


class Prompt:
    """The program at a terminal."""

    def __init__(self, tercet, db):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm", NO_COLOR="1", PAGER="cat",
                              XDG_STATE_HOME="/nonexistent")
            os.execl(tercet, tercet, "--db", db)
        # Wide enough for a question: a line that is broken is shown twice.
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 24, 200, 0, 0))
        self.screen = b""
        self.wait_for(PROMPT)

    def wait_for(self, text):
        """What is shown up to `text`, and when that was."""
        end = time.monotonic() + 60
        while text not in self.screen:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                sys.exit(f"not shown: {text!r}\n{self.screen!r}")
            self.screen += os.read(self.fd, 65536)
        now = time.monotonic()
        shown, _, self.screen = self.screen.partition(text)
        return shown, now

    def ask(self, question):
        """What is answered, and the milliseconds until the prompt is back."""
        start = time.monotonic()
        os.write(self.fd, question.encode() + b"\n")
        shown, end = self.wait_for(PROMPT)
        return shown, (end - start) * 1000

    def cancelled_after_ms(self, question, seconds):
        os.write(self.fd, question.encode() + b"\n")
        time.sleep(seconds)
        while select.select([self.fd], [], [], 0)[0]:
            self.screen += os.read(self.fd, 65536)
        if PROMPT in self.screen:
            sys.exit(f"no question of hours: {self.screen!r}")
        start = time.monotonic()
        os.write(self.fd, b"\x03")
        shown, end = self.wait_for(PROMPT)
        if b"cancelled" not in shown:
            sys.exit(f"not cancelled: {shown!r}")
        return (end - start) * 1000

    def quit(self):
        os.write(self.fd, b".quit\n")
        os.waitpid(self.pid, 0)


def head():
    print(f"{'':14}{'median':>8}{'longest':>9}   ms")


def row(name, times):
    print(f"{name:14}{statistics.median(times):8.1f}{max(times):9.1f}",
          flush=True)


def cancel(tercet, db, rounds):
    prompt = Prompt(tercet, db)
    longest = 0
    head()
    for kind, question in HOURS.items():
        times = [prompt.cancelled_after_ms(question, 1 + i / rounds)
                 for i in range(rounds)]
        longest = max(longest, *times)
        row(kind, times)
    prompt.quit()
    return longest > LIMIT_MS


def beside(tercet, db, rounds):
    copy = db.rstrip("/") + ".copy"
    shutil.copytree(db, copy)
    texts = copy + ".jsonl"
    with open(texts, "w", encoding="utf-8") as file:
        for i in range(20000):
            file.write(f'{{"id":"d{i}","text":"Ana Silva {i} met Bruno Costa '
                       f'{i % 97} in Lisbon. She leads the Tarn Bank {i}."}}\n')
    prompt = Prompt(tercet, copy)

    def times():
        for i in range(rounds):
            shown, ms = prompt.ask(f"p{i * 7919} -knows-> ?who")
            if b" rows" not in shown:
                sys.exit(f"no answer: {shown!r}")
            yield ms
            time.sleep(0.5)

    head()
    row("alone", list(times()))
    with subprocess.Popen([tercet, "ingest", "--threads", "1", "--db", copy,
                           texts], stderr=subprocess.DEVNULL) as writer:
        row("beside", list(times()))
        if writer.poll() is not None:
            print("the other process was done before the end")
        writer.terminate()
    prompt.quit()
    shutil.rmtree(copy)
    os.remove(texts)
    return False


def main():
    verb, tercet, db = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 20
    measure = {"cancel": cancel, "beside": beside}[verb]
    sys.exit(measure(os.path.abspath(tercet), db, rounds))


if __name__ == "__main__":
    main()
