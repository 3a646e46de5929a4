"""The shared encoder and its heads (Dozat and Manning's biaffine arcs)."""

import torch
from torch import nn
import torch.nn.functional as F

from features import BUCKETS


class Directional(nn.Module):
    """One bidirectional LSTM layer over right-padded sentences: the backward
    half reads each sentence reversed in place, so padding never leaks in."""

    def __init__(self, size_in, size):
        super().__init__()
        self.fw = nn.LSTM(size_in, size, batch_first=True)
        self.bw = nn.LSTM(size_in, size, batch_first=True)
        for lstm in (self.fw, self.bw):
            nn.init.zeros_(lstm.bias_ih_l0)
            nn.init.zeros_(lstm.bias_hh_l0)
            lstm.bias_hh_l0.requires_grad = False
            with torch.no_grad():
                lstm.bias_ih_l0[size:2 * size] = 1.0
            for k in range(4):
                nn.init.orthogonal_(
                    lstm.weight_hh_l0.data[k * size:(k + 1) * size])

    def forward(self, x, reverse):
        forward, _ = self.fw(x)
        index = reverse.unsqueeze(2)
        backward, _ = self.bw(x.gather(1, index.expand(-1, -1, x.size(2))))
        backward = backward.gather(
            1, index.expand(-1, -1, backward.size(2)))
        return torch.cat([forward, backward], 2)


def shared_dropout(x, rate, training):
    """Drops the same columns at every place of a sentence."""
    if not training or rate == 0:
        return x
    keep = x.new_empty(x.size(0), 1, x.size(2)).bernoulli_(1 - rate)
    return x * keep / (1 - rate)


class Network(nn.Module):
    def __init__(self, words, sizes, config):
        super().__init__()
        c = self.config = config
        self.register_buffer("words", words)
        self.delta = nn.Embedding(c["delta_rows"], words.size(1),
                                  padding_idx=0)
        nn.init.zeros_(self.delta.weight)
        self.subword = nn.EmbeddingBag(BUCKETS, c["subword"], mode="sum",
                                       padding_idx=0)
        nn.init.normal_(self.subword.weight, std=0.1)
        h = c["hidden"]
        width = words.size(1) + c["subword"]
        layers = []
        for _ in range(c["layers"]):
            layers.append(Directional(width, h))
            width = 2 * h
        self.layers = nn.ModuleList(layers)
        self.tags = nn.ModuleDict(
            {n: nn.Linear(2 * h, sizes[n])
             for n in ("upos", "xpos", "uner", "gum")})
        self.arc_dep = nn.Linear(2 * h, c["arc"])
        self.arc_head = nn.Linear(2 * h, c["arc"])
        self.arc_root = nn.Parameter(torch.zeros(c["arc"]))
        self.arc_u = nn.Linear(c["arc"], c["arc"])
        nn.init.orthogonal_(self.arc_u.weight)
        self.label_dep = nn.Linear(2 * h, c["label"])
        self.label_head = nn.Linear(2 * h, c["label"], bias=False)
        self.label_root = nn.Parameter(torch.zeros(c["label"]))
        self.label_out = nn.Linear(c["label"], sizes["deprel"])

    def embed(self, batch):
        c = self.config
        word = self.words[batch["word"]]
        if self.training:
            n = batch["word"].shape
            seen = (torch.rand(n) > c["delta_drop"]).unsqueeze(2)
            known = (torch.rand(n) > c["word_drop"]).unsqueeze(2)
            word = (word + self.delta(batch["delta"]) * seen) * known
        else:
            word = word + self.delta(batch["delta"])
        ids = batch["subword"]
        if self.training:
            ids = ids.clone()
            drop = torch.rand(ids.shape[:2]) < c["form_drop"]
            ids[:, :, 0][drop] = 0
        flat = self.subword(ids.reshape(-1, ids.size(2)))
        return torch.cat([word, flat.view(*ids.shape[:2], -1)], 2)

    def encode(self, batch):
        c = self.config
        x = shared_dropout(self.embed(batch), c["drop_in"], self.training)
        outs = []
        for layer in self.layers:
            x = shared_dropout(layer(x, batch["reverse"]), c["drop"],
                               self.training)
            outs.append(x)
        return outs

    def forward(self, batch):
        c = self.config
        outs = self.encode(batch)
        low, top = outs[c["tag_layer"]], outs[-1]
        tags = {n: m(low if n in ("upos", "xpos") else top)
                for n, m in self.tags.items()}
        drop = c["drop_mlp"]
        act = lambda m, x: shared_dropout(
            F.leaky_relu(m(x), 0.1), drop, self.training)
        dep, head = act(self.arc_dep, top), act(self.arc_head, top)
        root = self.arc_root.expand(head.size(0), 1, -1)
        head = torch.cat([root, head], 1)
        arcs = self.arc_u(dep) @ head.transpose(1, 2)
        label = (self.label_dep(top), torch.cat(
            [self.label_root.expand(top.size(0), 1, -1),
             self.label_head(top)], 1))
        return tags, arcs, label

    def labels(self, label, heads):
        """Scores of every relation for the given heads, [batch, n, L]."""
        dep, head = label
        picked = head.gather(
            1, heads.unsqueeze(2).expand(-1, -1, head.size(2)))
        hidden = F.leaky_relu(dep + picked, 0.1)
        return self.label_out(
            shared_dropout(hidden, self.config["drop_mlp"], self.training))
