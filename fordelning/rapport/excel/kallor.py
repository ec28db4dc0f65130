"""The sheets Antaganden and Källor: what the result rests on, and what it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fordelning import __version__
from fordelning.begrepp import Underlag
from fordelning.modell import Modell
from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell
from fordelning.rapport.forklaring import RUBRIKER
from fordelning.resultat import Resultat


class Kallrad(NamedTuple):
    """One row of Källor."""

    slag: str
    namn: str
    text: str
    datum: str = ""
    lank: str = ""
    antagande: str = ""
    sha256: str = ""


class Antaganderad(NamedTuple):
    """One row of Antaganden."""

    var: str
    vad: str
    antagande: str
    kalla: str = ""


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


def list_model_assumptions(modell: Modell) -> list[Antaganderad]:
    """Those of the model's sections, and of the model as a whole."""
    rader = [
        Antaganderad("Modellen", RUBRIKER[namn], avsnitt.anmarkning or avsnitt.kalla.text, avsnitt.kalla.text)
        for namn, avsnitt in modell.avsnitt.items()
        if avsnitt.antagande
    ]
    return rader + [Antaganderad("Modellen", "Övrigt", a.text) for a in modell.antaganden]


def list_data_assumptions(u: Underlag) -> list[Antaganderad]:
    """The data that are an estimate by their own word."""
    return [
        Antaganderad("Underlaget", namn, kalla.metod or "Uppskattning.", kalla.text)
        for namn, kalla in u.kallor.items()
        if kalla.uppskattning
    ]


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


def describe_program(text: str) -> Kallrad:
    """The program and its version."""
    return Kallrad("Program", f"fordelning {__version__}", text)


def list_model_sources(modell: Modell) -> list[Kallrad]:
    """The model's file and the source of each of its rules."""
    status = {"faststalld": "fastställd", "forslag": "förslag"}[modell.status]
    period = f"{modell.galler_fran}–{modell.galler_till or ''}"
    return [
        Kallrad("Modell", modell.fil.namn, f"{modell.namn} ({status})", period, sha256=modell.fil.sha256),
        *(
            Kallrad(
                "Regel", RUBRIKER[namn], a.kalla.text, a.kalla.datum, a.kalla.lank, "antagande" if a.antagande else ""
            )
            for namn, a in modell.avsnitt.items()
        ),
    ]


def list_data_sources(u: Underlag) -> list[Kallrad]:
    """What the data set is, the files that were read, and the sources it tells."""
    return [
        Kallrad("Underlag", "Beskrivning", u.beskrivning.strip()),
        *(Kallrad("Fil", fil.namn, "Läst underlag", sha256=fil.sha256) for fil in u.filer),
        *(
            Kallrad("Uppgifter", namn, k.text, k.datum, k.lank, "uppskattning" if k.uppskattning else "")
            for namn, k in u.kallor.items()
        ),
    ]
