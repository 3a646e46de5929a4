"""What the network sees of a word.  The C++ side computes the same ids.

A word has one row of the word table and a few rows of the hashed subword
table.  Both depend on the form alone, never on its place.
"""

SUBWORDS = 13
BUCKETS = 1 << 15
MASK64 = (1 << 64) - 1


QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


def plain_quotes(form):
    """Typographic quotes and apostrophes as ASCII has them."""
    return form.translate(QUOTES)


def fnv1a(data, seed):
    value = (0xCBF29CE484222325 ^ seed) & MASK64
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & MASK64
    return value


def shape(form):
    """"McDonald" -> "XxXx", "2012" -> "d", "U.S." -> "X.X."."""
    out = []
    for char in form.encode("utf-8"):
        if 65 <= char <= 90:
            kind = "X"
        elif 97 <= char <= 122:
            kind = "x"
        elif 48 <= char <= 57:
            kind = "d"
        elif char >= 128:
            kind = "u"
        else:
            kind = chr(char)
        if not out or out[-1] != kind:
            out.append(kind)
    return "".join(out)


def lower_ascii(form):
    return "".join(c.lower() if "A" <= c <= "Z" else c for c in form)


def digits_to_zero(form):
    return "".join("0" if "0" <= c <= "9" else c for c in form)


def subword_ids(form):
    """SUBWORDS rows: form, shape, prefixes 1-5 and suffixes 1-5 of the
    lower-cased bytes, and a length class.  0 is the empty row."""
    low = digits_to_zero(lower_ascii(form)).encode("utf-8")
    parts = [(1, form.encode("utf-8")), (2, shape(form).encode("utf-8"))]
    for size in range(1, 6):
        parts.append((2 + size, low[:size] if len(low) >= size else None))
    for size in range(1, 6):
        parts.append((7 + size, low[-size:] if len(low) >= size else None))
    parts.append((13, bytes([min(len(low), 20)])))
    return [
        0 if data is None else 1 + fnv1a(data, kind) % (BUCKETS - 1)
        for kind, data in parts
    ]
