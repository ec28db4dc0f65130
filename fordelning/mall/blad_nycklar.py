"""The sheet `underlag` of the input workbook: the keys of underlag.toml, their values, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from fordelning.begrepp import HOGSTA_RAM_KR
from fordelning.blad import JA_NEJ, Blad, Form, Krav, Lista
from fordelning.underlag.arbetsbok import INSTALLNINGAR
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.nycklar import RUBRIKER, format_setting, join_key

Nyckel = tuple[str, ...]

FORKLARINGAR: dict[Nyckel, str] = {
    ("budgetar",): "Krävs. Budgetåret; avgör vilken modell som gäller.",
    ("ram_kr",): "Krävs. Statens ram, hela kronor.",
    ("beskrivning",): "Vad underlaget är, med egna ord.",
    ("statistik", "invanare_ar"): "Året som invånarna avser.",
    ("statistik", "invanare_alder"): "Åldern som räknas, t.ex. 16–64 år.",
    ("statistik", "forsorjningsmatt_ar"): "Året som försörjningsmåttet avser.",
    ("statistik", "forsorjningsmatt_enhet"): "Enheten, t.ex. 1000-tal kr eller helårsekvivalenter.",
    ("kontrollsummor", "invanare_antal"): "Summa som ska stämma med kolumnen på bladet omraden.",
    ("kontrollsummor", "forsorjningsmatt"): "Summa som ska stämma med kolumnen på bladet omraden.",
    ("undantag", "hopp"): "Områden vars stora ändring är godkänd; koder med semikolon emellan.",
    ("undantag", "kedja"): "Förbund och år där eget kapital får börja på annat än årets före slut: SF-0101 2025.",
}
KALLNYCKLAR = {
    "text": "Varifrån siffrorna på bladet {} kommer.",
    "datum": "När eller för vilken tid de gäller.",
    "lank": "Webbadress.",
    "uppskattning": "ja om siffrorna är uppskattade; då står det i alla resultat.",
    "metod": "Hur uppskattningen är gjord.",
}
KRAV: dict[Nyckel, Krav] = {
    ("budgetar",): Krav("heltal", "budgetar", "Skriv budgetåret med fyra siffror.", 2004, 2100),
    ("ram_kr",): Krav("heltal", "ram_kr", "Skriv ramen i hela kronor, utan enhet.", 1, HOGSTA_RAM_KR),
}
"""What may be typed for the keys that are required."""


def make_nyckel_blad(data: Mapping[str, Any]) -> Blad:
    """The sheet with every known key, filled where `data` has a value, and the further keys of `data` last."""
    lista = Lista(INSTALLNINGAR, RUBRIKER, ["forklaring"])
    varden = dict(_flatten(data))
    kallor = {("kallor", namn, nyckel): text.format(namn) for namn in TABELLER for nyckel, text in KALLNYCKLAR.items()}
    forklaringar = FORKLARINGAR | kallor
    for nyckel in dict.fromkeys([*forklaringar, *varden]):
        varde = format_setting(varden[nyckel]) if nyckel in varden else None
        krav = JA_NEJ if nyckel[-1] == "uppskattning" else KRAV.get(nyckel)
        lista.data(
            join_key(nyckel), varde, _choose_form(nyckel, varde), [forklaringar.get(nyckel)], gul=True, krav=krav
        )
    return Blad(INSTALLNINGAR, "", "", [lista], "inmatning", fasta=1)


def _choose_form(nyckel: Nyckel, varde: Any) -> Form:
    """How a value shows; texts that look like numbers or dates stay texts."""
    if isinstance(varde, date):
        return "datum"
    if isinstance(varde, str):
        return "lang"
    if nyckel[-1].endswith("_kr") or nyckel[0] == "kontrollsummor":
        return "kr"
    if nyckel[-1] == "budgetar" or nyckel[-1].endswith("_ar"):
        return "ar"
    return "lang" if varde is None else "General"


def _flatten(data: Mapping[str, Any], fore: Nyckel = ()) -> Iterator[tuple[Nyckel, Any]]:
    """Every value with its key; empty sections are nothing."""
    for nyckel, varde in data.items():
        if isinstance(varde, Mapping):
            yield from _flatten(varde, (*fore, nyckel))
        else:
            yield (*fore, nyckel), varde
