"""What a result was made of, told once: the program, the model, the files, the sources, and what is assumed.

Sheets take the rows (`Kallrad`, `Antaganderad`), texts the sentences (`list_assumptions`), and every JSON file of
results begins with `make_head`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from fordelning.begrepp import Fil, Underlag
from fordelning.fel import Anmarkning
from fordelning.modell import Modell
from fordelning.regler.rubriker import RUBRIKER
from fordelning.version import __version__

PROGRAM = "fordelning"
STATUS = {"faststalld": "fastställd", "forslag": "förslag", "historik": "historik"}
"""A model's status in words."""


class Kallrad(NamedTuple):
    """One row of Källor."""

    slag: str
    namn: str
    text: str
    datum: str = ""
    lank: str = ""
    antagande: str = ""
    sha256: str = ""


REGIONMEDEL = (
    "Hur en regions ena summa delas på dess förbund är inte publicerat: en gång, i hela kronor, efter nyckeln, lika "
    "eller efter regionens utfästelser. Det som ett förbund inte använder går inte till ett annat."
)
"""What is assumed where regions have one sum for all their förbund."""


class Antaganderad(NamedTuple):
    """One row of Antaganden."""

    var: str
    vad: str
    antagande: str
    kalla: str = ""


def make_head(budgetar: int | Sequence[int], filer: Iterable[Fil], modell: Modell | None = None) -> dict[str, Any]:
    """The head of a JSON file of results: the program, the budget year or years, the model, and the files read."""
    huvud: dict[str, Any] = {
        "program": {"namn": PROGRAM, "version": __version__},
        "budgetar": budgetar if isinstance(budgetar, int) else list(budgetar),
    }
    if modell is not None:
        huvud["modell"] = describe_modell(modell)
    return huvud | {"filer": [describe_file(fil) for fil in filer]}


def describe_modell(modell: Modell) -> dict[str, str]:
    """A model as the JSON files name it."""
    return {"namn": modell.namn, "status": modell.status, "fil": modell.fil.namn, "sha256": modell.fil.sha256}


def describe_file(fil: Fil) -> dict[str, str]:
    """A file that was read, with its fingerprint."""
    return {"namn": fil.namn, "sha256": fil.sha256}


def describe_program(text: str) -> Kallrad:
    """The program and its version."""
    return Kallrad("Program", f"{PROGRAM} {__version__}", text)


def list_model_sources(modell: Modell) -> list[Kallrad]:
    """The model's file and the source of each of its rules."""
    period = f"{modell.galler_fran}–{modell.galler_till or ''}"
    text = f"{modell.namn} ({STATUS[modell.status]})"
    return [
        Kallrad("Modell", modell.fil.namn, text, period, sha256=modell.fil.sha256),
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


def list_model_assumptions(modell: Modell) -> list[Antaganderad]:
    """Those of the model's sections, and of the model as a whole."""
    rader = [
        Antaganderad("Modellen", RUBRIKER[namn], avsnitt.anmarkning or avsnitt.kalla.text, avsnitt.kalla.text)
        for namn, avsnitt in modell.avsnitt.items()
        if avsnitt.antagande
    ]
    return rader + [Antaganderad("Modellen", "Övrigt", a.text) for a in modell.antaganden]


def list_warnings(varningar: Iterable[Anmarkning]) -> list[Antaganderad]:
    """What was warned of, as rows of Antaganden: what is so, not what to do about it."""
    return [Antaganderad("Varning", a.plats, a.vad) for a in varningar]


def list_data_assumptions(u: Underlag) -> list[Antaganderad]:
    """The data that are an estimate by their own word, and how a region's one sum is shared out."""
    regeln = [Antaganderad("Regeln", "regionmedel", REGIONMEDEL, "Statskontoret 2005:10: en region kan ha en summa")]
    return regeln * bool(u.regionmedel) + [
        Antaganderad("Underlaget", namn, kalla.metod or "Uppskattning.", kalla.text)
        for namn, kalla in u.kallor.items()
        if kalla.uppskattning
    ]


def list_assumptions(*modeller: Modell) -> list[str]:
    """Every assumption of the models as sentences (Swedish), each told once."""
    texter = [
        text
        for modell in modeller
        for text in (
            *(f"[{namn}] {a.anmarkning or a.kalla.text}" for namn, a in modell.avsnitt.items() if a.antagande),
            *(a.text for a in modell.antaganden),
        )
    ]
    return list(dict.fromkeys(texter))
