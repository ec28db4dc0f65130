"""The sheets Parametrar (the plan's method, live), Antaganden and Källor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from fordelning.rapport.excel.kallor import make_antaganden_sheet, make_kallor_sheet
from fordelning.rapport.excel.tabell import Blad, Form, Kolumn, Tabell
from fordelning.rapport.plan.bild import Planering
from fordelning.rapport.plan.blad_plan import ANDRA
from fordelning.rapport.plan.ord import list_own_assumptions


def make_parametrar_sheet(planering: Planering) -> Blad:
    """Discounting, the rule on eget kapital, and the segments of falling benefit."""
    m, modell = planering.metod, planering.resultat.modell
    regel = modell.eget_kapital if "eget_kapital" in modell.steg else None
    rader: list[tuple[str, str, float, Form]] = [
        ("Ett resultat ett år senare räknas lägre", "diskontering_andel", m.diskontering_andel, "andel"),
        (
            "Överskott minskar nästa års bidrag från alla parter med",
            "avdrag_andel",
            0.0 if regel is None else 2 * regel.statens_andel_av_overskott,
            "andel",
        ),
    ]
    if regel is not None and len(regel.trappa) == 1:
        rader.append(
            ("Rimlig nivå på eget kapital, andel av årets bidrag", "rimlig_andel", regel.trappa[0].andel, "andel")
        )
    kolumner = (
        Kolumn("vad", "Parameter", [rad[0] for rad in rader], bredd=56),
        Kolumn("varde", "Värde", [rad[2] for rad in rader], [rad[3] for rad in rader], inmatning=True, bredd=18),
        Kolumn("namn", "Namn i formler", [rad[1] for rad in rader], bredd=20),
    )
    parametrar = Tabell(
        "parametrar", kolumner, rad=3, definierade={rad[1]: ("varde", i) for i, rad in enumerate(rader)}
    )
    segment = _make_segments(planering, parametrar.rubrikrad + parametrar.antal + 3)
    svar = Kolumn("svar", "Val för Körs", ["ja", "nej"])
    val = Tabell("val", (svar,), rad=segment.rubrikrad + segment.antal + 3)
    text = f"{ANDRA} Planen själv söks inte om: det gör fordelning optimera."
    return Blad("Parametrar", "Planens metod", text, (parametrar, segment, val), slag="inmatning", filter=False)


def _make_segments(planering: Planering, rad: int) -> Tabell:
    """What a result counts, by how much of the need has been met before it."""
    segment = planering.metod.segment
    bredder = [s.bredd_andel for s in segment]
    fran = [math.fsum(b or 0.0 for b in bredder[:k]) for k in range(len(segment))]
    kolumner = (
        Kolumn("nummer", "Segment av en målgrupps resultat", [f"Segment {k + 1}" for k in range(len(segment))]),
        Kolumn("lutning", "Ett resultat räknas", [s.lutning for s in segment], "ore", inmatning=True),
        Kolumn(
            "fran", "Från, andel av behovet", fran, "andel", ["0", *["{fran.fore}+{bredd.fore}"] * (len(segment) - 1)]
        ),
        Kolumn("bredd", "Bredd, andel av behovet", bredder, "andel", inmatning=True, bredd=24),
    )
    return Tabell("segment", kolumner, rad=rad)


def make_om_sheets(planering: Planering) -> tuple[Blad, ...]:
    """Antaganden and Källor: the plan's own first, then the allocation's."""
    m, r = planering.metod, planering.resultat
    kalla = m.kalla.text if m.antagande else ""
    antaganden = [
        ("Planen", m.fil.namn, text, kalla if i == 0 else "") for i, text in enumerate(list_own_assumptions(planering))
    ]
    antaganden += [("Underlaget", bild.kod, text, "") for bild in planering.bilder for text in bild.problem.notiser]
    antaganden += [("Underlaget", "varning", str(v), "") for v in r.underlag.varningar]
    metod = (
        "Metod",
        m.fil.namn,
        m.kalla.text,
        m.kalla.datum,
        m.kalla.lank,
        "antagande" if m.antagande else "",
        m.fil.sha256,
    )
    return _prepend(make_antaganden_sheet(r), antaganden), _prepend(make_kallor_sheet(r), [metod])


def _prepend(blad: Blad, rader: Sequence[tuple[str, ...]]) -> Blad:
    """The sheet with more rows before its own."""
    (tabell,) = blad.tabeller
    kolumner = tuple(
        replace(kolumn, varden=[*(rad[j] for rad in rader), *kolumn.varden]) for j, kolumn in enumerate(tabell.kolumner)
    )
    return replace(blad, tabeller=(replace(tabell, kolumner=kolumner),))
