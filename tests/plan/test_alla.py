"""Many pieces of work at once: what is left when one is given up."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from fordelning.plan.alla import run_all


def _fail() -> None:
    raise ValueError("fel")


def _leave_a_mark(fil: Path) -> None:
    time.sleep(0.1)
    fil.touch()


def test_work_that_is_not_begun_when_one_piece_fails_is_never_begun(tmp_path: Path) -> None:
    arbeten: list[tuple[str, Callable[[], None]]] = [("fel", _fail)]
    arbeten += [(str(i), partial(_leave_a_mark, tmp_path / str(i))) for i in range(40)]
    with pytest.raises(ValueError, match="fel"):
        run_all(arbeten, 2)
    assert len(list(tmp_path.iterdir())) < 20
