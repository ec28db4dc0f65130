"""Figures of the plan that can be meant but seldom are: each is one warning with its cell, and the data set is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fordelning.underlag import read_underlag
from tests.exempel import read_example
from tests.underlag.prov import Form, Prov

Cell = tuple[str, int, str, str]
TVIVEL: dict[str, tuple[tuple[Cell, ...], str]] = {
    "negativ effekt": ((("effekter", 2, "effekt_andel", "-0.15"),), "effekt_andel −0,15 är negativ"),
    "osäkerhet större än effekten": (
        (("effekter", 3, "osakerhet", "0.2"),),
        "osakerhet 0,2 är större än effekten, 0,1",
    ),
    "osäkerhet för struktur": ((("effekter", 4, "osakerhet", "0.2"),), "osakerhet används inte för en insats"),
    "kostar inget": (
        (("insatser", 4, "fast_kostnad_kr", "0"), ("insatser", 4, "kostnad_per_deltagare_kr", "0")),
        "«Vägen» kostar inget",
    ),
    "tar inte emot någon": (
        (("insatser", 4, "hogst_antal", "0"), ("insatser", 4, "minst_antal", "0")),
        "«Vägen» tar inte emot någon: hogst_antal är 0",
    ),
    "struktur med deltagarkostnad": (
        (("insatser", 3, "kostnad_per_deltagare_kr", "12000"),),
        "kostnad_per_deltagare_kr 12\u00a0000 används inte för en insats med inriktning struktur",
    ),
    "vikt 0": ((("malgrupper", 2, "vikt", "0"),), "resultat i «Unga» räknas inte i planen"),
    "ingen andel i behov": ((("malgrupper", 3, "andel_i_behov", "0"),), "ingen i «Långvarigt sjuka» är i behov"),
    "inga personer alls": ((("behov", 4, "personer_antal", "0"),), "förbund B har 0 personer i alla sina målgrupper"),
    "struktur når fler än finns": (
        (("effekter", 4, "malgrupp_kod", "M1"), ("effekter", 4, "effekt_antal", "401")),
        "effekt_antal 401 är fler än målgruppens 400 i behov",
    ),
    "negativt ingående kapital": (
        (("kapital", 2, "ingaende_kr", "-900000"), ("kapital", 2, "intakter_kr", "11800000")),
        "ingående eget kapital −900\u00a0000 kr är negativt",
    ),
}


@pytest.mark.parametrize("form", ["mapp", "bok"])
@pytest.mark.parametrize("namn", TVIVEL)
def test_a_doubtful_figure_is_one_warning_with_its_cell(namn: str, form: Form, tmp_path: Path) -> None:
    celler, sagt = TVIVEL[namn]
    prov = Prov()
    for cell in celler:
        prov.set(*cell)
    [varning] = read_underlag(prov.write(tmp_path, form)).varningar
    assert varning.vad.startswith(sagt) and varning.allvar == "varning"
    assert re.search(r"cell [A-Z]+\d" if form == "bok" else rf"{celler[0][0]}\.csv rad \d", varning.plats)
    assert varning.gor


def test_the_example_has_nothing_doubtful() -> None:
    assert read_example().varningar == ()
