"""plan.csv and plan.json: the plans as rows, and everything known of them as data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from fordelning.blad import Tabell
from fordelning.blad.csv import make_number, make_records
from fordelning.plan.bild import Fordjupning, Planbild, Plansamling
from fordelning.plan.insikt import Idag
from fordelning.plan.omojlig import Omojlighet
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


def make_plan_json(pl: Plansamling, g: Plangrund | None) -> dict[str, Any]:
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
        **({} if pl.mot is None else {"mot": describe_file(pl.mot.fil)}),
        "utan_insatser": [f.forbund_kod for f in pl.utan_insatser],
        "antaganden": list_plan_assumptions(pl),
        "varningar": [str(v) for v in r.underlag.varningar],
    }


def _by_owner(t: Tabell) -> dict[str, list[dict[str, Any]]]:
    """The records of a table per förbund."""
    svar: dict[str, list[dict[str, Any]]] = {}
    for rad in make_records(t):
        svar.setdefault(rad.pop("forbund_kod"), []).append(rad)
    return svar


def _describe(bild: Planbild, rader: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """One förbund. Keys without a figure are null: there is no plan, or no proved one."""
    plan, insyn, o = bild.plan, bild.insyn, bild.insyn.omojlighet
    har_plan = plan.beslut is not None
    ett = {
        "forbund_kod": bild.kod,
        "namn": bild.forbund.namn,
        "status": plan.status,
        "forklaring": str(o) if o else plan.forklaring,
        "nytta": plan.nytta,
        "gap_andel": plan.gap_andel,
        "kostnad_kr": plan.kostnad_kr,
        "deltagare_antal": bild.deltagare_antal if har_plan else None,
        "resultat_antal": bild.resultat_antal if har_plan else None,
        "kapital": rader.get("kapital", []),
        "skuggpris_nytta_per_100000_kr": insyn.pris_nytta,
        "nasta_100000_kr_nytta": insyn.nasta_nytta,
        "binder": [
            {"villkor": b.villkor, "text": b.text, "enhet": b.enhet, "nytta_per_enhet": b.nytta_per_enhet}
            for b in insyn.bindningar
        ],
        "insatser": [rad for rad in rader.get("insatser", []) if rad.pop("kors") == "ja"],
        "malgrupper": [rad for rad in rader.get("malgrupper", []) if rad["malgrupp_kod"] != UTAN_MALGRUPP],
        "idag": insyn.idag and _describe_today(insyn.idag),
        "oanvant": insyn.oanvant,
        "omojlig": o and _describe_impossible(o),
        "notiser": bild.problem.notiser,
        **({} if bild.fordjupning is None else _describe_depth(bild, bild.fordjupning)),
    }
    return {namn: _plain(varde, namn) for namn, varde in ett.items()}


def _describe_today(idag: Idag) -> dict[str, Any]:
    tagna = ("nytta", "kostnad_kr", "deltagare_antal", "resultat_antal", "brott")
    return {namn: getattr(idag, namn) for namn in tagna}


def _describe_impossible(o: Omojlighet) -> dict[str, Any]:
    """The demands that cannot hold together, and the least money that would do."""
    konflikter = [
        {
            "krav": [
                {**asdict(krav), "kvar_utan_kravet": kvar}
                for krav, kvar in zip(konflikt.krav, konflikt.kvar, strict=True)
            ],
            "fattas_per_ar_kr": konflikt.fattas_per_ar_kr or None,
        }
        for konflikt in o.konflikter
    ]
    fattas = {"fattas_kr": o.fattas_kr, "fattas_per_ar_kr": o.fattas_per_ar_kr}
    return {"krav": o.krav, **fattas, "konflikter": konflikter}


def _describe_depth(bild: Planbild, f: Fordjupning) -> dict[str, Any]:
    """The closer looks at one förbund: prices with their range, frontier, break-even and uncertainty."""
    svar: dict[str, Any] = {"skuggpriser": f.skuggpriser, "front": f.front, "brytpunkter": f.brytpunkter}
    if f.osakerhet is None:
        return svar | {"osakerhet": None}
    andelar = dict(zip(bild.problem.insatser, f.osakerhet.andel_i_basta_plan, strict=True))
    return svar | {"osakerhet": asdict(f.osakerhet) | {"andel_i_basta_plan": andelar}}


DECIMALER = {"gap_andel": 12, "nytta": 9, "_kr": 2, "_antal": 6}
"""How finely a figure is told, by the first of these that its name holds; others as nytta."""


def _plain(varde: Any, namn: str) -> Any:
    """A value as JSON has it: records by their fields, figures no finer than they are known, null for none."""
    if is_dataclass(varde) and not isinstance(varde, type):
        varde = {f.name: getattr(varde, f.name) for f in fields(varde)}
    if isinstance(varde, Mapping):
        return {nyckel: _plain(v, nyckel) for nyckel, v in varde.items()}
    if isinstance(varde, list | tuple):
        return [_plain(v, namn) for v in varde]
    if isinstance(varde, float):
        decimaler = next((n for del_, n in DECIMALER.items() if del_ in namn), 9)
        return make_number(varde, decimaler) if math.isfinite(varde) else None
    return varde
