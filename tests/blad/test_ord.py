"""An expression in words: what the teller knows is named, all else is told by how it is made."""

from __future__ import annotations

import pytest

from fordelning.blad import Lista, Tabell, Tal, med_ord
from fordelning.blad.formler import TOMT, hogst, minst, nedat, om, sla_upp, summa, summa_dar, tom, uppat
from fordelning.blad.ord import tell, tell_making
from tests.blad.prator import Prator

P = Lista("Parametrar")
ENHET = P.data("Enhet", 1_000.0, namn="enhet")
T = Tabell("Poster")
KOD = T.data("Kod", ["A", "A", "B"])
BELOPP = T.data("Belopp, kr", [1_500.0, 700.5, None], "kr")
DUBBELT = T.rakna("Dubbelt", BELOPP * 2)
U = Tabell("Parter")
PART = U.data("Part", ["A", "B"])
SUMMA = U.rakna("Summa", summa_dar(BELOPP, (KOD, PART)))


def say(t: Tal, i: int = 0, *kanda: Tal) -> str:
    return tell(t, i, Prator(*kanda)).text.replace("\u00a0", " ")


def test_a_figure_that_has_been_told_is_named_and_another_is_told_by_how_it_is_made() -> None:
    u = DUBBELT + 1
    assert say(u) == "1 500 × 2 + 1"
    assert say(u, 0, DUBBELT) == "3 000 + 1"
    assert tell_making(DUBBELT, 1, Prator(DUBBELT)).text == "700,5 × 2"


def test_a_sum_by_key_is_its_terms_and_a_look_up_is_told_in_the_row_it_finds() -> None:
    assert say(SUMMA * 3) == "(1 500 + 700,5) × 3"
    assert say(SUMMA, 1) == "0"
    assert say(sla_upp(DUBBELT, (KOD, PART))) == "1 500 × 2"
    assert say(BELOPP / summa(BELOPP)) == "1 500 / 2 200,5"


def test_a_choice_is_told_by_the_branch_that_was_taken_and_holds_together_as_that_does() -> None:
    valt = om(BELOPP > 1_000, BELOPP - 1, 5) * 2
    assert [say(valt, i) for i in (0, 1)] == ["(1 500 − 1) × 2", "5 × 2"]


def test_bounds_leave_out_what_is_empty_and_one_alone_stands_by_itself() -> None:
    t = Tabell("Tak")
    fritt, taket = t.data("Fritt", [7.0, 7.0]), t.data("Taket", [5.0, None])
    tak = t.rakna("Tak", om(tom(taket), TOMT, taket))
    assert [say(hogst(minst(fritt, 4), tak), i, tak) for i in (0, 1)] == ["min(max(7; 4); 5)", "max(7; 4)"]


@pytest.mark.parametrize(
    ("uttryck", "facit"),
    [
        (BELOPP - (BELOPP - 1), "1 500 − (1 500 − 1)"),
        (BELOPP + (BELOPP - 1), "1 500 + 1 500 − 1"),
        (BELOPP / (BELOPP / 2), "1 500 / (1 500 / 2)"),
        (BELOPP * (BELOPP / 2), "1 500 × 1 500 / 2"),
        (BELOPP * -3, "1 500 × (−3)"),
        (nedat(BELOPP - 1, ENHET, 1e-6), "nedåt(1 500 − 1; 1 000)"),
        (uppat(BELOPP / 7), "uppåt(1 500 / 7; 1)"),
        (med_ord((BELOPP + 0) * 1, BELOPP), "1 500"),
    ],
)
def test_parentheses_stand_where_the_meaning_needs_them(uttryck: Tal, facit: str) -> None:
    assert say(uttryck) == facit
