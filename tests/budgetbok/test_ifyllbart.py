"""What may be changed in a budget book: what its figures rest on is coloured, or said to be as when it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fordelning.begrepp import Insats, Kapitalar, Planering
from fordelning.blad import Bok, Diagram, Lista, Tabell
from fordelning.budget.uppfoljning import follow_up
from fordelning.budgetbok.bok import make_budget_bok
from fordelning.budgetbok.innehall import Innehall
from tests.budget_bygge import BYGGE, HELT, make_budget, make_grund
from tests.underlag_bygge import Bygge

SKREVS = "när boken skrevs"


def make_bok(bygge: Bygge) -> Bok:
    grund = make_grund(bygge)
    lage = follow_up(make_budget(HELT, grund))
    return make_budget_bok(Innehall(lage, grund.metod, grund.resultat.modell, grund.resultat.underlag))


def list_other_rows() -> dict[str, tuple[object, ...]]:
    """Every figure of the further tables another than in `BYGGE`."""
    insatser, planering, kapital = (BYGGE.ovriga[namn] for namn in ("insatser", "planering", "kapital"))
    return {
        "insatser": tuple(_change_insats(i) for i in insatser if isinstance(i, Insats)),
        "planering": tuple(_change_year(p) for p in planering if isinstance(p, Planering)),
        "kapital": tuple(replace(k, kostnader_kr=k.kostnader_kr + 7) for k in kapital if isinstance(k, Kapitalar)),
    }


def _change_insats(i: Insats) -> Insats:
    people = i.inriktning == "individ"
    return replace(
        i,
        fast_kostnad_kr=i.fast_kostnad_kr + 1,
        kostnad_per_deltagare_kr=i.kostnad_per_deltagare_kr + people,
        minst_antal=i.minst_antal + people,
        hogst_antal=i.hogst_antal + people,
        idag_antal=i.idag_antal and i.idag_antal + 1,
        trappning=(0.9, 0.8, 0.7),
    )


def _change_year(p: Planering) -> Planering:
    hogre = {falt: getattr(p, falt) + 1 for falt in ("administration_kr", "lagsta_kapital_kr")}
    return replace(p, **hogre, struktur_minst_andel=0.04, struktur_hogst_andel=0.31, bidrag_kr=5_000_001)


def list_constants(bok: Bok) -> Iterator[tuple[tuple[str, str, int], object]]:
    """The numbers that are neither coloured nor worked out: table, heading and row."""
    delar = (d for blad in bok.blad for grupp in blad.delar for d in (grupp if isinstance(grupp, tuple) else (grupp,)))
    for t in (d.tabell if isinstance(d, Lista) else d for d in delar if not isinstance(d, Diagram)):
        assert isinstance(t, Tabell)
        for k in t.kolumner:
            for i, varde in enumerate(k.varden.tolist()):
                if isinstance(varde, float) and varde == varde and k.uttryck_at(i) is None and not k.mark_at(i):
                    yield (t.tabellnamn, k.rubrik, i), varde


def test_a_figure_of_the_inputs_is_coloured_or_said_to_be_as_when_the_book_was_written() -> None:
    forst, *rest = BYGGE.forbund
    andra = replace(BYGGE, ram_kr=10_100_000, ovriga=list_other_rows(),
                    forbund=(replace(forst, eget_kapital_kr=forst.eget_kapital_kr + 1), *rest))  # fmt: skip
    fore, efter = (dict(list_constants(make_bok(bygge))) for bygge in (BYGGE, andra))
    assert fore.keys() == efter.keys()
    skiljer = {plats for plats, varde in fore.items() if efter[plats] != varde}
    blad = {blad.namn: blad for blad in make_bok(BYGGE).blad}
    parametrar = blad["Parametrar"].delar[0]
    assert isinstance(parametrar, Lista)
    vad, _, _, kalla = parametrar.tabell.kolumner
    sagt = {("Parametrar", "Värde", i) for i, text in enumerate(kalla.varden) if SKREVS in text}
    assert [vad.varden[i] for *_, i in sorted(sagt)] == ["Statens bidrag", "Eget kapital vid årets början"]
    assert SKREVS in blad["Eget kapital"].beskrivning and SKREVS in blad["Parametrar"].beskrivning
    assert {plats for plats in skiljer if plats[0] != "Kapital"} == sagt
    assert {rad for tabell, _, rad in skiljer if tabell == "Kapital"} == {0, 1}
