"""BERT by hand: the states of the module that it stands for, whatever stands in the batch beside a row."""

from __future__ import annotations

import torch
from transformers import BertConfig, BertModel

from index.runtime.bert import Bert, released

HEADS, WIDTH = 2, 16


def module() -> BertModel:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=40, hidden_size=WIDTH, num_hidden_layers=3, num_attention_heads=HEADS, intermediate_size=32
    )
    model = BertModel(config, add_pooling_layer=False)
    model.train(False)
    return model


def test_the_states_are_those_of_the_module() -> None:
    own = module()
    bert = Bert(own.state_dict(), HEADS)
    ids = torch.tensor([[1, 2, 3, 4], [5, 6, 0, 0]])
    mask, kinds = (ids > 0).long(), torch.tensor([[0, 0, 1, 1], [0, 1, 0, 0]])
    with torch.inference_mode():
        wanted = own(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        states = bert.states(bert.words(ids), mask, kinds)
        alone = bert.states(bert.words(ids[1:, :2]), mask[1:, :2], kinds[1:, :2])
        plain = bert.states(bert.words(ids), mask)
        wanted_plain = own(input_ids=ids, attention_mask=mask).last_hidden_state
    assert states.dtype == torch.float32
    kept = mask.bool()
    torch.testing.assert_close(
        states[kept], wanted[kept], atol=0.06, rtol=0.05
    )  # bfloat16, where the CPU has it
    torch.testing.assert_close(plain[kept], wanted_plain[kept], atol=0.06, rtol=0.05)
    torch.testing.assert_close(alone[0], states[1, :2], atol=0.06, rtol=0.05)


def test_what_is_released_is_no_longer_needed() -> None:
    own, other = module(), module()
    ids = torch.tensor([[1, 2, 3, 4]])
    with torch.inference_mode():
        one, two = (
            b.states(b.words(ids), ids)
            for b in (Bert(own.state_dict(), HEADS), released(other.state_dict(), HEADS))
        )
    torch.testing.assert_close(one, two)
