#!/usr/bin/env python3
"""Derive verb_forms.tsv: the verbs of WordNet and their irregular forms.

    derive_verbs.py /usr/share/wordnet > verb_forms.tsv

A row with one field is a verb, one with two an irregular form and its verb.
Single words of letters and hyphens only.  Standard library only."""
import re
import sys
from os.path import join

WORD = re.compile(r"[a-z]+(-[a-z]+)?$")


def main():
    verbs, forms = set(), {}
    for line in open(join(sys.argv[1], "index.verb"), encoding="ascii"):
        if not line.startswith(" ") and WORD.match(line.split()[0]):
            verbs.add(line.split()[0])
    for line in open(join(sys.argv[1], "verb.exc"), encoding="ascii"):
        form, verb = line.split()[:2]
        if WORD.match(form) and verb in verbs:
            forms.setdefault(form, verb)
    print("# Verbs, and irregular forms with their verb.  Derived from WordNet "
          "3.0 by\n# derive_verbs.py; README.md has its licence.")
    for verb in sorted(verbs):
        print(verb)
    for form in sorted(forms):
        print(f"{form}\t{forms[form]}")


main()
