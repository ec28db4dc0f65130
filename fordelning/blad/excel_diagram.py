"""Charts: names that can be read on the axis, Swedish figures, one series without legend."""

from __future__ import annotations

from typing import Any

from fordelning.blad.adresser import Adresser, Diagramplats
from fordelning.blad.diagram import UTAN_FARG, Diagram, Serie
from fordelning.blad.form import localise
from fordelning.blad.hanvisning import HELA
from fordelning.blad.utseende import FARGER, SERIEFARGER, TEXT

_NAMN = {"num_font": {"size": TEXT}, "label_position": "low", "interval_unit": 1, "major_tick_mark": "none"}


def insert_chart(bok: Any, ws: Any, adresser: Adresser, plats: Diagramplats) -> None:
    """A chart of one or two kinds of series over the same names, drawn from cells."""
    d = plats.diagram
    typer = {"stapel": "bar" if d.ligger else "column", "linje": "line"}
    hur = {"subtype": "stacked"} if d.staplad else {}
    diagrammen = {slag: bok.add_chart({"type": typer[slag]} | hur) for slag in dict.fromkeys(s.typ for s in d.ordnade)}
    for serie, farg in zip(d.ordnade, SERIEFARGER * len(d.ordnade), strict=False):
        diagrammen[serie.typ].add_series(_make_series(adresser, d, serie, serie.farg or farg))
    huvud, *andra = diagrammen.values()
    for annat in andra:
        huvud.combine(annat)
    huvud.set_title({"name": d.titel, "name_font": {"size": 11, "bold": True}, "overlay": False})
    utan = {"none": True} if len(d.ordnade) == 1 or d.staplad else {"position": "bottom", "font": {"size": TEXT}}
    huvud.set_legend(utan)
    _set_axes(huvud, d, plats.bredd)
    huvud.set_size({"width": plats.bredd, "height": plats.hojd})
    ws.insert_chart(plats.rad, 0, huvud, {"object_position": 2, "x_offset": plats.vanster, "y_offset": 3})


def _make_series(adresser: Adresser, d: Diagram, serie: Serie, farg: str) -> dict[str, Any]:
    vilka = HELA if d.rader is None else f"{d.rader[0]}:{d.rader[1] - 1}"
    svar: dict[str, Any] = {
        "name": serie.namn or serie.varden.rubrik,
        "categories": f"={adresser.find_cells(d.kategorier, vilka)}",
        "values": f"={adresser.find_cells(serie.varden, vilka)}",
    }
    if serie.typ == "linje":
        return svar | {"line": {"color": farg, "width": 2.25}}
    minus = {"invert_if_negative": True, "invert_if_negative_color": FARGER["minus"]} if len(d.ordnade) == 1 else {}
    fyllning = {"none": True} if farg == UTAN_FARG else {"color": farg}
    return svar | {"fill": fyllning, "gap": 50} | ({"overlap": 100} if d.staplad else {}) | minus


def _set_axes(huvud: Any, d: Diagram, bredd: int) -> None:
    """The names from the top down where the chart lies down; names that are numbers as their cells show them."""
    form = d.kategorier.form_at(0) if d.kategorier.varden.size else "text"
    namn = _NAMN | ({"num_format": localise(form)} if d.kategorier.ar_tal else {})
    varden = {
        "name": d.enhet,
        "name_font": {"size": TEXT, "bold": False},
        "num_font": {"size": TEXT},
        "num_format": localise(d.form),
        "line": {"none": True},
        "major_tick_mark": "none",
        "max": d.hogst,
        "major_unit": d.find_step(bredd),
        "major_gridlines": {"visible": True, "line": {"color": FARGER["linje"]}},
    }
    if d.ligger:
        huvud.set_y_axis(namn | {"reverse": True})
        huvud.set_x_axis(varden | {"label_position": "high"})
    else:
        huvud.set_x_axis(namn)
        huvud.set_y_axis(varden)
