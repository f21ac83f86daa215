"""Who comes first is served first, and who has been served stands behind."""

from __future__ import annotations

import threading
import time
from itertools import pairwise

from index.runtime.turns import Turns


def test_turns_alternate_between_two_that_want_many() -> None:
    turns, order, begin = Turns(), list[str](), threading.Barrier(2)

    def work(name: str) -> None:
        begin.wait()
        for _ in range(20):
            with turns:
                order.append(name)
                time.sleep(0.002)

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    changes = sum(one != other for one, other in pairwise(order))
    assert changes >= 30


def test_an_error_inside_hands_the_turn_over() -> None:
    turns = Turns()
    for _ in range(2):
        try:
            with turns:
                raise ValueError
        except ValueError:
            pass
    with turns:
        pass
