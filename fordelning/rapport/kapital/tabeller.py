"""Eget kapital over the years: the tables that every file of `kapital` is made from, and kapital.json."""

from __future__ import annotations

from typing import Any

from fordelning.blad.csv import make_records
from fordelning.kapital.ar import Arskapital
from fordelning.kapital.framskrivning import Framskrivning, find_return_years
from fordelning.kapital.koncentration import measure
from fordelning.rapport.kapital.blad_kapital import Kapitaltabell
from fordelning.rapport.kapital.blad_sammanfattning import Riket
from fordelning.rapport.kapital.text import list_model_assumptions, list_roll_assumptions
from fordelning.ursprung import describe_file, describe_modell, make_head


class Kapitalgrund:
    """What every file of `kapital` is made from: the years, and every förbund's years in code order."""

    def __init__(self, f: Framskrivning) -> None:
        self.riket = Riket(f)
        self.kapital = Kapitaltabell(f, self.riket.ar, self.riket.statens_andel)


def make_kapital_json(f: Framskrivning, t: Kapitalgrund) -> dict[str, Any]:
    """kapital.json: the years with their models and concentration, every förbund's ledger, findings and assumptions."""
    tillbaka = find_return_years(f)
    per_forbund: dict[str, list[dict[str, Any]]] = {}
    for rad in make_records(t.kapital):
        egna = {nyckel: varde for nyckel, varde in rad.items() if nyckel not in ("forbund_kod", "namn")}
        per_forbund.setdefault(rad["forbund_kod"], []).append(egna)
    return {
        **make_head(f.underlag[0].budgetar, ()),
        "filer": [{"budgetar": u.budgetar, **describe_file(fil)} for u in f.underlag for fil in u.filer],
        "ar": [_describe_year(f, a) for a in f.bok],
        "forbund": [
            {
                "forbund_kod": kod,
                "over_rimlig_niva_vid_start": kod in tillbaka,
                "tillbaka_pa_rimlig_niva_ar": tillbaka.get(kod),
                "kapital": rader,
            }
            for kod, rader in sorted(per_forbund.items())
        ],
        "antaganden": [*list_roll_assumptions(f), *list_model_assumptions(f)],
        "anmarkningar": [str(a) for u in f.underlag for a in u.varningar] + [str(a) for a in (*f.avbrott, *f.brister)],
    }


def _describe_year(f: Framskrivning, a: Arskapital) -> dict[str, Any]:
    """One year of the country: sums, concentration, and the allocation where there is one."""
    k = measure(a.utgaende_kr)
    arets: dict[str, Any] = {
        "ar": a.ar,
        "forbund_antal": k.forbund_antal,
        "intakter_kr": int(a.intakter_kr.sum()),
        "kostnader_kr": int(a.kostnader_kr.sum()),
        "utgaende_kr": int(k.summa_kr),
        "overskott_kr": round(float(a.overskott_kr.sum()), 2),
        "over_rimlig_niva_antal": int((a.overskott_kr > 0).sum()),
        "under_lagsta_antal": int((a.under_lagsta_kr > 0).sum()),
        "negativa_antal": k.negativa_antal,
        "rikaste_kvartens_andel": k.rikaste_kvartens_andel,
        "halften_hos_andel": k.halften_hos_andel,
        "gini": k.gini,
    }
    for framskrivet in f.ar:
        if framskrivet.kapital.ar == a.ar:
            r = framskrivet.resultat
            arets |= {
                "modell": describe_modell(r.modell),
                "underlag_ar": max(u.budgetar for u in f.underlag if u.budgetar <= a.ar),
                "ram_kr": int(r.underlag.ram_kr),
                "fordelat_kr": int(r.tilldelning_kr.sum()),
                "ej_fordelat_kr": int(r.ej_fordelat_kr),
            }
    return arets
