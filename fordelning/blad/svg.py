"""Figures as inline SVG of our own: bars, waterfalls, points and curves, the same bytes for the same figures.

A figure is drawn for a column of 360 units, so that its text can be read on a phone. Colours are `fill=` attributes and
differ in lightness, so that it can be read in black and white; text takes the colour of the page. Each figure has a
title that says what it shows; its figures stand in a table beside it, which the caller makes (`html.make_figure`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from fordelning.blad.html import Markup, join, shorten_number, tag

BREDD = 360
MORK, LJUS, GRA, MORKGRA, LINJE = "#1f4e79", "#f4b183", "#8c8c8c", "#595959", "#bfbfbf"
"""More, less, whole amounts, further curves, and lines."""
_RAD, _BAND = 30, 12
_ETIKETT_Y, _BAND_Y = 11, 15


@dataclass(frozen=True, slots=True)
class Stapel:
    """A bar: its name, its value, the value as text; a whole amount (`hel`) stands on the axis in a waterfall."""

    namn: str
    varde: float
    text: str
    hel: bool = False


def make_svg(hojd: float, titel: str, *delar: str, bredd: float = BREDD, **attribut: object) -> Markup:
    """A figure with its title; one image to who listens to the page."""
    ram = f"0 0 {shorten_number(bredd)} {shorten_number(hojd)}"
    return tag("svg", tag("title", titel), *delar, viewBox=ram, role="img", **attribut)


def draw_bars(titel: str, staplar: Sequence[Stapel]) -> Markup:
    """Bars under each other from one axis, negative ones to the left of it; names and values stand above them."""
    return _draw_rows(titel, [(s, min(s.varde, 0.0), max(s.varde, 0.0)) for s in staplar])


def draw_waterfall(titel: str, staplar: Sequence[Stapel]) -> Markup:
    """Bars under each other that each begin where the last ended; whole amounts begin at the axis."""
    rader, saldo = list[tuple[Stapel, float, float]](), 0.0
    for s in staplar:
        fore, saldo = (0.0, s.varde) if s.hel else (saldo, saldo + s.varde)
        rader.append((s, min(fore, saldo), max(fore, saldo)))
    return _draw_rows(titel, rader)


def _draw_rows(titel: str, rader: Sequence[tuple[Stapel, float, float]]) -> Markup:
    """A row per bar, from its least to its greatest value, and the axis through all of them."""
    minst, mest = min([0.0, *(fran for _, fran, _ in rader)]), max([0.0, *(till for _, _, till in rader)])
    skala = _make_scale(minst, mest, 1, BREDD - 1)
    banor: dict[str, str] = {}
    for i, (s, fran, till) in enumerate(rader):
        farg = GRA if s.hel else MORK if s.varde >= 0 else LJUS
        x, bredd = skala(fran), max(skala(till) - skala(fran), 1.0 if s.varde else 0.0)
        banor[farg] = banor.get(farg, "") + _draw_box(x, i * _RAD + _BAND_Y, bredd)
    namn = [tag("text", s.namn, y=i * _RAD + _ETIKETT_Y) for i, (s, _, _) in enumerate(rader)]
    tal = [tag("text", s.text, x=BREDD, y=i * _RAD + _ETIKETT_Y) for i, (s, _, _) in enumerate(rader)]
    hojd = len(rader) * _RAD
    x0 = shorten_number(skala(0.0))
    vid_banden = "".join(f"M{x0} {i * _RAD + _BAND_Y - 2}v{_BAND + 4}" for i in range(len(rader)))
    axel = tag("path", d=vid_banden if minst < 0 else f"M{x0} 0V{hojd}", stroke=GRA, fill="none")
    ytor = [tag("path", d=d, fill=farg, stroke=MORK if farg == LJUS else None) for farg, d in sorted(banor.items())]
    return make_svg(hojd, titel, *ytor, axel, join(namn), tag("g", join(tal), text_anchor="end"))


def _draw_box(x: float, y: float, bredd: float) -> str:
    return f"M{shorten_number(x)} {shorten_number(y)}h{shorten_number(bredd)}v{_BAND}h{shorten_number(-bredd)}z"


@dataclass(frozen=True, slots=True)
class Axel:
    """An axis: its name, its end, and how its numbers are written."""

    namn: str
    mest: float
    skriv: Callable[[float], str]


_VANSTER, _NEDERST, _OVERST, _HOGER = 44, 34, 18, 22
_HOJD = 300


def draw_points(
    titel: str, x: Axel, y: Axel, punkter: Sequence[tuple[float, float, str, str]], lutning: float = 0.0
) -> Markup:
    """Points (x, y, what it is, its mark) in a frame from 0; the name shows where one points at it.

    `lutning`: a dashed line from 0 with this slope.
    """
    sx, sy = _make_frame_scales(x, y)
    ringar = [
        tag("circle", tag("title", namn), cx=float(sx(px)), cy=float(sy(py)), r=4, data_f=marke)
        for px, py, namn, marke in punkter
    ]
    sist = min(x.mest, y.mest / lutning) if lutning else 0.0
    fran, till = (f"{shorten_number(sx(v))} {shorten_number(sy(v * lutning))}" for v in (0.0, sist))
    linje = tag("path", d=f"M{fran}L{till}", stroke=GRA, fill="none", stroke_dasharray="4 4") if lutning else Markup()
    grupp = tag("g", join(ringar), fill=MORK, fill_opacity="0.55", stroke=MORK)
    return make_svg(_HOJD, titel, _draw_frame(x, y), linje, grupp)


def draw_curves(titel: str, x: Axel, y: Axel, kurvor: Sequence[tuple[str, Sequence[tuple[float, float]]]]) -> Markup:
    """Curves in a frame from 0, each with its name; the first thick and whole, the others dashed each in its way."""
    sx, sy = _make_frame_scales(x, y)
    delar = []
    for i, (namn, punkter) in enumerate(kurvor):
        streck = {"stroke_dasharray": f"{2 + 4 * (i - 1)} 4"} if i else {}
        d = " ".join(f"{shorten_number(sx(px))},{shorten_number(sy(py))}" for px, py in punkter)
        farg, bredd = (MORK, 2.5) if i == 0 else (MORKGRA, 1.5)
        rad = _OVERST + 14 + 16 * i
        delar += [
            tag("polyline", points=d, fill="none", stroke=farg, stroke_width=bredd, **streck),
            tag("path", d=f"M{_VANSTER + 8} {rad - 4}h26", stroke=farg, stroke_width=bredd, fill="none", **streck),
            tag("text", namn, x=_VANSTER + 40, y=rad),
        ]
    return make_svg(_HOJD, titel, _draw_frame(x, y), *delar)


def _make_frame_scales(x: Axel, y: Axel) -> tuple[Callable[[float], float], Callable[[float], float]]:
    nere, uppe = _HOJD - _NEDERST, _OVERST
    return _make_scale(0.0, x.mest, _VANSTER, BREDD - _HOGER), _make_scale(0.0, y.mest, nere, uppe)


def _draw_frame(x: Axel, y: Axel) -> Markup:
    """Lines and numbers at round values, and the names of the axes."""
    sx, sy = _make_frame_scales(x, y)
    linjer = "".join(f"M{_VANSTER} {shorten_number(sy(v))}H{BREDD - _HOGER}" for v in list_ticks(y.mest))
    linjer += "".join(f"M{shorten_number(sx(v))} {_HOJD - _NEDERST}v4" for v in list_ticks(x.mest))
    pa_x = [tag("text", x.skriv(v), x=float(sx(v)), y=_HOJD - _NEDERST + 15) for v in list_ticks(x.mest)]
    pa_y = [tag("text", y.skriv(v), x=_VANSTER - 4, y=float(sy(v) + 4)) for v in list_ticks(y.mest)]
    return join(
        [
            tag("path", d=linjer, stroke=LINJE, fill="none"),
            tag("g", join(pa_x), text_anchor="middle"),
            tag("g", join(pa_y), tag("text", x.namn, x=BREDD - _HOGER, y=_HOJD - 4), text_anchor="end"),
            tag("text", y.namn, y=11),
        ]
    )


def _make_scale(fran: float, till: float, forst: float, sist: float) -> Callable[[float], float]:
    """Values between two ends as places between two others."""
    return lambda v: forst + (v - fran) / ((till - fran) or 1.0) * (sist - forst)


def _find_step(mest: float) -> float:
    """About a fifth of `mest`: 1, 2 or 5 times a power of ten."""
    if mest <= 0:
        return 1.0
    grovt = 10.0 ** floor(log10(mest / 5))
    return next(n * grovt for n in (1, 2, 5, 10) if n * grovt * 5 >= mest * 0.999)


def list_ticks(mest: float) -> list[float]:
    """Round values from 0 up to `mest`."""
    steg = _find_step(mest)
    return [round(i * steg, 10) for i in range(int(mest / steg * 1.0000001) + 1)]


def find_end(mest: float) -> float:
    """A round value that is at least `mest`, for the end of an axis."""
    steg = _find_step(mest)
    return ceil(mest / steg) * steg
