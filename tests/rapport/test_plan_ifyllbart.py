"""What may be changed in the book of a plan: a number that is not worked out is yellow, or as when it was written."""

from __future__ import annotations

from collections.abc import Iterator

from fordelning.blad import Blad, Bok, Diagram, Kolumn, Lista
from fordelning.rapport.plan.bok import make_plan_bok
from fordelning.rapport.plan.grund import make_grund
from tests.rapport.plan_bygge import MED_PLAN, plan

SKREVS = "när boken skrevs"


def list_columns(bok: Bok) -> Iterator[tuple[Blad, Kolumn]]:
    """Every column that a sheet shows."""
    for blad in bok.blad:
        delar = (d for grupp in blad.delar for d in (grupp if isinstance(grupp, tuple) else (grupp,)))
        for t in (d.tabell if isinstance(d, Lista) else d for d in delar if not isinstance(d, Diagram)):
            yield from ((blad, k) for k in t.synliga)


def holds_given(k: Kolumn) -> bool:
    """Whether some number is neither yellow nor worked out; a year is no figure, nor is a rank."""
    celler = enumerate(k.varden.tolist())
    tal = (i for i, v in celler if isinstance(v, float) and v == v and k.form_at(i) != "ar" and k.rubrik != "Nr")
    return any(k.uttryck_at(i) is None and not k.mark_at(i) for i in tal)


def test_a_number_of_a_plans_book_is_yellow_or_worked_out_or_said_to_be_as_when_the_book_was_written() -> None:
    planering = plan(MED_PLAN)
    bok = make_plan_bok(planering, make_grund(planering))
    givna = [(blad, k) for blad, k in list_columns(bok) if holds_given(k)]
    assert {blad.namn for blad, _ in givna} >= {"Sammanfattning", "I dag och bäst", "Brytpunkter"}
    osagda = [(b.namn, k.rubrik) for b, k in givna if SKREVS not in f"{b.beskrivning} {k.forklaring}"]
    assert osagda == []
