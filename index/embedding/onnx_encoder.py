"""The encoder as an exported graph: a question in 2 ms."""

from __future__ import annotations

from pathlib import Path

from index.embedding.arrays import Vectors
from index.embedding.piece_encoder import TOKENIZER, Card, Ints, Output, PieceEncoder
from index.errors import ModelError
from index.runtime import onnx_graphs as graphs


class ExportedEncoder(PieceEncoder):
    """Encodes with ONNX Runtime. An ``Encoder``."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelError when the folder's card is damaged."""
        from tokenizers import Tokenizer

        about = graphs.read_card(folder)
        del about["files"]
        try:
            card = Card(**about)
        except TypeError as error:
            raise ModelError(
                "The exported model in {folder} is damaged; delete that folder.", folder=folder
            ) from error
        session = graphs.session(folder)

        def run(output: Output, ids: Ints, mask: Ints) -> Vectors:
            (found,) = session.run([output], {"input_ids": ids, "attention_mask": mask})
            vectors: Vectors = found
            return vectors

        super().__init__(Tokenizer.from_file(str(folder / TOKENIZER)), card, run)
