"""plan.csv and plan.json: the plans as rows, and everything known of them as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from fordelning.blad import Tabell
from fordelning.blad.csv import make_records
from fordelning.plan.bild import Fordjupning, Planbild, Plansamling
from fordelning.planfil import Planfil
from fordelning.rapport.plan.grund import Plangrund
from fordelning.rapport.plan.ord import list_plan_assumptions
from fordelning.rapport.plan.urval import UTAN_MALGRUPP, name_year
from fordelning.ursprung import describe_file, make_head


def make_plan_csv(pl: Plansamling) -> Tabell:
    """plan.csv: a row per förbund, year, insats that runs and målgrupp; participants to a millionth, costs in öre."""
    t, rader = Tabell("Planrader"), [rad for bild in pl.bilder for rad in bild.plan.rader]
    for falt in ("forbund_kod", "ar", "insats_kod", "malgrupp_kod"):
        t.data("", [getattr(rad, falt) for rad in rader], nyckel=falt)
    t.data("", [rad.deltagare_antal for rad in rader], nyckel="deltagare_antal")
    t.data("", [round(rad.kostnad_kr, 2) for rad in rader], nyckel="kostnad_kr")
    return t


def make_plan_json(pl: Plansamling, g: Plangrund | None, mot: Planfil | None = None) -> dict[str, Any]:
    """plan.json: per förbund the plan's status, nytta, cost, eget kapital, prices, limits and the closer looks."""
    r = pl.resultat
    rader = {} if g is None else {
        "kapital": _by_owner(g.kapital),
        "malgrupper": _by_owner(g.malgrupper),
        "insatser": _by_owner(g.val),
    }  # fmt: skip
    return {
        **make_head(pl.budgetar, r.underlag.filer, r.modell),
        "metod": {"fil": pl.metod.fil.namn, "sha256": pl.metod.fil.sha256, "heltal": pl.metod.heltal},
        "ar": [{"ar": ar, "lage": name_year(pl, ar)} for ar in pl.budgetar],
        "djup_genomgang": pl.enskild and pl.bilder[0].fordjupning is not None,
        "forbund": [_describe(bild, {n: egna.get(bild.kod, []) for n, egna in rader.items()}) for bild in pl.bilder],
        **({} if mot is None else {"mot": describe_file(mot.fil)}),
        "utan_insatser": [f.forbund_kod for f in pl.utan_insatser],
        "antaganden": list_plan_assumptions(pl),
        "varningar": [str(v) for v in r.underlag.varningar],
    }


def _by_owner(t: Tabell) -> dict[str, list[dict[str, Any]]]:
    """The records of a table per förbund; kronor in öre."""
    svar: dict[str, list[dict[str, Any]]] = {}
    for rad in make_records(t):
        egna = {n: _number(v, 2) if n.endswith("_kr") else v for n, v in rad.items() if n != "forbund_kod"}
        svar.setdefault(rad["forbund_kod"], []).append(egna)
    return svar


def _describe(bild: Planbild, rader: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """One förbund. Keys without a figure are null: there is no plan, or no proved one."""
    plan, insyn = bild.plan, bild.insyn
    har_plan = plan.beslut is not None
    insatser = [rad for rad in rader.get("insatser", []) if rad.pop("kors") == "ja"]
    return {
        "forbund_kod": bild.kod,
        "namn": bild.forbund.namn,
        "status": plan.status,
        "forklaring": str(insyn.omojlighet) if insyn.omojlighet else plan.forklaring,
        "nytta": _number(plan.nytta, 9),
        "gap_andel": _number(plan.gap_andel, 12),
        "kostnad_kr": _number(plan.kostnad_kr, 2),
        "deltagare_antal": _number(bild.deltagare_antal, 6) if har_plan else None,
        "resultat_antal": _number(bild.resultat_antal, 6) if har_plan else None,
        "kapital": rader.get("kapital", []),
        "skuggpris_nytta_per_100000_kr": _number(insyn.pris_nytta, 9),
        "nasta_100000_kr_nytta": _number(insyn.nasta_nytta, 9),
        "binder": [
            {"villkor": b.villkor, "text": b.text, "enhet": b.enhet, "nytta_per_enhet": _number(b.nytta_per_enhet, 9)}
            for b in insyn.bindningar
        ],
        "insatser": insatser,
        "malgrupper": [rad for rad in rader.get("malgrupper", []) if rad["malgrupp_kod"] != UTAN_MALGRUPP],
        "idag": _describe_today(bild),
        "oanvant": None if insyn.oanvant is None else _rounded(asdict(insyn.oanvant)),
        "omojlig": _describe_impossible(bild),
        "notiser": list(bild.problem.notiser),
        **({} if bild.fordjupning is None else _describe_depth(bild, bild.fordjupning)),
    }


def _describe_today(bild: Planbild) -> dict[str, Any] | None:
    idag = bild.insyn.idag
    if idag is None:
        return None
    return {
        "nytta": _number(idag.nytta, 9),
        "kostnad_kr": _number(idag.kostnad_kr, 2),
        "deltagare_antal": _number(float(idag.beslut.antal.sum()), 6),
        "resultat_antal": _number(idag.resultat_antal, 6),
        "brott": list(idag.brott),
    }


def _describe_impossible(bild: Planbild) -> dict[str, Any] | None:
    """The demands that cannot hold together, and the least money that would do."""
    o = bild.insyn.omojlighet
    if o is None:
        return None
    return {
        "krav": [asdict(krav) for krav in o.krav],
        "fattas_kr": _number(o.fattas_kr, 2),
        "fattas_per_ar_kr": [_number(kr, 2) for kr in o.fattas_per_ar_kr],
        "konflikter": [
            {
                "krav": [
                    {**asdict(krav), "kvar_utan_kravet": [asdict(k) for k in kvar]}
                    for krav, kvar in zip(konflikt.krav, konflikt.kvar, strict=True)
                ],
                "fattas_per_ar_kr": [_number(kr, 2) for kr in konflikt.fattas_per_ar_kr] or None,
            }
            for konflikt in o.konflikter
        ],
    }


def _describe_depth(bild: Planbild, f: Fordjupning) -> dict[str, Any]:
    """The closer looks at one förbund: prices with their range, frontier, break-even and uncertainty."""
    o = f.osakerhet
    return {
        "skuggpriser": [_rounded(asdict(s)) for s in f.skuggpriser],
        "front": [_rounded(asdict(punkt)) for punkt in f.front],
        "brytpunkter": [_rounded(asdict(b)) for b in f.brytpunkter],
        "osakerhet": None
        if o is None
        else {
            **{namn: _rounded(asdict(getattr(o, namn))) for namn in ("nytta", "resultat_antal", "kostnad_kr")},
            "dragningar_antal": o.dragningar_antal,
            "omlosningar_antal": o.omlosningar_antal,
            "fro": o.fro,
            "andel_i_basta_plan": dict(zip(bild.problem.insatser, o.andel_i_basta_plan, strict=True)),
        },
    }


def _rounded(poster: dict[str, Any]) -> dict[str, Any]:
    return {nyckel: _number(varde, 9) if isinstance(varde, float) else varde for nyckel, varde in poster.items()}


def _number(varde: float | np.floating[Any] | None, decimaler: int) -> float | int | None:
    """A number as it is written: no more decimals than it is known to, whole ones without; None for what is missing."""
    if varde is None or not np.isfinite(varde):
        return None
    avrundat = round(float(varde), decimaler)
    return int(avrundat) if avrundat.is_integer() else avrundat
