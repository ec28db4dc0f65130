"""Sweden as a data set: the 290 kommuner with figures near the real ones."""

from __future__ import annotations

import random

from fordelning.underlag.kommuner import read_kommuner
from tests.underlag.prov import Prov


def make_sweden(fjol: bool = True, skala: float = 1.0, fro: int = 1) -> Prov:
    """The 290 kommuner in 29 förbund. Figures move a little from the year before; `skala` is another age band."""
    slump = random.Random(fro)
    rubriker = ["omrade_kod", "kommun_kod", "namn", "region_kod", "forbund_kod", "invanare_antal", "forsorjningsmatt"]
    omraden = [rubriker + ["invanare_fjol_antal", "forsorjningsmatt_fjol"] * fjol]
    for nummer, (kod, kommun) in enumerate(read_kommuner().items()):
        region = "" if kod == "0980" else kod[:2]
        fore = kommun.invanare_antal * skala * slump.gauss(1, 0.02)
        matt_fore = fore * slump.uniform(0.05, 0.2)
        nu, matt = round(fore * slump.gauss(1.004, 0.01)), round(matt_fore * slump.gauss(0.95, 0.1), 1)
        rad = [kod, kod, kommun.namn, region, f"F{nummer // 10:02}", str(nu), str(matt)]
        omraden.append(rad + [str(round(fore)), str(round(matt_fore, 1))] * fjol)
    regioner = sorted({rad[3] for rad in omraden[1:]} - {""})
    tabeller = {
        "forbund": [["forbund_kod", "namn", "tilldelning_fjol_kr", "eget_kapital_kr"]]
        + [[f"F{i:02}", f"Förbund {i}", "5000000", "0"] for i in range(29)],
        "omraden": omraden,
        "regioner": [["region_kod", "namn"], *([r, f"Region {r}"] for r in regioner)],
    }
    return Prov(tabeller, {"budgetar": 2026, "ram_kr": 339_000_000})


def row(prov: Prov, kod: str) -> int:
    return next(i for i, rad in enumerate(prov.tabeller["omraden"], 1) if rad[0] == kod)


def swap(prov: Prov, a: str, b: str, *kolumner: str) -> None:
    rad_a, rad_b = row(prov, a), row(prov, b)
    for kolumn in kolumner:
        text_a, text_b = prov.get("omraden", rad_a, kolumn), prov.get("omraden", rad_b, kolumn)
        prov.set("omraden", rad_a, kolumn, text_b)
        prov.set("omraden", rad_b, kolumn, text_a)
