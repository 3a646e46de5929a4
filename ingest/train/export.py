"""Writes a checkpoint as the model file that the program reads:

    python export.py --data DATA --checkpoint b.pt --out english.neural

Weights over LSTM states become 8-bit integers, others 16-bit ones, under one
scale for each output, chosen so that no sum can leave its bits; word and
subword rows 8-bit integers under one scale for each column, which the first
layer's weights take in.
"""

import argparse
import struct

import numpy as np
import torch

import train
from features import fnv1a, BUCKETS
from network import Network

MAGIC = b"tercet-neural 2\n"
# A state h is stored as STATE_UNIT * h + STATE_ZERO, at most 127.
STATE_UNIT = 63.0
STATE_ZERO = 64
LARGEST_WEIGHTS = 32767 // 127  # of four: see ingest/neural/kernels.h
WORD_STEP = 8  # a word's 8-bit value counts this often, to match the others
LIMIT = 2**31 - 2**20
ARC_LIMIT = 2047


class Writer:
    def __init__(self):
        self.parts = []

    def number(self, value):
        out = bytearray()
        while value >= 0x80:
            out.append(value & 0x7F | 0x80)
            value >>= 7
        out.append(value)
        self.parts.append(bytes(out))

    def blob(self, data):
        self.number(len(data))
        self.parts.append(data)

    def names(self, names):
        self.number(len(names))
        for name in names:
            self.blob(name.encode())

    def real(self, value):
        self.blob(struct.pack("<f", value))


def checksum(data):
    """FNV-1a over little-endian 64-bit words, the last padded by zeros."""
    data += b"\0" * (-len(data) % 8)
    value = 0xCBF29CE484222325
    for word in np.frombuffer(data, "<u8").tolist():
        value = ((value ^ word) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def columns_to_bytes(table):
    """8-bit rows and the scale of each column."""
    scale = np.maximum(np.abs(table).max(0), 1e-6) / 127
    return np.rint(table / scale).astype(np.int8), scale


def row_scale(weights, bias, largest):
    """The smallest scales under which rows fit 16 and sums 32 bits."""
    sums = (np.abs(weights) * largest).sum(1) + np.abs(bias)
    return np.maximum(
        np.maximum(np.abs(weights).max(1) / 32000, sums / LIMIT), 1e-12)


def panels(quantised, kind):
    rows, inputs = quantised.shape
    group = 4 // np.dtype(kind).itemsize
    packed = quantised.reshape(rows // 32, 32, inputs // group, group)
    return packed.transpose(0, 2, 1, 3).astype(kind).tobytes()


def matrix(writer, quantised, bias, scale, kind):
    """Integer weights; rows are filled up to panels."""
    fill = -len(quantised) % 32
    quantised = np.pad(quantised, ((0, fill), (0, 0)))
    bias, scale = np.pad(bias, (0, fill)), np.pad(
        scale, (0, fill), constant_values=1)
    writer.number(len(quantised) // 32)
    writer.number(quantised.shape[1])
    writer.blob(panels(quantised, kind))
    writer.blob(np.rint(bias / scale).astype("<i4").tobytes())
    writer.blob(scale.astype("<f4").tobytes())


def wide_matrix(writer, weights, bias, unit, largest):
    """Over 16-bit integers in the given unit, as large as `largest`."""
    weights = weights * unit
    scale = row_scale(weights, bias, largest)
    quantised = np.rint(weights / scale[:, None]).astype(np.int64)
    matrix(writer, quantised, bias, scale, "<i2")


def to_bytes(weights):
    """8-bit weights and the scale of each row, of those tried that with the
    least squared error.  Groups of four that could leave 16 bits shrink."""
    largest = np.maximum(np.abs(weights).max(1, keepdims=True), 1e-9) / 127
    best = np.full(len(weights), np.inf)
    scale = np.ones(len(weights))
    for share in np.arange(1.0, 0.5, -0.05):
        step = share * largest
        found = np.clip(np.rint(weights / step), -127, 127) * step
        error = ((found - weights) ** 2).sum(1)
        scale = np.where(error < best, step[:, 0], scale)
        best = np.minimum(error, best)
    bytes_ = np.clip(np.rint(weights / scale[:, None]), -127, 127)
    # Inputs k, k + 1, k + 4 and k + 5 of eight, then those behind them.
    groups = bytes_.reshape(len(weights), -1, 2, 2, 2).transpose(0, 1, 3, 2, 4)
    for sign in (1, -1):
        share = np.maximum(sign * groups, 0)
        sums = share.sum((3, 4), keepdims=True)
        shrunk = sign * np.floor(share * LARGEST_WEIGHTS / np.maximum(sums, 1))
        groups = np.where((share > 0) & (sums > LARGEST_WEIGHTS), shrunk,
                          groups)
    bytes_ = groups.transpose(0, 1, 3, 2, 4).reshape(weights.shape)
    return bytes_.astype(np.int64), scale


def state_matrix(writer, weights, bias):
    quantised, scale = to_bytes(weights / STATE_UNIT)
    zero = STATE_ZERO * quantised.sum(1) * scale
    matrix(writer, quantised, bias - zero, scale, "i1")


def gates(weights, hidden):
    """PyTorch's rows [gate][unit] as [unit block][gate][unit in block]."""
    shape = weights.shape[1:]
    blocks = weights.reshape(4, hidden // 8, 8, *shape)
    return blocks.swapaxes(0, 1).reshape(4 * hidden, *shape)


def lstm(writer, state, name, words, hidden):
    """words: for the first layer, the unit and the largest of each input."""
    get = lambda n: gates(state[f"{name}.{n}_l0"].double().numpy(), hidden)
    bias = get("bias_ih") + get("bias_hh")
    if words:
        wide_matrix(writer, get("weight_ih"), bias, *words)
    else:
        state_matrix(writer, get("weight_ih"), bias)
    state_matrix(writer, get("weight_hh"), np.zeros_like(bias))


@torch.no_grad()
def arc_units(net, items):
    """The size of one step of the quantised arc and relation layers."""
    import torch.nn.functional as F
    net.eval()
    most = {"dep": 0.0, "head": 0.0, "u": 0.0, "label": 0.0}
    for start in range(0, len(items), 32):
        batch = train.collate(items[start:start + 32])
        top = net.encode(batch)[-1]
        mask = batch["mask"]
        dep = F.leaky_relu(net.arc_dep(top), 0.1)
        found = {
            "dep": dep, "head": F.leaky_relu(net.arc_head(top), 0.1),
            "u": net.arc_u(dep),
            "label": net.label_dep(top).abs() + net.label_head(top).abs()}
        for name, value in found.items():
            most[name] = max(most[name], value[mask].abs().max().item())
    most["head"] = max(most["head"], net.arc_root.abs().max().item())
    return {n: 1.1 * v / ARC_LIMIT for n, v in most.items()}


def word_table(checkpoint, words, delta):
    """hash -> vector, of words with vectors and of words of the training."""
    table = {}
    for word in set(checkpoint["word"]) | set(checkpoint["delta"]):
        key = fnv1a(word.encode("utf-8"), 0)
        assert key not in table, word
        table[key] = (words[checkpoint["word"].get(word, 0)]
                      + delta[checkpoint["delta"].get(word, 0)])
    keys = sorted(table)
    return keys, np.stack([table[k] for k in keys])


def write(checkpoint, net, units):
    state, config = checkpoint["state"], checkpoint["config"]
    hidden = config["hidden"]
    writer = Writer()
    for value in (hidden, config["layers"], config["tag_layer"],
                  config["arc"], config["label"]):
        writer.number(value)
    for name in ("upos", "xpos", "deprel", "uner", "gum"):
        writer.names(list(checkpoint["labels"][name]))
    keys, vectors = word_table(checkpoint, state["words"].double().numpy(),
                               state["delta.weight"].double().numpy())
    rows, word_scale = columns_to_bytes(vectors)
    writer.number(rows.shape[1])
    writer.blob(np.array(keys, "<u8").tobytes())
    writer.blob(rows.tobytes())
    subword = state["subword.weight"].double().numpy()
    subword[0] = 0
    rows, subword_scale = columns_to_bytes(subword)
    writer.number(rows.shape[1])
    writer.blob(rows.tobytes())
    inputs = np.concatenate([word_scale / WORD_STEP, subword_scale])
    largest = np.concatenate([np.full(len(word_scale), 127.0 * WORD_STEP),
                              np.full(len(subword_scale), 13 * 127.0)])
    for k in range(config["layers"]):
        for side in ("fw", "bw"):
            lstm(writer, state, f"layers.{k}.{side}",
                 (inputs, largest) if k == 0 else None, hidden)
    get = lambda n: state[n].double().numpy()
    for name in ("tags.upos", "tags.xpos", "tags.uner", "tags.gum",
                 "arc_dep", "arc_head", "label_dep", "label_head"):
        weights = get(name + ".weight")
        bias = (get(name + ".bias") if name + ".bias" in state
                else np.zeros(len(weights)))
        state_matrix(writer, weights, bias)
    wide_matrix(writer, get("arc_u.weight"), get("arc_u.bias"), units["dep"],
                ARC_LIMIT)
    wide_matrix(writer, get("label_out.weight"), get("label_out.bias"),
                units["label"], ARC_LIMIT)
    for name in ("dep", "head", "u", "label"):
        writer.real(1 / units[name])
    root = np.clip(np.rint(get("arc_root") / units["head"]),
                   -ARC_LIMIT, ARC_LIMIT)
    writer.blob(root.astype("<i2").tobytes())
    writer.blob(get("label_root").astype("<f4").tobytes())
    return b"".join(writer.parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    checkpoint = torch.load(args.checkpoint)
    state, config = checkpoint["state"], checkpoint["config"]
    sizes = {n: len(d) for n, d in checkpoint["labels"].items()}
    net = Network(state["words"], sizes, config)
    net.load_state_dict(state)

    class Known:
        word, delta = checkpoint["word"], checkpoint["delta"]
        labels = checkpoint["labels"]

    sample = train.load(args.data)["gum-train"][:1500]
    cache = {}
    items = [train.encode(s, Known, cache) for s in sample]
    body = write(checkpoint, net, arc_units(net, items))
    with open(args.out, "wb") as file:
        file.write(MAGIC + struct.pack("<Q", checksum(body)) + body)


if __name__ == "__main__":
    main()
