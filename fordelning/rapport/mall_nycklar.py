"""The sheet `underlag` of the input workbook: the keys of underlag.toml, their values, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from fordelning.rapport.excel.utseende import FARGER, compute_height
from fordelning.rapport.mall_blad import RUBRIK, TYPSNITT, set_up_page, write_text
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
}
KALLNYCKLAR = {
    "text": "Varifrån siffrorna på bladet {} kommer.",
    "datum": "När eller för vilken tid de gäller.",
    "lank": "Webbadress.",
    "uppskattning": "ja om siffrorna är uppskattade; då står det i alla resultat.",
    "metod": "Hur uppskattningen är gjord.",
}


BREDDER = (34, 70, 60)
"""Column widths, characters."""


def write_settings(bok: Any, data: Mapping[str, Any]) -> None:
    """The sheet with every known key, filled where `data` has a value, and the further keys of `data` last."""
    ws = bok.add_worksheet("underlag")
    rubrik = bok.add_format(RUBRIK | {"bg_color": FARGER["rubrik"]})
    text = bok.add_format(TYPSNITT | {"text_wrap": True})
    dampad = bok.add_format(TYPSNITT | {"italic": True, "font_color": FARGER["dampad"], "text_wrap": True})
    inmatning = bok.add_format(TYPSNITT | {"text_wrap": True, "align": "left", "bg_color": FARGER["inmatning"]})
    belopp = bok.add_format(TYPSNITT | {"num_format": "#,##0", "align": "left", "bg_color": FARGER["inmatning"]})
    datum = bok.add_format(TYPSNITT | {"num_format": "yyyy-mm-dd", "align": "left", "bg_color": FARGER["inmatning"]})
    for kolumn, (namn, bredd) in enumerate(zip((*RUBRIKER, "forklaring"), BREDDER, strict=True)):
        ws.set_column(kolumn, kolumn, bredd)
        ws.write_string(0, kolumn, namn, rubrik)
    varden = dict(_flatten(data))
    forklaringar = _explain_keys()
    nycklar = list(dict.fromkeys([*forklaringar, *varden]))
    for rad, nyckel in enumerate(nycklar, start=1):
        ws.write_string(rad, 0, join_key(nyckel), text)
        ws.write_string(rad, 2, forklaringar.get(nyckel, ""), dampad)
        format_ = belopp if _is_amount(nyckel) else inmatning
        varde = format_setting(varden[nyckel]) if nyckel in varden else None
        if varde is None:
            ws.write_blank(rad, 1, None, format_)
        elif isinstance(varde, date):
            ws.write_datetime(rad, 1, varde, datum)
        elif isinstance(varde, str):
            ws.set_row(rad, compute_height([varde], [BREDDER[1]], 10))
            write_text(ws, rad, 1, varde, format_)
        else:
            ws.write_number(rad, 1, varde, format_)
    _add_validation(ws, nycklar)
    ws.freeze_panes(1, 1)
    ws.repeat_rows(0)
    set_up_page(ws, "inmatning")


def _explain_keys() -> dict[Nyckel, str]:
    """Every known key and what it means."""
    kallor = {("kallor", namn, nyckel): text.format(namn) for namn in TABELLER for nyckel, text in KALLNYCKLAR.items()}
    return FORKLARINGAR | kallor


def _add_validation(ws: Any, nycklar: list[Nyckel]) -> None:
    """What may be typed for the keys that are required."""
    for namn, minst, hogst, fel in (
        ("budgetar", 2004, 2100, "Skriv budgetåret med fyra siffror."),
        ("ram_kr", 1, 10**13, "Skriv ramen i hela kronor, utan enhet."),
    ):
        rad = nycklar.index((namn,)) + 1
        regel = {"validate": "integer", "criteria": "between", "minimum": minst, "maximum": hogst, "error_message": fel}
        ws.data_validation(rad, 1, rad, 1, regel)
    for rad, nyckel in enumerate(nycklar, start=1):
        if nyckel[-1] == "uppskattning":
            ws.data_validation(rad, 1, rad, 1, {"validate": "list", "source": ["ja", "nej"]})


def _is_amount(nyckel: Nyckel) -> bool:
    return nyckel[-1].endswith("_kr") or nyckel[0] == "kontrollsummor"


def _flatten(data: Mapping[str, Any], fore: Nyckel = ()) -> Iterator[tuple[Nyckel, Any]]:
    """Every value with its key; empty sections are nothing."""
    for nyckel, varde in data.items():
        if isinstance(varde, Mapping):
            yield from _flatten(varde, (*fore, nyckel))
        else:
            yield (*fore, nyckel), varde
