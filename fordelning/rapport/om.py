"""What every book ends with: the sheets Antaganden and Källor, what a result rests on and what it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fordelning.begrepp import Underlag
from fordelning.blad import Blad, Tabell
from fordelning.modell import Modell
from fordelning.ursprung import (
    Antaganderad,
    Kallrad,
    list_data_assumptions,
    list_data_sources,
    list_model_assumptions,
    list_model_sources,
)


def make_om_blad(
    egna: Iterable[Antaganderad], kallor: Iterable[Kallrad], modeller: Sequence[Modell], underlag: Sequence[Underlag]
) -> tuple[Blad, Blad]:
    """Antaganden and Källor: the book's own first, then those of its models and of its data sets; each told once."""
    antaganden, fran = list(egna), list(kallor)
    for modell in modeller:
        antaganden += list_model_assumptions(modell)
        fran += list_model_sources(modell)
    for u in underlag:
        antaganden += list_data_assumptions(u)
        fran += list_data_sources(u)
    return make_antaganden_blad(list(dict.fromkeys(antaganden))), make_kallor_blad(list(dict.fromkeys(fran)))


def make_antaganden_blad(rader: Sequence[Antaganderad]) -> Blad:
    """The sheet Antaganden of these rows."""
    rader = rader or [Antaganderad("", "", "Inga.")]
    t = Tabell("Antaganden", sorteras=False)
    t.data("Var", [rad.var for rad in rader])
    t.data("Avsnitt eller fil", [rad.vad for rad in rader], "lang")
    t.data("Antagande", [rad.antagande for rad in rader], "lang")
    t.data("Källa", [rad.kalla for rad in rader], "lang")
    beskrivning = "Det som ingen läsbar källa anger, och uppgifter som är uppskattade. Resultatet gäller under dem."
    return Blad("Antaganden", "Antaganden", beskrivning, [t], "om")


def make_kallor_blad(rader: Sequence[Kallrad]) -> Blad:
    """The sheet Källor of these rows."""
    t = Tabell("Källor", sorteras=False)
    t.data("Slag", [rad.slag for rad in rader])
    t.data("Namn", [rad.namn for rad in rader], "lang")
    t.data("Innehåll eller källa", [rad.text for rad in rader], "lang")
    t.data("Datum eller period", [rad.datum for rad in rader], "lang")
    t.data("Länk", [rad.lank for rad in rader], "lang")
    t.data("Antagande eller uppskattning", [rad.antagande for rad in rader])
    t.data("SHA-256", [rad.sha256 for rad in rader], "borjan")
    beskrivning = (
        "Vad resultatet är gjort av. Fingeravtrycket (SHA-256) visar om en fil är densamma; hela står i cellen."
    )
    return Blad("Källor", "Källor", beskrivning, [t], "om")
