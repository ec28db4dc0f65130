"""Eget kapital over the years: the files of `kapital`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from fordelning.begrepp import Vektor
from fordelning.filer import STRANGT, Skrivet, Skydd, write_all
from fordelning.kapital.ar import Arskapital
from fordelning.kapital.framskrivning import Framskrivetar, Framskrivning, find_return_years
from fordelning.kapital.koncentration import measure
from fordelning.rapport.kapitalbok.arbetsbok import write_kapital_workbook
from fordelning.rapport.kapitaltext import list_model_assumptions, list_roll_assumptions
from fordelning.rapport.tabeller import write_csv, write_json
from fordelning.rapport.talkolumn import make_numbers
from fordelning.ursprung import describe_file, describe_modell, make_head


def make_kapital(f: Framskrivning) -> pd.DataFrame:
    """kapital.csv: one row per förbund and year, förbund code order, then year. Empty = not computed, or no limit."""
    namn = {forbund.forbund_kod: forbund.namn for u in f.underlag for forbund in u.forbund}
    tabeller = [_make_rows(a) for a in f.historik] + [_make_rows(a.kapital).assign(**_add_grant(a)) for a in f.ar]
    tabell = pd.concat(tabeller, ignore_index=True).sort_values(["forbund_kod", "ar"], kind="stable")
    tabell.insert(1, "namn", tabell["forbund_kod"].map(namn))
    return tabell


def _make_rows(a: Arskapital) -> pd.DataFrame:
    har_regel = np.isfinite(a.rimlig_kr)
    return pd.DataFrame(
        {
            "forbund_kod": a.koder,
            "ar": a.ar,
            "typ": a.typ,
            "ingaende_kr": _as_amounts(a.ingaende_kr),
            "intakter_kr": _as_amounts(a.intakter_kr),
            "kostnader_kr": _as_amounts(a.kostnader_kr),
            "utgaende_kr": _as_amounts(a.utgaende_kr),
            "rimlig_kr": _as_amounts(np.where(har_regel, a.rimlig_kr, np.nan)),
            "overskott_kr": _as_amounts(np.where(har_regel, a.overskott_kr, np.nan)),
            "minskning_nasta_ar_kr": _as_amounts(np.where(har_regel, a.minskning_kr, np.nan)),
            "lagsta_kapital_kr": _as_amounts(a.lagsta_kr),
        }
    )


def _add_grant(a: Framskrivetar) -> dict[str, Any]:
    """The columns of a year that has been allocated."""
    r = a.resultat
    return {
        "tilldelning_kr": _as_amounts(r.tilldelning_kr),
        "totalt_kr": _as_amounts(r.matchning.totalt_kr),
        "golv_kr": _as_amounts(np.where(r.bok.golv_kr > 0, r.bok.golv_kr, np.nan)),
        "tak_kr": _as_amounts(np.where(np.isfinite(r.bok.tak_kr), r.bok.tak_kr, np.nan)),
        "begransas_av": r.begransas_av,
        "budgeterade_intakter_kr": _as_amounts(a.budgeterat_kr),
    }


def _as_amounts(belopp_kr: Vektor) -> pd.Series[Any]:
    """Kronor, with öre where there are any."""
    return make_numbers(belopp_kr, 2)


def make_kapital_json(f: Framskrivning) -> dict[str, Any]:
    """kapital.json: the years with their models and concentration, every förbund's ledger, findings and assumptions."""
    tillbaka = find_return_years(f)
    tabell = make_kapital(f).drop(columns="namn").astype("object")
    tabell = tabell.where(tabell.notna(), None)
    return {
        **make_head(f.underlag[0].budgetar, ()),
        "filer": [{"budgetar": u.budgetar, **describe_file(fil)} for u in f.underlag for fil in u.filer],
        "ar": [_describe_year(f, a) for a in f.bok],
        "forbund": [
            {
                "forbund_kod": kod,
                "over_rimlig_niva_vid_start": kod in tillbaka,
                "tillbaka_pa_rimlig_niva_ar": tillbaka.get(str(kod)),
                "kapital": rader.drop(columns="forbund_kod").to_dict("records"),
            }
            for kod, rader in tabell.groupby("forbund_kod", sort=True)
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
                "underlag_ar": _find_source_year(f, a.ar),
                "ram_kr": int(r.underlag.ram_kr),
                "fordelat_kr": int(r.tilldelning_kr.sum()),
                "ej_fordelat_kr": int(r.ej_fordelat_kr),
            }
    return arets


def _find_source_year(f: Framskrivning, ar: int) -> int:
    """The budget year of the underlag whose figures the year uses."""
    return max(u.budgetar for u in f.underlag if u.budgetar <= ar)


def write_kapital(f: Framskrivning, mapp: Path, skydd: Skydd = STRANGT) -> Skrivet:
    """The files of `kapital`; none takes its place before all are written. Raises FilFel."""
    filer = {
        mapp / "kapital.xlsx": partial(write_kapital_workbook, f),
        mapp / "kapital.csv": partial(write_csv, make_kapital(f)),
        mapp / "kapital.json": partial(write_json, make_kapital_json(f)),
    }
    return write_all(filer, skydd)
