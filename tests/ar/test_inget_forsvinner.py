"""Whatever is merged, divided or moved, in whatever data set: every total is kept and the engine agrees."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import count
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fordelning.ar.forbundsdel import BELOPP
from fordelning.ar.tillampning import Andrat
from fordelning.resultat import allocate
from fordelning.underlag import Granskat, check
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.texter import Texter, Textpost, make_ratext
from tests.ar.aret import change, finish, get_modell, sum_column

KR = st.integers(0, 9_000_000).map(str)
TAL = st.decimals(0, 5_000, places=1).map(str) | st.integers(0, 5_000).map(str)
ANTAL = st.integers(1, 60_000).map(str)
TOM_KR = st.just("") | KR
OMRADEN_PER = st.integers(1, 3)


@st.composite
def draw_texter(draw: st.DrawFn) -> Texter:
    """Two to five förbund with one to three areas each, an area outside, and rows in every table."""
    t: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    nummer = count(1)
    for kod in "ABCDE"[: draw(st.integers(2, 5))]:
        for _ in range(draw(OMRADEN_PER)):
            n = next(nummer)
            _add(t, "omraden", f"K{n:02}", f"K{n:02}", f"Ort {n}", "R1", kod, draw(ANTAL), draw(TAL.filter(Decimal)))
        eget = _add_capital(draw, t, kod)
        _add(t, "forbund", kod, f"Förbund {kod}", draw(KR), str(eget), draw(TOM_KR), draw(TOM_KR), "")
        for o in [o for o in t["omraden"] if o["forbund_kod"] == kod and draw(st.booleans())]:
            _add(t, "medfinansiering", kod, "kommun", o["kommun_kod"], draw(KR))
        if draw(st.booleans()):
            _add(t, "medfinansiering", kod, "region", "R1", draw(KR))
        for m in ("M1", "M2"):
            _add(t, "behov", kod, m, draw(TAL))
        for i in range(draw(st.integers(0, 2))):
            _add(t, "insatser", kod, f"I{i}", "Namn", "individ", draw(TAL), draw(TAL), "5", "50", idag_antal=draw(TAL))
            _add(t, "effekter", kod, f"I{i}", "M1", "0.2")
        if draw(st.booleans()):
            _add(t, "planering", kod, "2026", draw(TAL), draw(TAL), "0.1", draw(st.sampled_from(["0.3", "0.5"])), "")
    _add(t, "omraden", "U1", "U1", "Utanför", "R1", "", draw(ANTAL), draw(TAL))
    _add(t, "regioner", "R1", "Region Ett")
    for m in ("M1", "M2"):
        _add(t, "malgrupper", m, m, "0.5", "1")
    tabeller: dict[str, tuple[Textpost, ...]] = {namn: tuple(t[namn]) for namn in TABELLER}
    return Texter(tabeller, {"budgetar": 2026, "ram_kr": 40_000_000})


def _add(t: defaultdict[str, list[dict[str, str]]], namn: str, *celler: str, **mer: str) -> None:
    kolumner = TABELLER[namn].kolumnnamn
    t[namn].append({**dict.fromkeys(kolumner, ""), **dict(zip(kolumner, celler, strict=False)), **mer})


def _add_capital(draw: st.DrawFn, t: Any, kod: str) -> int:
    """A chain of years that holds, from a year of its own on; returns the eget kapital of the budget year."""
    kapital = draw(st.integers(-200_000, 3_000_000))
    for ar in range(draw(st.sampled_from([2023, 2024, 2026])), 2026):
        intakter, kostnader = draw(st.integers(0, 9_000_000)), draw(st.integers(0, 9_000_000))
        typ = "utfall" if ar < 2025 else "prognos"
        _add(t, "kapital", kod, str(ar), str(kapital), str(intakter), str(kostnader), typ)
        kapital += intakter - kostnader
    return kapital


@st.composite
def draw_change(draw: st.DrawFn, granskat: Granskat) -> str:
    """A merger, a split or a move that can be made."""
    omraden: defaultdict[str, list[str]] = defaultdict(list)
    for o in granskat.texter.tabeller["omraden"]:
        omraden[o["forbund_kod"]].append(o["omrade_kod"])
    koder = sorted(omraden.keys() - {""})
    flera = [kod for kod in koder if len(omraden[kod]) > 1]
    slag = draw(st.sampled_from(["sla_ihop", "flytta", "dela"] if flera else ["sla_ihop"]))
    if slag == "sla_ihop":
        valda = draw(st.lists(st.sampled_from(koder), min_size=2, max_size=3, unique=True))
        till = draw(st.sampled_from([*valda, "NY"]))
        return f'[[sla_ihop]]\nforbund = {valda}\ntill = "{till}"\nnamn = "Nytt"\n'.replace("'", '"')
    kod = draw(st.sampled_from(flera))
    forst, *andra = omraden[kod]
    if slag == "flytta":
        till = draw(st.sampled_from([k for k in koder if k != kod]))
        return f'[[flytta]]\nomrade = "{forst}"\ntill = "{till}"\n'
    nyckel = draw(st.sampled_from(["", f"nyckel = {{ {kod} = 0.3, NY = 0.7 }}\n"]))
    return f'[[dela]]\nforbund = "{kod}"\ntill = {{ {kod} = {andra}, NY = ["{forst}"] }}\n{nyckel}'.replace("'", '"')


def check_totals(granskat: Granskat, andrat: Andrat) -> None:
    """The ledger of the test: per column what was there before, and what the moves say was made of a rule."""
    gjort: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for f in andrat.flyttar:
        if not f.fran and f.tabell != "omraden":
            gjort[f.tabell, f.kolumn] += Decimal(f.belopp)
    for tabell, kolumner in BELOPP.items():
        for kolumn in kolumner:
            fore = sum_column(granskat.texter.tabeller, tabell, kolumn)
            efter = sum_column(andrat.texter.tabeller, tabell, kolumn)
            assert efter == fore + gjort[tabell, kolumn], (tabell, kolumn)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), texter=draw_texter())
def test_every_total_is_kept_and_the_gate_lets_the_result_through(data: st.DataObject, texter: Texter) -> None:
    granskat = check(make_ratext(texter))
    text = data.draw(draw_change(granskat))
    andrat = change(granskat, text)
    check_totals(granskat, andrat)
    efter = finish(granskat, andrat)
    r = efter.resultat
    assert r.tilldelning_kr.sum() + r.ej_fordelat_kr == 40_000_000
    fore = granskat.underlag
    for vektor in ("invanare_antal", "forsorjningsmatt", "tilldelning_fjol_kr", "eget_kapital_kr"):
        np.testing.assert_allclose(getattr(r.underlag, vektor).sum(), getattr(fore, vektor).sum())
    ny = check(make_ratext(andrat.texter)).underlag
    assert (allocate(get_modell(), ny).tilldelning_kr == r.tilldelning_kr).all()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(texter=draw_texter())
def test_what_is_divided_and_merged_again_has_every_amount_it_had(texter: Texter) -> None:
    """All but insatser's codes and the figures made of rules come back, förbund by förbund."""
    granskat = check(make_ratext(texter))
    flera = [r["forbund_kod"] for r in texter.tabeller["forbund"] if len(_areas(texter, r["forbund_kod"])) > 1]
    if not flera:
        return
    kod = flera[0]
    forst, *andra = _areas(texter, kod)
    delat = change(
        granskat, f'[[dela]]\nforbund = "{kod}"\ntill = {{ {kod} = {andra}, NY = ["{forst}"] }}'.replace("'", '"')
    )
    helt = change(check(make_ratext(delat.texter)), f'[[sla_ihop]]\nforbund = ["{kod}", "NY"]\ntill = "{kod}"')
    for tabell in ("forbund", "kapital", "behov", "planering"):
        for kolumn in BELOPP[tabell]:
            efter = {_key(tabell, rad): rad[kolumn] for rad in helt.texter.tabeller[tabell]}
            for rad in texter.tabeller[tabell]:
                assert Decimal(efter[_key(tabell, rad)] or 0) == Decimal(rad[kolumn] or 0), (tabell, kolumn)


def _areas(texter: Texter, kod: str) -> list[str]:
    return [o["omrade_kod"] for o in texter.tabeller["omraden"] if o["forbund_kod"] == kod]


def _key(tabell: str, rad: Textpost) -> tuple[str, ...]:
    return tuple(rad[k] for k in TABELLER[tabell].nyckel)
