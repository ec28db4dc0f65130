"""Need and reach: the files of `behov`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from fordelning.begrepp import Underlag
from fordelning.behov import Behovslage, Skattning
from fordelning.filer import write_all
from fordelning.rapport.behovbok import write_behov_workbook
from fordelning.rapport.behovstext import list_need_assumptions
from fordelning.rapport.tabeller import write_csv, write_json
from fordelning.rapport.talkolumn import make_number, make_numbers
from fordelning.ursprung import make_head

ANDELAR, PERSONER = 6, 6
"""Decimals of shares and persons: more than anyone needs, fewer than float64 dust."""
UPPSKATTNING = {True: "ja", False: "nej"}


def make_behov(b: Behovslage) -> pd.DataFrame:
    """behov.csv: one row per förbund and målgrupp, in code order."""
    f, g = b.personer_antal.shape
    return pd.DataFrame(
        {
            "forbund_kod": np.repeat(b.koder, g),
            "malgrupp_kod": np.tile(b.malgrupper, f),
            "malgrupp": np.tile(b.malgruppsnamn, f),
            "personer_antal": make_numbers(b.personer_antal.ravel(), PERSONER),
            "andel_i_behov": np.tile(b.andel_i_behov, f),
            "behov_antal": make_numbers(b.behov_antal.ravel(), PERSONER),
            "uppskattning": UPPSKATTNING[b.uppskattat],
        }
    )


def make_reach(b: Behovslage, underlag: Underlag) -> pd.DataFrame:
    """behov_forbund.csv: one row per förbund: need, participants, share reached, and the need by rule of thumb."""
    return pd.DataFrame(
        {
            "forbund_kod": b.koder,
            "namn": [f.namn for f in underlag.forbund],
            "behov_antal": make_numbers(b.behov_per_forbund_antal, PERSONER),
            "deltagare_antal": make_numbers(b.deltagare_antal, PERSONER),
            "natt_andel": make_numbers(b.natt_andel, ANDELAR),
            "invanare_antal": make_numbers(b.invanare_antal, PERSONER),
            "schablon_antal": make_numbers(b.schablon_antal, PERSONER),
            "uppskattning": UPPSKATTNING[b.uppskattat],
        }
    )


def make_behov_json(b: Behovslage, underlag: Underlag, skattning: Skattning) -> dict[str, Any]:
    """behov.json: the country, every förbund, the published estimates recomputed, assumptions and findings."""
    tabell = make_reach(b, underlag).astype("object")
    return {
        **make_head(underlag.budgetar, underlag.filer),
        "uppskattning": b.uppskattat,
        "riket": _describe_country(b),
        "forbund": tabell.where(tabell.notna(), None).to_dict("records"),
        "publicerat": _describe_published(skattning),
        "antaganden": list_need_assumptions(b, skattning),
        "anmarkningar": [str(a) for a in (*underlag.varningar, *b.anmarkningar)],
    }


def _describe_country(b: Behovslage) -> dict[str, Any]:
    """Sums over every förbund."""
    deltagare = float(b.deltagare_antal[b.vet_deltagare].sum()) if b.vet_deltagare.any() else None
    return {
        "malgrupper": [
            {
                "malgrupp_kod": kod,
                "malgrupp": namn,
                "personer_antal": p,
                "andel_i_behov": float(andel),
                "behov_antal": n,
            }
            for kod, namn, p, andel, n in zip(
                b.malgrupper,
                b.malgruppsnamn,
                make_numbers(np.nansum(b.personer_antal, axis=0), PERSONER),
                b.andel_i_behov,
                make_numbers(np.nansum(b.behov_antal, axis=0), PERSONER),
                strict=True,
            )
        ],
        "behov_antal": make_number(float(b.behov_per_forbund_antal.sum()), PERSONER),
        "deltagare_antal": deltagare,
        "forbund_som_anger_deltagare_antal": int(b.vet_deltagare.sum()),
        "natt_andel": make_number(b.natt_tillsammans_andel, ANDELAR),
        "schablon_andel": b.schablon_andel,
        "schablon_forbunden_antal": make_number(float(b.schablon_antal.sum()), PERSONER),
        "schablon_riket_antal": make_number(b.schablon_andel * b.riket_invanare_antal, PERSONER),
    }


def _describe_published(s: Skattning) -> dict[str, Any]:
    """The published estimates beside what their own components give, unrounded and in both readings."""
    return {
        "namn": s.namn,
        "kalla": s.kalla.text,
        "malgrupper": [
            {
                "malgrupp_kod": g.malgrupp_kod,
                "malgrupp": g.namn,
                "personer_antal": g.personer_antal,
                "andel_i_behov": g.andel_i_behov,
                "oavrundat_antal": make_number(g.compute_need(), PERSONER),
                "publicerat_antal": g.publicerat_antal,
                "annan_lasning_andel": g.annan_lasning_andel,
                "annan_lasning_antal": None
                if g.annan_lasning_andel is None
                else make_number(g.compute_need(True), PERSONER),
            }
            for g in s.grupp
        ],
        "publicerat_antal": s.publicerat_antal,
        "publicerade_rader_antal": sum(g.publicerat_antal for g in s.grupp),
        "oavrundat_antal": make_number(s.sum_need(), PERSONER),
        "annan_lasning_antal": make_number(s.sum_need(True), PERSONER),
        "jamforelse_antal": s.jamforelse_antal,
        "publicerad_andel": s.publicerad_andel,
        "publicerat_av_jamforelse_andel": s.publicerat_antal / s.jamforelse_antal,
        "oavrundat_av_jamforelse_andel": s.sum_need() / s.jamforelse_antal,
        "annan_lasning_av_jamforelse_andel": s.sum_need(True) / s.jamforelse_antal,
        "schablon": {"andel": s.schablon.andel, "publicerat": [p.model_dump() for p in s.schablon.publicerat]},
        "natt": [n.model_dump() | {"andel": n.andel} for n in s.natt],
    }


def write_behov(b: Behovslage, underlag: Underlag, skattning: Skattning, mapp: Path) -> list[Path]:
    """The files of `behov`; none takes its place before all are written. Returns their paths."""
    filer = {
        mapp / "behov.xlsx": partial(write_behov_workbook, b, underlag, skattning),
        mapp / "behov.csv": partial(write_csv, make_behov(b)),
        mapp / "behov_forbund.csv": partial(write_csv, make_reach(b, underlag)),
        mapp / "behov.json": partial(write_json, make_behov_json(b, underlag, skattning)),
    }
    write_all(filer)
    return list(filer)
