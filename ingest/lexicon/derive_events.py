#!/usr/bin/env python3
"""Derive events_derived.tsv: which verb an event noun stands for.

    derive_events.py /usr/share/wordnet > events_derived.tsv

A noun counts when one of its first two senses is an act, an event, a
communication or a process, and that sense is marked in WordNet as
derivationally related to a verb that looks like the noun, and it ends as
nouns of action do.  Nouns spelled as their verb ("run") are left to the
hand-written events.tsv: most of them are things more often than events.
Standard library only."""
import sys
from os.path import commonprefix, join

EVENT_FILES = {4, 10, 11, 22}  # noun.act, .communication, .event, .process
ENDINGS = ("ion", "ment", "al", "ance", "ence", "ure", "age", "sis", "ery")


def read_data(path):
    """offset -> (lexicographer file, words, derivation pointers)"""
    synsets = {}
    for line in open(path, encoding="ascii"):
        if line.startswith(" "):
            continue
        f = line.split("|")[0].split()
        words = [f[4 + 2 * i].lower() for i in range(int(f[3], 16))]
        at = 4 + 2 * len(words)
        pointers = []
        for i in range(int(f[at])):
            kind, offset, pos, ends = f[at + 1 + 4 * i:at + 5 + 4 * i]
            if kind == "+":
                pointers.append((offset, pos, int(ends[:2], 16),
                                 int(ends[2:], 16)))
        synsets[f[0]] = (int(f[1]), words, pointers)
    return synsets


def senses(path):
    """lemma -> synset offsets, the most frequent first"""
    result = {}
    for line in open(path, encoding="ascii"):
        if not line.startswith(" "):
            f = line.split()
            result[f[0]] = f[-int(f[2]):]
    return result


def main():
    folder = sys.argv[1]
    nouns = read_data(join(folder, "data.noun"))
    verbs = read_data(join(folder, "data.verb"))
    verb_senses = senses(join(folder, "index.verb"))
    print("# Nouns of acts and events with the verb they come from, for")
    print("# \"the NOUN of Y by X\".  Derived by derive_events.py from the")
    print("# derivational links of WordNet 3.0, Copyright 2006 Princeton")
    print("# University; see README.md for the licence.")
    for noun, offsets in sorted(senses(join(folder, "index.noun")).items()):
        if "_" in noun or "-" in noun or len(noun) < 6:
            continue
        if not noun.isalpha() or not noun.endswith(ENDINGS):
            continue
        best = {}
        for rank, offset in enumerate(offsets[:2]):
            file, words, pointers = nouns[offset]
            if file not in EVENT_FILES or noun not in words:
                continue
            for target, pos, source_word, target_word in pointers:
                if pos != "v" or words[source_word - 1] != noun:
                    continue
                verb = verbs[target][1][target_word - 1]
                if verb == noun or "_" in verb:
                    continue
                if len(commonprefix([verb, noun])) < min(4, len(verb) - 1):
                    continue
                common = verb_senses.get(verb, [])
                score = (rank, -len(common), verb)
                best[verb] = min(best.get(verb, score), score)
        if best:
            print(noun, min(best.values())[2], sep="\t")


if __name__ == "__main__":
    main()
