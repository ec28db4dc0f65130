"""Whatever the data set: the next year begins with the state that `kapital` rolls forward with."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from fordelning.ar.arsslut import close_year
from fordelning.ar.nytt_ar import roll
from fordelning.kapital.antaganden import Antaganden
from fordelning.kapital.framskrivning import roll_forward
from fordelning.modellkontroll import meet
from fordelning.resultat import allocate
from fordelning.underlag import check
from fordelning.underlag.texter import Texter, make_ratext
from tests.ar.aret import get_modell
from tests.ar.test_inget_forsvinner import draw_texter


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(texter=draw_texter())
def test_the_next_year_begins_as_kapital_says(texter: Texter) -> None:
    granskat = check(make_ratext(texter))
    underlag = meet(get_modell(), granskat.underlag)
    slut = close_year(allocate(get_modell(), underlag), lambda ar: get_modell())
    nytt = roll(granskat, slut, behall_statistik=True)
    efter = check(make_ratext(nytt.texter)).underlag

    framat = roll_forward([underlag], lambda ar: get_modell(), 2, Antaganden())
    vantat = framat.ar[1].resultat.underlag
    for vektor in ("tilldelning_fjol_kr", "bidrag_fjol_kr", "eget_kapital_kr"):
        assert getattr(efter, vektor).tolist() == getattr(vantat, vektor).tolist(), vektor
    assert {k.forbund_kod for k in efter.kapital if k.ar == 2026} == set(underlag.koder)
