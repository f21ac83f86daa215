"""What the claim network's teacher reads, and how its odds count."""

from __future__ import annotations

import math

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from index.checking.network import ClaimNetwork
from index.runtime.shared_layers import load_tokenizer
from index.training.claim_teacher import END, PAD, START, batch_of
from index.training.claims import TAUGHT, allowed_loss, loss_of, start_network
from index.training.claims_data import Pair

SAME, OTHER = (True, False, False, False), (False, True, True, False)


def test_both_texts_and_where_the_statement_stands() -> None:
    words = {word: number for number, word in enumerate("a b c d e f".split(), 10)}
    tokenizer = Tokenizer(WordLevel({**words, "?": 9}, unk_token="?"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    ids, mask, statement = batch_of(tokenizer, [Pair("a b", "c", SAME), Pair("d", "e f a b", OTHER)])
    assert ids.tolist() == [
        [START, 10, 11, END, END, 12, END, PAD, PAD],
        [START, 13, END, END, 14, 15, 10, 11, END],
    ]
    assert mask.sum(1).tolist() == [7, 9]
    assert ids[statement.bool()].tolist() == [12, 14, 15, 10, 11]


def test_only_what_the_label_allows_counts() -> None:
    logits = torch.zeros(1, 4)
    assert math.isclose(float(allowed_loss(logits, [Pair("a", "b", SAME)])), math.log(4), rel_tol=1e-5)
    assert math.isclose(float(allowed_loss(logits, [Pair("a", "b", OTHER)])), math.log(2), rel_tol=1e-5)


def test_a_teacher_is_heard_as_far_as_the_label_allows() -> None:
    pair = Pair("the hall is shut", "The hall was closed.", SAME)
    network: ClaimNetwork = start_network(None).eval()
    tokenizer = load_tokenizer()

    def loss(*judged: float) -> float:
        with torch.no_grad():
            return float(loss_of(network, tokenizer, [pair], {pair: torch.tensor(judged)}))

    with torch.no_grad():
        alone = (1 - TAUGHT) * float(loss_of(network, tokenizer, [pair]))
    assert loss(8, 0, 0, 0) > alone
    assert math.isclose(loss(0, 0, 0, 8), alone, rel_tol=1e-3)  # what contradicts the label is not learned
