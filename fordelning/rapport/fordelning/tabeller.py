"""The allocation: the tables that every file of `fordela` is made from, and resultat.json."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from fordelning.analys.hojning import HOJNING_KR
from fordelning.analys.yttersta import find_outermost
from fordelning.blad.csv import make_number, make_records
from fordelning.rapport.fordelning.blad_harledning import Harledning
from fordelning.rapport.fordelning.blad_jamforelse import Jamforelse
from fordelning.rapport.fordelning.kedja import Kedja
from fordelning.resultat import Resultat
from fordelning.ursprung import REGIONMEDEL, list_assumptions, make_head


class Fordelningsgrund:
    """The chain of calculation, the ledger, this year against the last, and the outermost bounds, in code order."""

    def __init__(self, r: Resultat) -> None:
        self.kedja = Kedja(r)
        self.harledning = Harledning(r, self.kedja.berakning)
        self.yttersta = find_outermost(r.modell, r.underlag)
        self.jamforelse = Jamforelse(r, self.kedja.berakning, self.kedja.parametrar["ram_kr"])


def make_resultat(t: Fordelningsgrund) -> dict[str, Any]:
    """resultat.json: what was computed, from what, and what it rests on."""
    r, tilldelat = t.kedja.r, make_records(t.kedja.tilldelning)
    summor = {"regionmedel": list(_list_region_sums(r))} if r.underlag.regionmedel else {}
    return {
        **make_head(r.underlag.budgetar, r.underlag.filer, r.modell),
        "ram_kr": int(r.underlag.ram_kr),
        "fordelat_kr": int(r.tilldelning_kr.sum()),
        "ej_fordelat_kr": int(r.ej_fordelat_kr),
        "lambda_kr": float(r.bok.sett["aterfordelning"]["lambda_kr"]),
        "yttersta_granser": asdict(t.yttersta),
        "forbund": [
            {**rad, f"tilldelning_om_{HOJNING_KR}_kr_mer": make_number(float(hojd))}
            for rad, hojd in zip(tilldelat, t.kedja.hojda_kr, strict=True)
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
        **summor,
        "antaganden": list_assumptions(r.modell) + [REGIONMEDEL] * bool(summor),
        "varningar": [str(v) for v in r.underlag.varningar],
    }


def _list_region_sums(r: Resultat) -> Iterator[dict[str, Any]]:
    """Each region's one sum, how it is shared out, and what the region pays of it."""
    for m in r.underlag.regionmedel:
        betalar_kr = sum(b.belopp_kr for b in r.bidrag if (b.part, b.motpart_kod) == ("region", m.region_kod))
        yield {**asdict(m), "betalar_kr": betalar_kr}
