#!/usr/bin/env python3
"""Scores who is who against a treebank with Entity= annotation (GUM).

    tercet-train coreference --data DIR dev.conllu > guessed.tsv
    score_coreference.py dev.conllu guessed.tsv [--all]

Mentions match by their head token, singletons are left out on both sides, as
the CorefUD scorer does by default.  Only names and pronouns count (the head is
PROPN or a personal, possessive or reflexive pronoun); --all counts
descriptions too.  Prints MUC, B-cubed, CEAF-e and their mean, the CoNLL F1, for
each genre and in all, and how many pronouns got a right antecedent.  Pure
Python, no packages.
"""

import collections
import re
import sys

PERSONAL = {"PRP", "PRP$"}


def read_gold(path):
    """{document: (clusters, {mention: (is_name_or_pronoun, is_pronoun)})}."""
    documents, name = {}, None
    sentence, rows = 0, []

    def close():
        nonlocal rows, sentence
        if not rows:
            return
        sentence += 1
        take_sentence(documents[name], sentence, rows)
        rows = []

    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id"):
            close()
            name, sentence = line.split("=")[1].strip(), 0
            documents[name] = {"clusters": collections.defaultdict(set),
                               "kinds": {}, "open": {}}
        elif not line:
            close()
        elif line[0] != "#" and line.split("\t")[0].isdigit():
            rows.append(line.split("\t"))
    close()
    return documents


def take_sentence(document, sentence, rows):
    spans, stack = [], collections.defaultdict(list)
    for i, row in enumerate(rows):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        if not found:
            continue
        for opening, closing in re.findall(r"\(([^()]+)|([0-9]+)?\)",
                                           found.group(1)):
            if opening:
                stack[opening.split("-")[0]].append(i)
                last = opening.split("-")[0]
            elif closing:
                if stack[closing]:
                    spans.append((closing, stack[closing].pop(), i))
            elif stack[last]:
                spans.append((last, stack[last].pop(), i))
    for entity, first, end in spans:
        head = first
        for i in range(first, end + 1):
            up = int(rows[i][6]) - 1
            if (up < first or up > end) and rows[i][3] != "PUNCT":
                head = i
                break
        mention = (sentence, head + 1)
        tag, upos = rows[head][4], rows[head][3]
        pronoun = tag in PERSONAL
        # A mention inside another with one head: the outer one stands.
        if mention in document["kinds"]:
            continue
        document["kinds"][mention] = (upos == "PROPN" or pronoun, pronoun)
        document["clusters"][entity].add(mention)


def read_guess(path, gold_rows):
    clusters = collections.defaultdict(lambda: collections.defaultdict(set))
    for line in open(path, encoding="utf-8"):
        doc, sentence, first, last, kind, entity = line.rstrip("\n").split("\t")
        rows = gold_rows[doc][int(sentence) - 1]
        first, last = int(first) - 1, int(last) - 1
        head = first
        for i in range(first, last + 1):
            up = int(rows[i][6]) - 1
            if (up < first or up > last) and rows[i][3] != "PUNCT":
                head = i
                break
        clusters[doc][entity].add(((int(sentence), head + 1), kind))
    return clusters


def read_rows(path):
    documents, rows, name = {}, [], None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id"):
            name = line.split("=")[1].strip()
            documents[name] = []
        elif not line and rows:
            documents[name].append(rows)
            rows = []
        elif line and line[0] != "#" and line.split("\t")[0].isdigit():
            rows.append(line.split("\t"))
    if rows:
        documents[name].append(rows)
    return documents


def muc(key, other):
    where = {m: k for k, c in enumerate(other) for m in c}
    right = total = 0
    for cluster in key:
        parts = {where.get(m, ("alone", m)) for m in cluster}
        right += len(cluster) - len(parts)
        total += len(cluster) - 1
    return right, total


def b_cubed(key, other):
    where = {m: c for c in other for m in c}
    right = total = 0
    for cluster in key:
        for m in cluster:
            right += len(cluster & where.get(m, set())) / len(cluster)
            total += 1
    return right, total


def ceaf_e(key, guess):
    """The best one-to-one alignment, by the Hungarian method."""
    n = max(len(key), len(guess))
    if n == 0:
        return 0.0
    cost = [[0.0] * n for _ in range(n)]
    for i, a in enumerate(key):
        for j, b in enumerate(guess):
            cost[i][j] = -2 * len(a & b) / (len(a) + len(b))
    u, v, match = [0.0] * (n + 1), [0.0] * (n + 1), [0] * (n + 1)
    way = [0] * (n + 1)
    for i in range(1, n + 1):
        match[0], j0 = i, 0
        least, used = [float("inf")] * (n + 1), [False] * (n + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = match[j0], float("inf"), 0
            for j in range(1, n + 1):
                if used[j]:
                    continue
                now = cost[i0 - 1][j - 1] - u[i0] - v[j]
                if now < least[j]:
                    least[j], way[j] = now, j0
                if least[j] < delta:
                    delta, j1 = least[j], j
            for j in range(n + 1):
                if used[j]:
                    u[match[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if match[j0] == 0:
                break
        while j0:
            match[j0] = match[way[j0]]
            j0 = way[j0]
    return -sum(cost[match[j] - 1][j - 1] for j in range(1, n + 1))


def f1(right_r, total_r, right_p, total_p):
    r = right_r / total_r if total_r else 0
    p = right_p / total_p if total_p else 0
    return 2 * p * r / (p + r) if p + r else 0.0


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    everything = "--all" in sys.argv
    gold, rows = read_gold(arguments[0]), read_rows(arguments[0])
    guess = read_guess(arguments[1], rows)
    sums = collections.defaultdict(collections.Counter)
    for doc, document in gold.items():
        kinds = document["kinds"]
        key = [{m for m in c if everything or kinds[m][0]}
               for c in document["clusters"].values()]
        key = [c for c in key if len(c) > 1]
        answer = [{m for m, kind in c if everything or kind != "description"}
                  for c in guess[doc].values()]
        answer = [c for c in answer if len(c) > 1]
        counts = collections.Counter()
        counts["muc_r"], counts["muc_rt"] = muc(key, answer)
        counts["muc_p"], counts["muc_pt"] = muc(answer, key)
        counts["b3_r"], counts["b3_rt"] = b_cubed(key, answer)
        counts["b3_p"], counts["b3_pt"] = b_cubed(answer, key)
        same = ceaf_e(key, answer)
        counts["ce_r"], counts["ce_rt"] = same, len(key)
        counts["ce_p"], counts["ce_pt"] = same, len(answer)
        # A pronoun is right that shares an entity with an earlier mention.
        where = {m: c for c in guess[doc].values() for m, _ in c}
        for entity in document["clusters"].values():
            for m in entity:
                if not kinds[m][1] or len(entity) < 2 or m == min(entity):
                    continue
                counts["pronouns"] += 1
                earlier = {x for x, _ in where.get(m, ()) if x < m}
                counts["pronouns_right"] += bool(earlier & entity)
        for name in ("all", doc.split("_")[1]):
            sums[name].update(counts)
    for name in sorted(sums, key=lambda n: (n == "all", n)):
        c = sums[name]
        scores = [f1(c[m + "_r"], c[m + "_rt"], c[m + "_p"], c[m + "_pt"])
                  for m in ("muc", "b3", "ce")]
        print("%-13s MUC %.3f  B3 %.3f  CEAFe %.3f  CoNLL %.3f  "
              "pronouns %d of %d = %.3f" %
              (name, *scores, sum(scores) / 3, c["pronouns_right"],
               c["pronouns"], c["pronouns_right"] / max(1, c["pronouns"])))


if __name__ == "__main__":
    main()
