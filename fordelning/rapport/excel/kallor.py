"""The sheets Antaganden and Källor: what the result rests on, and what it was made of."""

from __future__ import annotations

from typing import NamedTuple

from fordelning import __version__
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


def make_antaganden_sheet(r: Resultat) -> Blad:
    """Every assumption: of the model's sections, of the model as a whole, and estimated data."""
    rader = [
        ("Modellen", RUBRIKER[namn], avsnitt.anmarkning or avsnitt.kalla.text, avsnitt.kalla.text)
        for namn, avsnitt in r.modell.avsnitt.items()
        if avsnitt.antagande
    ]
    rader += [("Modellen", "Övrigt", a.text, "") for a in r.modell.antaganden]
    rader += [
        ("Underlaget", namn, kalla.metod or "Uppskattning.", kalla.text)
        for namn, kalla in r.underlag.kallor.items()
        if kalla.uppskattning
    ]
    rader = rader or [("", "", "Inga.", "")]
    kolumner = (
        Kolumn("var", "Var", [rad[0] for rad in rader], bredd=13),
        Kolumn("vad", "Avsnitt eller fil", [rad[1] for rad in rader], bredd=20),
        Kolumn("antagande", "Antagande", [rad[2] for rad in rader], "lang", bredd=80),
        Kolumn("kalla", "Källa", [rad[3] for rad in rader], "lang", bredd=60),
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
    status = {"faststalld": "fastställd", "forslag": "förslag"}[r.modell.status]
    period = f"{r.modell.galler_fran}–{r.modell.galler_till or ''}"
    rader = [
        Kallrad("Program", f"fordelning {__version__}", f"Budgetår {r.underlag.budgetar}"),
        Kallrad("Modell", r.modell.fil.namn, f"{r.modell.namn} ({status})", period, sha256=r.modell.fil.sha256),
        *(
            Kallrad(
                "Regel", RUBRIKER[namn], a.kalla.text, a.kalla.datum, a.kalla.lank, "antagande" if a.antagande else ""
            )
            for namn, a in r.modell.avsnitt.items()
        ),
        Kallrad("Underlag", "Beskrivning", r.underlag.beskrivning.strip()),
        *(Kallrad("Fil", fil.namn, "Läst underlag", sha256=fil.sha256) for fil in r.underlag.filer),
        *(
            Kallrad("Uppgifter", namn, k.text, k.datum, k.lank, "uppskattning" if k.uppskattning else "")
            for namn, k in r.underlag.kallor.items()
        ),
    ]
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
