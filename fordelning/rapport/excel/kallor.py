"""The sheets Antaganden and Källor: what the result rests on, and what it was made of."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell
from fordelning.resultat import Resultat
from fordelning.ursprung import (
    Antaganderad,
    Kallrad,
    describe_program,
    list_data_assumptions,
    list_data_sources,
    list_model_assumptions,
    list_model_sources,
)


def make_antaganden_sheet(r: Resultat) -> Blad:
    """Every assumption: of the model's sections, of the model as a whole, and estimated data."""
    return make_antaganden([*list_model_assumptions(r.modell), *list_data_assumptions(r.underlag)])


def make_antaganden(rader: Sequence[Antaganderad]) -> Blad:
    """The sheet Antaganden of these rows."""
    rader = rader or [Antaganderad("", "", "Inga.")]
    kolumner = (
        Kolumn("var", "Var", [rad.var for rad in rader], bredd=13),
        Kolumn("vad", "Avsnitt eller fil", [rad.vad for rad in rader], bredd=20),
        Kolumn("antagande", "Antagande", [rad.antagande for rad in rader], "lang", bredd=80),
        Kolumn("kalla", "Källa", [rad.kalla for rad in rader], "lang", bredd=60),
    )
    return Blad(
        "Antaganden",
        "Antaganden",
        "Det som ingen läsbar källa anger, och uppgifter som är uppskattade. Resultatet gäller under dem.",
        (Tabell("antaganden", kolumner),),
        slag="om",
    )


def make_kallor_sheet(r: Resultat) -> Blad:
    """The program, the model, the source of every rule, the files with their fingerprints, and the data's sources."""
    program = describe_program(f"Budgetår {r.underlag.budgetar}")
    return make_kallor([program, *list_model_sources(r.modell), *list_data_sources(r.underlag)])


def make_kallor(rader: Sequence[Kallrad]) -> Blad:
    """The sheet Källor of these rows."""
    kolumner = (
        Kolumn("slag", "Slag", [rad.slag for rad in rader], bredd=11),
        Kolumn("namn", "Namn", [rad.namn for rad in rader], "lang", bredd=30),
        Kolumn("text", "Innehåll eller källa", [rad.text for rad in rader], "lang", bredd=70),
        Kolumn("datum", "Datum eller period", [rad.datum for rad in rader], "lang", bredd=22),
        Kolumn("lank", "Länk", [rad.lank for rad in rader], "lang", bredd=24),
        Kolumn("antagande", "Antagande eller uppskattning", [rad.antagande for rad in rader], bredd=16),
        Kolumn("sha256", "SHA-256", [rad.sha256 for rad in rader], "lang", bredd=36),
    )
    return Blad(
        "Källor",
        "Källor",
        "Vad resultatet är gjort av. Fingeravtrycket (SHA-256) visar om en fil är densamma.",
        (Tabell("kallor", kolumner),),
        slag="om",
    )
