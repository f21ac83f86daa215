"""A larger network that judges claims, for the claim network to learn from: all-mpnet-base-v2 (Apache 2.0).

MODEL is the folder of its files (config.json, tokenizer.json, model.safetensors); it is no requirement of this project.
The upper layers are trained with the loss of ``claims.py`` on its pairs. ``--judge`` writes the logits of every pair
that ``claims.py`` loads with the same ``--seed``, ``--others`` and ``--beside``, which it takes as ``--judged``.

    python -m index.training.claim_teacher --model MODEL --data DATA --out teacher.pt --minutes 20 --seed 41 --others 1500
    python -m index.training.claim_teacher --model MODEL --data DATA --start teacher.pt --judge judged.npy --seed 43
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from transformers import MPNetConfig, MPNetModel

from index.checking.claims import MAX_CLAIM_TOKENS, MAX_TOKENS, RELATIONS, Scores
from index.training.averaging import averaged
from index.training.claims import allowed_loss, batches
from index.training.claims_data import Pair, load
from index.training.steps import take_step_of, two_rates, working_copy

FROZEN = 5
"""Lower layers that stay as they are."""
START, END, PAD = 0, 2, 1
"""MPNet's word pieces for the borders of texts and for nothing."""
JUDGED = 32
"""Pairs of a batch that is only judged."""
WARM = 20
"""Steps."""

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Word pieces, mask, and which pieces are the statement's, each (pairs, tokens)."""


class TeacherNetwork(nn.Module):
    """MPNet with the claim network's head: the mean of the statement's tokens next to the first one."""

    def __init__(self, model: Path) -> None:
        super().__init__()
        config = MPNetConfig.from_pretrained(model, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
        self.encoder = MPNetModel(config, add_pooling_layer=False)
        width = config.hidden_size
        self.mix = nn.Linear(2 * width, width)
        self.relation = nn.Linear(width, len(RELATIONS))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, statement: torch.Tensor) -> torch.Tensor:
        """Logits of RELATIONS (pairs, 4)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        own = statement.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * own).sum(1) / own.sum(1).clamp(min=1)
        logits: torch.Tensor = self.relation(torch.tanh(self.mix(torch.cat([mean, hidden[:, 0]], -1))))
        return logits


def start_network(model: Path, weights: Path | None) -> TeacherNetwork:
    """The pretrained encoder under a fresh head, or earlier weights; the lower layers are frozen."""
    torch.manual_seed(7)
    network = TeacherNetwork(model)
    state = {f"encoder.{n}": t for n, t in load_file(model / "model.safetensors").items()}
    if weights is not None:
        state |= {n: t.float() for n, t in torch.load(weights, weights_only=True).items()}
    network.load_state_dict(state, strict=False)
    for module in (network.encoder.embeddings, *network.encoder.encoder.layer[:FROZEN]):
        for parameter in module.parameters():
            parameter.requires_grad = False
    return network


def batch_of(tokenizer: Tokenizer, pairs: Sequence[Pair]) -> Batch:
    """Both texts of each pair, cut as the claim network cuts them, and padded."""
    rows, starts = [], []
    for pair in pairs:
        claim = tokenizer.encode(pair.claim, add_special_tokens=False).ids[:MAX_CLAIM_TOKENS]
        rest = MAX_TOKENS - 4 - len(claim)
        statement = tokenizer.encode(pair.statement, add_special_tokens=False).ids[:rest]
        rows.append([START, *claim, END, END, *statement, END])
        starts.append(len(claim) + 3)
    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *[PAD] * (longest - len(row))] for row in rows])
    lengths = torch.tensor([len(row) for row in rows])[:, None]
    at = torch.arange(longest)[None]
    return (
        ids,
        (at < lengths).long(),
        ((at >= torch.tensor(starts)[:, None]) & (at < lengths - 1)).long(),
    )


def judge(network: TeacherNetwork, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> Scores:
    """Logits of RELATIONS (pairs, 4), in the order of the pairs; those of like length are judged together."""
    working = working_copy(network).eval()
    order = sorted(dict.fromkeys(pairs), key=lambda pair: len(pair.claim) + len(pair.statement))
    found = []
    with torch.inference_mode():
        for at in range(0, len(order), JUDGED):
            found.append(working(*batch_of(tokenizer, order[at : at + JUDGED])).float().numpy())
            if at % (JUDGED * 50) == 0:
                print(f"{at}/{len(order)} judged", flush=True)
    judged = dict(zip(order, np.concatenate(found), strict=True))
    return np.stack([judged[pair] for pair in pairs])


def main() -> None:
    """Train, or judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--judge", type=Path, help="write the logits of every pair there, learn nothing")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=3e-5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--others", type=int, help="pairs that are not of our own statements; else all")
    parser.add_argument("--beside", type=int, default=1)
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    pairs = load(arguments.data, arguments.seed, arguments.others, arguments.beside)
    network = start_network(arguments.model, arguments.start)
    if arguments.judge is not None:
        np.save(arguments.judge, judge(network, tokenizer, pairs))
        return
    work, working = batches(pairs), working_copy(network)
    optimizer, average = two_rates(network, arguments.rate, 3 * arguments.rate), averaged(network, 0.99)
    limit, started, step = arguments.minutes * 60, time.monotonic(), 0
    while step < len(work) and time.monotonic() - started < limit:
        done = max(step / len(work), (time.monotonic() - started) / limit)
        share = min((step + 1) / WARM, 0.5 * (1 + math.cos(math.pi * done)) + 0.01)
        for group, rate in zip(optimizer.param_groups, (arguments.rate, 3 * arguments.rate), strict=True):
            group["lr"] = rate * share
        logits = working(*batch_of(tokenizer, work[step])).float()
        loss = allowed_loss(logits, work[step])
        take_step_of(working, network, optimizer, loss)
        average.update_parameters(network)
        step += 1
        if step % 20 == 0:
            print(
                f"{step}/{len(work)} loss {loss.detach():.3f} {time.monotonic() - started:.0f} s", flush=True
            )
    state = {n: p.half() for n, p in average.module.named_parameters() if p.requires_grad}
    torch.save(state, arguments.out)


if __name__ == "__main__":
    main()
