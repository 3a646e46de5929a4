"""Trains the pipeline's network:  python train.py --help

Seeds are fixed; the same data, seed and thread count give the same model.
"""

import argparse
import collections
import json
import pickle
import random
import time

import numpy as np
import torch
import torch.multiprocessing as mp
import torch.nn.functional as F

import corpus
import decode
from features import lower_ascii, plain_quotes, subword_ids
from network import Network

CONFIG = {
    "hidden": 128, "layers": 3, "subword": 60, "arc": 128, "label": 128,
    "tag_layer": 1, "drop": 0.25, "drop_in": 0.15, "drop_mlp": 0.25,
    "word_drop": 0.05, "delta_drop": 0.15, "form_drop": 0.25,
    "vocabulary": 100000, "batch_words": 900, "rate": 2.5e-3,
    "weights": {"head": 1.0, "deprel": 1.0, "upos": 0.3, "xpos": 0.3,
                "uner": 0.6, "gum": 0.4},
}
TAGS = ("upos", "xpos", "uner", "gum")
TARGETS = ("head", "deprel") + TAGS
CHOICES = 3  # that a target spreads its weight over


def load(data):
    read = lambda name: list(corpus.read_conllu(f"{data}/ud/{name}.conllu.xz"))
    parts = {}
    for part in ("train", "dev"):
        ewt, gum = read("ewt-" + part), read("gum-" + part)
        corpus.attach_uner(
            ewt, corpus.read_iob2(f"{data}/uner/{part}.iob2.xz"))
        corpus.attach_gum(gum)
        parts["ewt-" + part], parts["gum-" + part] = ewt, gum
    return parts


def sample(sentences, args):
    if not args.limit:
        return sentences
    return random.Random(args.seed).sample(sentences, args.limit)


def load_silver(path):
    """What silver.py wrote: sentences whose targets are a larger network's
    likeliest choices."""
    with open(path, "rb") as file:
        return pickle.load(file)


class Vocabulary:
    """Words with vectors, words seen in training, and the label sets."""

    def __init__(self, train, wink, size):
        words, matrix = wink
        counts = collections.Counter(
            lower_ascii(plain_quotes(f)) for s in train for f in s["form"])
        keep = [i for i, w in enumerate(words)
                if i < size or w in counts]
        self.word = {words[i]: k + 1 for k, i in enumerate(keep)}
        self.matrix = np.zeros((len(keep) + 1, matrix.shape[1]), np.float32)
        self.matrix[1:] = matrix[keep]
        self.matrix /= self.matrix[1:].std()
        self.matrix *= 0.4
        seen = sorted(w for w, n in counts.items() if n >= 2)
        self.delta = {w: k + 1 for k, w in enumerate(seen)}
        self.labels = {}
        for name in TAGS + ("deprel",):
            found = collections.Counter(
                t for s in train if s[name] is not None for t in s[name])
            kept = sorted(found)
            self.labels[name] = {t: k for k, t in enumerate(kept)}


def encode(sentence, vocabulary, cache):
    rows = []
    for form in sentence["form"]:
        if form not in cache:
            plain = plain_quotes(form)
            low = lower_ascii(plain)
            cache[form] = (vocabulary.word.get(low, 0),
                           vocabulary.delta.get(low, 0), subword_ids(plain))
        rows.append(cache[form])
    out = {"word": [r[0] for r in rows], "delta": [r[1] for r in rows],
           "subword": [r[2] for r in rows]}
    for name in TARGETS:
        index = vocabulary.labels.get(name)
        out[name], out[name + "_weight"] = targets(sentence[name], index,
                                                   len(rows))
    return out


def targets(values, index, size):
    """Choices and their weights; a treebank has one, of weight 1."""
    if isinstance(values, tuple):
        return values
    ids = np.zeros((size, CHOICES), np.int64)
    weight = np.zeros((size, CHOICES), np.float32)
    if values is not None:
        found = values if index is None else [
            index.get(v, -1) for v in values]
        ids[:, 0] = np.maximum(found, 0)
        weight[:, 0] = np.greater_equal(found, 0)
    return ids, weight


def collate(items):
    width = max(len(i["word"]) for i in items)
    batch = {}
    for name, first in items[0].items():
        depth = np.shape(first)[1:]
        kind = np.float32 if name.endswith("_weight") else np.int64
        array = np.zeros((len(items), width) + depth, kind)
        for k, item in enumerate(items):
            array[k, :len(item[name])] = item[name]
        batch[name] = torch.from_numpy(array)
    size = torch.tensor([len(i["word"]) for i in items]).unsqueeze(1)
    place = torch.arange(width).unsqueeze(0)
    batch["reverse"] = torch.where(place < size, size - 1 - place, place)
    batch["size"] = size.squeeze(1)
    batch["mask"] = place < size
    return batch


def batches(items, words, rng):
    order = sorted(range(len(items)),
                   key=lambda i: (len(items[i]["word"]) + rng.random() * 3))
    groups, group, total = [], [], 0
    for i in order:
        size = len(items[i]["word"])
        if group and total + size > words:
            groups.append(group)
            group, total = [], 0
        group.append(items[i])
        total += size
    groups.append(group)
    rng.shuffle(groups)
    return groups


def losses(net, batch):
    tags, arcs, label = net(batch)
    mask = batch["mask"]
    allowed = torch.cat([mask.new_ones(mask.size(0), 1), mask], 1)
    arcs = arcs.masked_fill(~allowed.unsqueeze(1), -1e4)
    scores = {"head": arcs, **tags,
              "deprel": net.labels(label, batch["head"][:, :, 0])}
    out = {}
    for name, logits in scores.items():
        weight = batch[name + "_weight"]
        total = weight.sum()
        if total > 0:
            log = F.log_softmax(logits, 2).gather(2, batch[name])
            out[name] = -(log * weight).sum() / total
    return out


@torch.no_grad()
def evaluate(net, items, sentences, vocabulary, collate=collate):
    net.eval()
    right = collections.Counter()
    names = {n: list(d) for n, d in vocabulary.labels.items()}
    ner = {"uner": [0, 0, 0], "gum": [0, 0, 0]}
    order = sorted(range(len(items)), key=lambda i: len(items[i]["word"]))
    for start in range(0, len(order), 48):
        chosen = order[start:start + 48]
        batch = collate([items[i] for i in chosen])
        tags, arcs, label = net(batch)
        arcs = arcs.numpy()
        heads = torch.zeros_like(batch["word"])
        for k, i in enumerate(chosen):
            n = len(items[i]["word"])
            heads[k, :n] = torch.from_numpy(decode.tree(arcs[k, :n, :n + 1]))
        deprel = net.labels(label, heads).argmax(2)
        best = {n: t.argmax(2) for n, t in tags.items()}
        for k, i in enumerate(chosen):
            s, n = sentences[i], len(items[i]["word"])
            rel = [names["deprel"][x] for x in deprel[k, :n].tolist()]
            head = heads[k, :n].tolist()
            for j in range(n):
                right["words"] += 1
                hit = head[j] == s["head"][j]
                right["uas"] += hit
                right["las"] += hit and rel[j] == s["deprel"][j]
                right["clas"] += hit and (
                    rel[j].split(":")[0] == s["deprel"][j].split(":")[0])
                for t in ("upos", "xpos"):
                    right[t] += names[t][best[t][k, j]] == s[t][j]
            for t in ner:
                if s[t] is not None:
                    logits = tags[t][k, :n].numpy()
                    found = decode.spans(decode.bio(logits, names[t]))
                    gold = decode.spans(s[t])
                    ner[t][0] += len(found & gold)
                    ner[t][1] += len(found)
                    ner[t][2] += len(gold)
    net.train()
    out = {n: 100 * right[n] / right["words"]
           for n in ("uas", "las", "clas", "upos", "xpos")}
    for t, (hit, found, gold) in ner.items():
        if gold:
            out[t] = 200 * hit / max(1, found + gold)
    return out


@torch.no_grad()
def start_from(net, checkpoint, vocabulary):
    """Takes over a checkpoint's weights, rows of words by the word.  A wider
    network computes the same at first: nothing old reads a new unit yet."""
    state = dict(checkpoint["state"])
    rows = torch.zeros_like(net.delta.weight)
    for word, row in vocabulary.delta.items():
        if word in checkpoint["delta"]:
            rows[row] = state["delta.weight"][checkpoint["delta"][word]]
    state.update({"delta.weight": rows, "words": net.words})
    before, after = checkpoint["config"]["hidden"], net.config["hidden"]

    def places(old, new):
        """Of the old units among the new, which come in blocks of gates or
        directions."""
        if old == new:
            return torch.arange(new)
        units = torch.arange(before)
        return torch.cat([k * after + units for k in range(old // before)])

    for name, fresh in net.state_dict().items():
        old = state[name]
        if old.shape == fresh.shape:
            continue
        kept = places(old.size(0), fresh.size(0))
        grown = fresh.clone()
        grown[kept] = 0
        if old.dim() == 1:
            grown[kept] = old
        else:
            columns = places(old.size(1), fresh.size(1))
            grown[kept.unsqueeze(1), columns] = old
        state[name] = grown
    net.load_state_dict(state)


class Average:
    """An exponential average of the weights; it is what is kept."""

    def __init__(self, flat, decay):
        self.decay, self.steps = decay, 0
        self.kept = flat.clone()

    def update(self, flat):
        self.steps += 1
        rate = min(self.decay, (1 + self.steps) / (10 + self.steps))
        self.kept.lerp_(flat, 1 - rate)


class Team:
    """Worker processes that train on their share of the batches and, every
    few steps, go on from the mean of their weights."""

    def __init__(self, size, weights):
        self.size = size
        self.slots = [torch.zeros(weights).share_memory_()
                      for _ in range(size)]
        self.barrier = mp.get_context("fork").Barrier(size)

    @torch.no_grad()
    def mean(self, rank, parameters):
        flat = torch.nn.utils.parameters_to_vector(parameters)
        if self.size > 1:
            self.slots[rank].copy_(flat)
            self.barrier.wait()
            flat = torch.stack(self.slots).mean(0)
            self.barrier.wait()
            torch.nn.utils.vector_to_parameters(flat, parameters)
        return flat


def rate_at(done, step, top):
    """Warm up over 200 steps, hold, then fall in a line to nearly 0."""
    return top * min(1, (step + 1) / 200) * min(
        1, max(0.02, (1 - done) / 0.6))


def fit(net, items, dev, vocabulary, args, report, team, rank):
    c = net.config
    rng = random.Random(args.seed)
    torch.manual_seed(args.seed + 1000 * rank)
    parameters = [p for p in net.parameters() if p.requires_grad]
    adam = torch.optim.Adam(parameters, lr=c["rate"], betas=(0.9, 0.95),
                            fused=True)
    average = Average(team.mean(rank, parameters), 0.95)
    half = average.kept
    step, started = 0, time.time()
    for epoch in range(args.epochs):
        sums = collections.Counter()
        groups = batches(items, c["batch_words"], rng)
        share = len(groups) // team.size
        for k, group in enumerate(groups[rank::team.size][:share]):
            done = (epoch + k / share) / args.epochs
            for g in adam.param_groups:
                g["lr"] = rate_at(done, step, c["rate"])
            found = losses(net, collate(group))
            loss = sum(c["weights"][n] * v for n, v in found.items())
            adam.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 5.0)
            adam.step()
            step += 1
            for n, v in found.items():
                sums[n] += v.item() / share
            if step % 12 == 0:
                average.update(team.mean(rank, parameters))
        if rank:
            continue
        shown = {n: round(v, 3) for n, v in sums.items()}
        print(f"epoch {epoch + 1} {time.time() - started:.0f}s "
              f"{time.process_time():.0f}cpu {shown}", flush=True)
        if epoch + 1 == args.epochs // 2:
            half = average.kept.clone()
        if epoch + 1 == args.epochs and args.half:
            average.kept.lerp_(half, 0.5)
        saved = torch.nn.utils.parameters_to_vector(parameters).detach()
        torch.nn.utils.vector_to_parameters(average.kept, parameters)
        report(net)
        if (epoch + 1) % args.every == 0 or epoch + 1 == args.epochs:
            for name, (dev_items, sentences) in dev.items():
                got = evaluate(net, dev_items, sentences, vocabulary)
                print("  ", name, {n: round(v, 2) for n, v in got.items()},
                      flush=True)
        torch.nn.utils.vector_to_parameters(saved, parameters)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder of ud/, uner/")
    parser.add_argument("--wink", required=True, help="wink-embeddings json")
    parser.add_argument("--out", required=True, help="checkpoint to write")
    parser.add_argument("--epochs", type=int, default=26)
    parser.add_argument("--every", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--init", help="checkpoint to start from")
    parser.add_argument("--silver", help="what silver.py wrote")
    parser.add_argument("--half", action="store_true",
                        help="keep the mean with the weights of half way")
    parser.add_argument("--limit", type=int, default=0, help="of sentences")
    parser.add_argument("--set", default="{}", help="JSON over the settings")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    config = {**CONFIG, **json.loads(args.set)}
    parts = load(args.data)
    train = parts["ewt-train"] + parts["gum-train"]
    vocabulary = Vocabulary(train, corpus.read_wink(args.wink),
                            config["vocabulary"])
    train = sample(train, args)
    cache = {}
    silver = load_silver(args.silver) if args.silver else []
    items = [encode(s, vocabulary, cache) for s in train + silver
             if len(s["form"]) <= 150]
    dev = {n: ([encode(s, vocabulary, cache) for s in parts[n]], parts[n])
           for n in ("ewt-dev", "gum-dev")}
    config["delta_rows"] = len(vocabulary.delta) + 1
    sizes = {n: len(d) for n, d in vocabulary.labels.items()}
    print("sizes", sizes, "words", len(vocabulary.matrix), flush=True)
    net = Network(torch.from_numpy(vocabulary.matrix), sizes, config)

    def report(net):
        torch.save({"config": config, "state": net.state_dict(),
                    "word": vocabulary.word, "delta": vocabulary.delta,
                    "labels": vocabulary.labels}, args.out)

    if args.init:
        start_from(net, torch.load(args.init), vocabulary)
    weights = sum(p.numel() for p in net.parameters() if p.requires_grad)
    team = Team(args.workers, weights)
    workers = [
        mp.get_context("fork").Process(
            target=fit, args=(net, items, dev, vocabulary, args, report,
                              team, rank))
        for rank in range(args.workers)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main()
