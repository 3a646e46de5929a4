"""Trees from arc scores and spans from BIO scores, as the C++ side does."""

import numpy as np


def tree(scores):
    """Heads of the best tree with one root: Chu-Liu/Edmonds over
    scores[dependent, head], head 0 being the root.  Greedy first: most
    sentences need no repair."""
    n = scores.shape[0]
    scores = scores.astype(np.float64).copy()
    scores[np.arange(n), np.arange(n) + 1] = -np.inf
    heads = scores.argmax(1)
    roots = np.flatnonzero(heads == 0)
    if len(roots) == 1 and not _cycle(heads):
        return heads
    best, chosen = -np.inf, None
    candidates = roots if len(roots) else [int(scores[:, 0].argmax())]
    for root in candidates:
        trial = scores.copy()
        trial[:, 0] = -np.inf
        trial[root, :] = -np.inf
        trial[root, 0] = scores[root, 0]
        square = np.full((n + 1, n + 1), -np.inf)
        square[1:] = trial
        found = _edmonds(square)[1:]
        total = trial[np.arange(n), found].sum()
        if total > best:
            best, chosen = total, found
    return chosen


def _cycle(heads):
    """Members of some cycle among heads (0 is the root), or None."""
    n = len(heads)
    state = [0] * (n + 1)
    state[0] = 2
    for start in range(1, n + 1):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node - 1]
        if state[node] == 1:
            return path[path.index(node):]
        for p in path:
            state[p] = 2
    return None


def _edmonds(scores):
    """heads[0..n] with heads[0] = 0, by contraction, recursively."""
    size = scores.shape[0]
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads[1:])
    if not cycle:
        return heads
    inside = np.zeros(size, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    cycle = np.array(cycle)
    own = scores[cycle, heads[cycle]]
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    leaving = scores[np.ix_(outside, cycle)]
    small[:m, m] = leaving.max(1)
    small[0, m] = -np.inf
    entering = scores[np.ix_(cycle, outside)] - own[:, None] + own.sum()
    small[m, :m] = entering.max(0)
    small[m, m] = -np.inf
    found = _edmonds(small)
    result = heads.copy()
    for k in range(1, m):
        h = found[k]
        node = outside[k]
        result[node] = (cycle[scores[node, cycle].argmax()] if h == m
                        else outside[h])
    source = outside[found[m]]
    gate = cycle[(scores[cycle, source] - own).argmax()]
    result[gate] = source
    return result


def bio(logits, names):
    """Best valid BIO sequence (an I- follows its own B- or I-)."""
    n, size = logits.shape
    valid = np.zeros((size, size))
    for b, name in enumerate(names):
        if name.startswith("I-"):
            for a, before in enumerate(names):
                if before[1:] != name[1:]:
                    valid[a, b] = -1e9
    start = np.array([-1e9 if x.startswith("I-") else 0 for x in names])
    score = logits[0] + start
    back = []
    for i in range(1, n):
        table = score[:, None] + valid
        back.append(table.argmax(0))
        score = table.max(0) + logits[i]
    best = [int(score.argmax())]
    for pointers in reversed(back):
        best.append(int(pointers[best[-1]]))
    return [names[k] for k in reversed(best)]


def spans(tags):
    found, start = set(), None
    for i, tag in enumerate(list(tags) + ["O"]):
        if start is not None and not tag.startswith("I-"):
            found.add((start, i - 1, tags[start][2:]))
            start = None
        if tag.startswith("B-"):
            start = i
    return found
