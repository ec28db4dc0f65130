"""The results as tables: the columns of the result files, in förbund code order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from fordelning.analys.hojning import HOJNING_KR, compute_raised_grants
from fordelning.rapport.forklara.forklaring import explain_posts
from fordelning.resultat import Resultat
from fordelning.ursprung import list_assumptions, make_head


def make_tilldelning(r: Resultat) -> pd.DataFrame:
    """tilldelning.csv: one row per förbund, whole kronor; empty golv or tak = none."""
    return r.tabell()


def make_harledning(r: Resultat) -> pd.DataFrame:
    """harledning.csv: one row per post, in öre precision; a förbund's posts sum to its grant exactly."""
    rader = [
        (kod, post.steg, post.belopp_kr, post.forklaring)
        for i, kod in enumerate(r.underlag.koder)
        for post in explain_posts(r, i)
    ]
    return pd.DataFrame(rader, columns=["forbund_kod", "steg", "belopp_kr", "forklaring"])


def make_medfinansiering(r: Resultat) -> pd.DataFrame:
    """medfinansiering.csv: what every party pays, whole kronor."""
    rader = [(b.forbund_kod, b.part, b.motpart_kod, b.belopp_kr) for b in r.bidrag]
    return pd.DataFrame(rader, columns=["forbund_kod", "part", "motpart_kod", "belopp_kr"])


def make_resultat(r: Resultat) -> dict[str, Any]:
    """resultat.json: what was computed, from what, and what it rests on."""
    hojda = compute_raised_grants(r)
    return {
        **make_head(r.underlag.budgetar, r.underlag.filer, r.modell),
        "ram_kr": int(r.underlag.ram_kr),
        "fordelat_kr": int(r.tilldelning_kr.sum()),
        "ej_fordelat_kr": int(r.ej_fordelat_kr),
        "lambda_kr": float(r.bok.sett["aterfordelning"]["lambda_kr"]),
        "forbund": [
            {
                **rad,
                f"tilldelning_om_{HOJNING_KR}_kr_mer": None if np.isnan(hojd) else int(hojd),
            }
            for rad, hojd in zip(_records(make_tilldelning(r)), hojda, strict=True)
        ],
        "over_matchning": [
            {
                "forbund_kod": b.forbund_kod,
                "part": b.part,
                "motpart_kod": b.motpart_kod,
                "over_matchning_kr": b.over_matchning_kr,
            }
            for b in r.bidrag
            if b.over_matchning_kr
        ],
        "antaganden": list_assumptions(r.modell),
        "varningar": [str(v) for v in r.underlag.varningar],
    }


def write_csv(tabell: pd.DataFrame, fil: Path) -> None:
    """UTF-8, comma, decimal point, line feed; empty = not given."""
    tabell.to_csv(fil, index=False, encoding="utf-8", lineterminator="\n")


def write_json(data: dict[str, Any], fil: Path) -> None:
    """UTF-8, indented, in a fixed order."""
    fil.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def _records(tabell: pd.DataFrame) -> Iterable[dict[str, Any]]:
    for rad in tabell.to_dict("records"):
        yield {str(k): None if v is pd.NA else v for k, v in rad.items()}
