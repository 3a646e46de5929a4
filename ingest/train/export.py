"""Writes a checkpoint as the model file that the program reads:

    python export.py --data DATA --checkpoint b.pt --out english.neural

Weights become 16-bit integers under one scale for each output, chosen so
that no sum can leave 32 bits; word and subword rows 8-bit integers under one
scale for each column, which the first layer's weights take in.
"""

import argparse
import struct

import numpy as np
import torch

import train
from features import fnv1a, BUCKETS
from network import Network

MAGIC = b"tercet-neural 1\n"
STATE_UNIT = 1024.0
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


def panels(quantised):
    rows, inputs = quantised.shape
    packed = quantised.reshape(rows // 32, 32, inputs // 2, 2)
    return packed.transpose(0, 2, 1, 3).astype("<i2").tobytes()


def matrix(writer, weights, bias, scale):
    """All in units of the integer inputs; rows are filled up to panels."""
    fill = -len(weights) % 32
    weights = np.pad(weights, ((0, fill), (0, 0)))
    bias, scale = np.pad(bias, (0, fill)), np.pad(
        scale, (0, fill), constant_values=1)
    writer.number(len(weights) // 32)
    writer.number(weights.shape[1])
    writer.blob(panels(np.rint(weights / scale[:, None]).astype(np.int64)))
    writer.blob(np.rint(bias / scale).astype("<i4").tobytes())
    writer.blob(scale.astype("<f4").tobytes())


def plain(writer, weights, bias, unit, largest):
    weights = weights * unit
    matrix(writer, weights, bias, row_scale(weights, bias, largest))


def gates(weights, hidden):
    """PyTorch's rows [gate][unit] as [unit block][gate][unit in block]."""
    shape = weights.shape[1:]
    blocks = weights.reshape(4, hidden // 8, 8, *shape)
    return blocks.swapaxes(0, 1).reshape(4 * hidden, *shape)


def lstm(writer, state, name, units, largest_in, hidden):
    get = lambda n: state[f"{name}.{n}_l0"].double().numpy()
    fed = gates(get("weight_ih") * units, hidden)
    recurrent = gates(get("weight_hh") / STATE_UNIT, hidden)
    bias = gates(get("bias_ih") + get("bias_hh"), hidden)
    both = np.concatenate([fed, recurrent], 1)
    largest = np.concatenate([largest_in, np.full(hidden, STATE_UNIT)])
    scale = row_scale(both, bias, largest)
    matrix(writer, fed, bias, scale)
    matrix(writer, recurrent, np.zeros_like(bias), scale)


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
            lstm(writer, state, f"layers.{k}.{side}", inputs, largest, hidden)
        inputs = np.full(2 * hidden, 1 / STATE_UNIT)
        largest = np.full(2 * hidden, STATE_UNIT)
    get = lambda n: state[n].double().numpy()
    for name in ("tags.upos", "tags.xpos", "tags.uner", "tags.gum",
                 "arc_dep", "arc_head", "label_dep", "label_head"):
        weights = get(name + ".weight")
        bias = (get(name + ".bias") if name + ".bias" in state
                else np.zeros(len(weights)))
        plain(writer, weights, bias, 1 / STATE_UNIT, STATE_UNIT)
    plain(writer, get("arc_u.weight"), get("arc_u.bias"), units["dep"],
          ARC_LIMIT)
    plain(writer, get("label_out.weight"), get("label_out.bias"),
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
