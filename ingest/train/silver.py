"""Sentences as a teacher reads them, for train.py --silver:

    python silver.py --data DATA --wink JSON --minilm FOLDER \\
        --teacher teacher.pt --text sentences.txt --out silver.pickle

One sentence a line, tokens between spaces (silver_text.py writes such a
file).  Each target becomes the teacher's CHOICES likeliest answers and their
probabilities; relations are those to the likeliest head.
"""

import argparse
import pickle
import random

import numpy as np
import torch

import teacher
import train


def likeliest(logits):
    weight, ids = torch.softmax(logits, -1).topk(train.CHOICES, -1)
    weight = weight / weight.sum(-1, keepdim=True)
    return ids.numpy().astype(np.int64), weight.numpy().astype(np.float32)


@torch.inference_mode()
def annotate(net, items, forms):
    out = [None] * len(items)
    for place, item in enumerate(items):
        item["place"] = place
    for group in train.batches(items, 1500, random.Random(1)):
        places = [item.pop("place") for item in group]
        batch = teacher.collate(group)
        tags, arcs, label = net(batch)
        mask = batch["mask"]
        allowed = torch.cat([mask.new_ones(mask.size(0), 1), mask], 1)
        arcs = arcs.masked_fill(~allowed.unsqueeze(1), -1e4)
        found = {n: likeliest(t) for n, t in tags.items()}
        found["head"] = likeliest(arcs)
        heads = torch.from_numpy(found["head"][0][:, :, 0])
        found["deprel"] = likeliest(net.labels(label, heads))
        for k, place in enumerate(places):
            size = len(forms[place])
            out[place] = {"form": forms[place], **{
                n: (ids[k, :size], weight[k, :size])
                for n, (ids, weight) in found.items()}}
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    teacher.add_arguments(parser)
    parser.add_argument("--teacher", required=True, help="its weights")
    parser.add_argument("--text", required=True)
    args = parser.parse_args()
    torch.set_num_threads(2)
    _, vocabulary, net = teacher.load(args, dict(teacher.CONFIG))
    net.load_state_dict(torch.load(args.teacher))
    net.eval()
    with open(args.text, encoding="utf-8") as lines:
        forms = [line.split() for line in lines]
    pieces, cache = teacher.Pieces(args.minilm), {}
    blank = {n: None for n in vocabulary.labels}
    items = [pieces.encode({**blank, "form": f, "head": None}, vocabulary,
                           cache) for f in forms]
    with open(args.out, "wb") as file:
        pickle.dump(annotate(net, items, forms), file)


if __name__ == "__main__":
    main()
