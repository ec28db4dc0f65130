"""The gate, table by table: a broken column, row, table or key is one message, in a folder and in a workbook alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.underlag.fall import Fall
from tests.underlag.fall_tabeller import TABELLFALL
from tests.underlag.prov import Form, Prov, find_faults


@pytest.mark.parametrize("form", ["mapp", "bok"])
@pytest.mark.parametrize("fall", TABELLFALL, ids=lambda fall: fall.namn)
def test_a_broken_table_is_one_message(fall: Fall, form: Form, tmp_path: Path) -> None:
    prov = Prov()
    fall.bryt(prov)

    [fel] = find_faults(prov.write(tmp_path, form))

    assert [ord for ord in fall.ord if ord not in str(fel)] == []
    assert re.match(r"blad \w+" if form == "bok" else r"\w+\.(csv|toml)", fel.plats)
    assert fel.vantat or fel.gor
