"""What the network itself says of tokenised sentences, for the golden test:

    python annotate.py --checkpoint b.pt < tokens.txt > expected.tsv

One sentence a line, tokens between spaces.  Writes form, upos, xpos, head and
relation of each token, an empty line after each sentence.
"""

import argparse
import sys

import torch

import decode
import train
from network import Network


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", required=True)
    args = parser.parse_args()
    checkpoint = torch.load(args.checkpoint)
    state, config = checkpoint["state"], checkpoint["config"]
    sizes = {n: len(d) for n, d in checkpoint["labels"].items()}
    net = Network(state["words"], sizes, config)
    net.load_state_dict(state)
    net.eval()
    names = {n: list(d) for n, d in checkpoint["labels"].items()}

    class Known:
        word, delta = checkpoint["word"], checkpoint["delta"]
        labels = checkpoint["labels"]

    for line in sys.stdin:
        forms = line.split()
        sentence = {n: None for n in names}
        sentence.update(form=forms, head=[0] * len(forms))
        batch = train.collate([train.encode(sentence, Known, {})])
        tags, arcs, label = net(batch)
        heads = torch.from_numpy(decode.tree(arcs[0].numpy())).unsqueeze(0)
        relations = net.labels(label, heads)[0].argmax(1).tolist()
        upos = tags["upos"][0].argmax(1).tolist()
        xpos = tags["xpos"][0].argmax(1).tolist()
        for k, form in enumerate(forms):
            print(form, names["upos"][upos[k]], names["xpos"][xpos[k]],
                  heads[0, k].item(), names["deprel"][relations[k]], sep="\t")
        print()


if __name__ == "__main__":
    main()
