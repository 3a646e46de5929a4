"""A large network that teaches the small one: MiniLM under the same heads.

    python teacher.py --data DATA --wink JSON --minilm FOLDER --out teacher.pt

FOLDER holds config.json, model.safetensors and tokenizer.json of
all-MiniLM-L6-v2.  Pieces of words are averaged to words, joined with the small
network's word rows, projected, and read by one bidirectional LSTM.
"""

import argparse
import collections
import random
import time

import numpy as np
import safetensors.torch
import tokenizers
import torch
from torch import nn
import torch.nn.functional as F
import transformers

import corpus
import train
from network import Directional, Network, shared_dropout

CONFIG = {
    **train.CONFIG, "hidden": 192, "layers": 1, "arc": 256, "label": 192,
    "tag_layer": 0, "drop_mlp": 0.3, "encoder_rate": 1.5e-4, "rate": 2e-3,
}
LONGEST_WORD = 8  # in pieces
LONGEST_SENTENCE = 500


class Teacher(Network):
    def __init__(self, words, sizes, config, folder):
        super().__init__(words, sizes, config)
        self.bert = transformers.BertModel(
            transformers.BertConfig.from_pretrained(folder),
            add_pooling_layer=False)
        state = safetensors.torch.load_file(f"{folder}/model.safetensors")
        self.bert.load_state_dict(
            {k: v for k, v in state.items() if not k.startswith("pooler")},
            strict=False)
        for weights in self.bert.embeddings.parameters():
            weights.requires_grad = False
        depth = self.bert.config.num_hidden_layers + 1
        width = self.bert.config.hidden_size
        self.mix = nn.Parameter(torch.zeros(depth))
        self.proj = nn.Linear(width + words.size(1) + config["subword"],
                              2 * config["hidden"])
        self.layers = nn.ModuleList(
            [Directional(2 * config["hidden"], config["hidden"])])

    def encode(self, batch):
        c = self.config
        found = self.bert(
            input_ids=batch["piece"], attention_mask=batch["piece_mask"],
            output_hidden_states=True).hidden_states
        share = torch.softmax(self.mix, 0)
        pieces = sum(s * h for s, h in zip(share, found)) + found[-1]
        n, width = batch["word"].shape
        owner = batch["owner"]
        # Owner 0 is the marks at both ends and the padding.
        sums = pieces.new_zeros(n, width + 1, pieces.size(2)).scatter_add_(
            1, owner.unsqueeze(2).expand(-1, -1, pieces.size(2)), pieces)
        count = pieces.new_zeros(n, width + 1).scatter_add_(
            1, owner, batch["piece_mask"].to(pieces.dtype)).clamp(min=1)
        words = (sums / count.unsqueeze(2))[:, 1:]
        x = torch.cat([words, self.embed(batch)], 2)
        low = F.leaky_relu(
            self.proj(shared_dropout(x, 0.1, self.training)), 0.1)
        top = self.layers[0](shared_dropout(low, c["drop"], self.training),
                             batch["reverse"])
        return [low, shared_dropout(top, c["drop"], self.training)]


class Pieces:
    """Word pieces of sentences, and batches that hold them."""

    def __init__(self, folder):
        self.tokenizer = tokenizers.Tokenizer.from_file(
            f"{folder}/tokenizer.json")
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.known = {}

    def of(self, form):
        if form not in self.known:
            ids = self.tokenizer.encode(form, add_special_tokens=False).ids
            self.known[form] = (ids or [100])[:LONGEST_WORD]
        return self.known[form]

    def encode(self, sentence, vocabulary, cache):
        item = train.encode(sentence, vocabulary, cache)
        ids, owner = [101], [0]
        for k, form in enumerate(sentence["form"]):
            found = self.of(form)
            ids += found
            owner += [k + 1] * len(found)
        return {**item, "pieces": (ids[:LONGEST_SENTENCE] + [102],
                                   owner[:LONGEST_SENTENCE] + [0])}


def collate(items):
    batch = train.collate(
        [{n: v for n, v in i.items() if n != "pieces"} for i in items])
    width = max(len(i["pieces"][0]) for i in items)
    piece = np.zeros((len(items), width), np.int64)
    owner, mask = np.zeros_like(piece), np.zeros_like(piece)
    for k, item in enumerate(items):
        size = len(item["pieces"][0])
        piece[k, :size], owner[k, :size] = item["pieces"]
        mask[k, :size] = 1
    batch["piece"], batch["owner"], batch["piece_mask"] = map(
        torch.from_numpy, (piece, owner, mask))
    return batch


def load(args, config):
    """Treebanks, vocabulary and the network before training."""
    parts = train.load(args.data)
    sentences = parts["ewt-train"] + parts["gum-train"]
    vocabulary = train.Vocabulary(
        sentences, corpus.read_wink(args.wink), config["vocabulary"])
    config["delta_rows"] = len(vocabulary.delta) + 1
    sizes = {n: len(d) for n, d in vocabulary.labels.items()}
    net = Teacher(torch.from_numpy(vocabulary.matrix), sizes, config,
                  args.minilm)
    return parts, vocabulary, net


def add_arguments(parser):
    parser.add_argument("--data", required=True, help="folder of ud/, uner/")
    parser.add_argument("--wink", required=True, help="wink-embeddings json")
    parser.add_argument("--minilm", required=True, help="its folder")
    parser.add_argument("--out", required=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--limit", type=int, default=0, help="of sentences")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(args.seed)
    config = dict(CONFIG)
    parts, vocabulary, net = load(args, config)
    pieces, cache = Pieces(args.minilm), {}
    encode = lambda s: pieces.encode(s, vocabulary, cache)
    items = [encode(s) for s in train.sample(
        parts["ewt-train"] + parts["gum-train"], args)
             if len(s["form"]) <= 150]
    encoder = [p for p in net.bert.parameters() if p.requires_grad]
    rest = [p for n, p in net.named_parameters()
            if not n.startswith("bert") and p.requires_grad]
    adam = torch.optim.AdamW(
        [{"params": encoder, "top": config["encoder_rate"]},
         {"params": rest, "top": config["rate"]}],
        betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    rng = random.Random(args.seed)
    steps = args.epochs * len(
        train.batches(items, config["batch_words"], random.Random(0)))
    step, started = 0, time.time()
    for epoch in range(args.epochs):
        sums = collections.Counter()
        net.train()
        for group in train.batches(items, config["batch_words"], rng):
            done = step / steps
            share = min((step + 1) / 150, 1 - 0.8 * done, 1.6 * (1 - done))
            for g in adam.param_groups:
                g["lr"] = g["top"] * share
            found = train.losses(net, collate(group))
            loss = sum(config["weights"][n] * v for n, v in found.items())
            adam.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder + rest, 5.0)
            adam.step()
            step += 1
            for n, v in found.items():
                sums[n] += v.item()
        print(f"epoch {epoch + 1} {time.time() - started:.0f}s", dict(sums),
              flush=True)
        for name in ("ewt-dev", "gum-dev"):
            dev = parts[name]
            got = train.evaluate(net, [encode(s) for s in dev], dev,
                                 vocabulary, collate)
            print("  ", name, got, flush=True)
        torch.save(net.state_dict(), args.out)


if __name__ == "__main__":
    main()
