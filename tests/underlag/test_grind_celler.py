"""The gate, cell by cell: one broken cell gives one message, which names the cell, and nothing is computed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.underlag.fall import CELLFALL, Fall
from tests.underlag.prov import Form, Prov, find_faults, place


@pytest.mark.parametrize("form", ["mapp", "bok"])
@pytest.mark.parametrize("fall", CELLFALL, ids=lambda fall: fall.namn)
def test_a_broken_cell_is_one_message_with_its_place(fall: Fall, form: Form, tmp_path: Path) -> None:
    prov = Prov()
    fall.bryt(prov)
    assert fall.plats is not None

    [fel] = find_faults(prov.write(tmp_path, form))

    assert fel.plats == place(form, prov, *fall.plats)
    assert fel.vantat
    assert [ord for ord in fall.ord if ord not in str(fel)] == []


@pytest.mark.parametrize("form", ["mapp", "bok"])
def test_the_whole_data_set_passes(form: Form, tmp_path: Path) -> None:
    assert find_faults(Prov().write(tmp_path, form)) == []
