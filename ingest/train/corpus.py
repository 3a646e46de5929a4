"""Treebanks, named entities and word vectors as plain Python values.

A sentence is a dict of equally long lists: form, lemma, upos, xpos, feats,
head (0 is the root, words count from 1), deprel; uner and gum hold BIO tags
or are None where the corpus does not annotate them.
"""

import json
import lzma
import re


def _open(path):
    opener = lzma.open if str(path).endswith(".xz") else open
    return opener(path, "rt", encoding="utf-8")


def read_conllu(path):
    """Yields sentences; multiword ranges and empty nodes are skipped."""
    columns = ("form", "lemma", "upos", "xpos", "feats", "head", "deprel")
    with _open(path) as lines:
        rows = []
        meta = {}
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                name, _, value = line[1:].partition("=")
                meta[name.strip()] = value.strip()
            elif line:
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append(cells)
            elif rows:
                yield _sentence(rows, columns, meta)
                rows, meta = [], {}


def _sentence(rows, columns, meta):
    picked = (1, 2, 3, 4, 5, 6, 7)
    sentence = {n: [r[c] for r in rows] for n, c in zip(columns, picked)}
    sentence["head"] = [int(h) for h in sentence["head"]]
    sentence["id"] = meta.get("sent_id", "")
    sentence["misc"] = [r[9] for r in rows]
    sentence["uner"] = None
    sentence["gum"] = None
    return sentence


def read_iob2(path):
    """sent_id -> BIO tags of Universal NER."""
    tags, sent_id, out = [], "", {}
    with _open(path) as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                if line.startswith("# sent_id"):
                    sent_id = line.split("=", 1)[1].strip()
            elif line:
                tags.append(line.split("\t")[2])
            elif tags:
                out[sent_id] = tags
                tags = []
    if tags:
        out[sent_id] = tags
    return out


def attach_uner(sentences, tags):
    for sentence in sentences:
        found = tags.get(sentence["id"])
        if found and len(found) == len(sentence["form"]):
            sentence["uner"] = [
                t if t[2:] in ("PER", "LOC", "ORG") else "O" for t in found]


_BRACKET = re.compile(r"\(([^()]+)|([^()]+)\)|\(([^()]+)\)")


def attach_gum(sentences):
    """BIO tags of GUM's outermost named mentions: head is a proper noun."""
    open_mentions = []
    for sentence in sentences:
        mentions = _gum_mentions(sentence, open_mentions)
        size = len(sentence["form"])
        tags = ["O"] * size
        named = [m for m in mentions if _is_name(sentence, m[0], m[1])]
        for first, last, kind in sorted(named, key=lambda m: m[0] - m[1]):
            if all(t == "O" for t in tags[first:last + 1]):
                tags[first:last + 1] = (
                    ["B-" + kind] + ["I-" + kind] * (last - first))
        sentence["gum"] = tags


def _gum_mentions(sentence, _unused):
    stack, mentions = [], []
    for i, misc in enumerate(sentence["misc"]):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        if not found:
            continue
        for part in re.findall(r"\([^()]*\)|\([^()]*|[^()]*\)", found[1]):
            if part.startswith("("):
                body = part.strip("()").split("-")
                if part.endswith(")"):
                    mentions.append((i, i, body[1]))
                else:
                    stack.append((body[0], i, body[1]))
            else:
                key = part.rstrip(")").split("-")[0]
                for k in range(len(stack) - 1, -1, -1):
                    if stack[k][0] == key:
                        mentions.append((stack[k][1], i, stack[k][2]))
                        del stack[k]
                        break
    return mentions


def _is_name(sentence, first, last):
    for i in range(first, last + 1):
        head = sentence["head"][i] - 1
        if not first <= head <= last:
            return sentence["upos"][i] == "PROPN"
    return False


def read_wink(path):
    """Words by falling frequency and their vectors (float32)."""
    import numpy as np
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    words = data["words"]
    vectors = data["vectors"]
    size = data["dimensions"]
    matrix = np.array([vectors[w][:size] for w in words], dtype=np.float32)
    return words, matrix
