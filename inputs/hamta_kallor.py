"""Carry the public figures that the example uses over to inputs/kallor/: `python inputs/hamta_kallor.py MAPP`.

MAPP holds the extracts kommuner.csv, befolkning.csv, forsorjning.csv, forsorjning_riket.csv, forbund.csv and
tilldelning2.csv. Only the columns that are used are kept, renamed to say what they are. inputs/kallor/LASMIG.md says
where each figure is from. The files malgrupper_skl_2016.csv and riket.csv there are entered by hand from the sources
that they name.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

KALLOR = Path(__file__).parent / "kallor"
ANVANDA_AR = ("2020", "2021")
ASKANDEN = ("äskat av alla parter", "planerad årlig budget")
"""What a förbund has said in public that it asks for, all parties together."""

Rad = dict[str, str]


@dataclass(frozen=True, slots=True)
class Uttag:
    """Which columns of an extract become which columns of ours, and which rows are kept."""

    fran: str
    till: str
    kolumner: dict[str, str]
    behall: Callable[[Rad], bool] = lambda rad: True


UTTAG = (
    Uttag(
        "kommuner.csv",
        "kommuner.csv",
        {
            "kommun_kod": "kommunkod",
            "namn": "namn",
            "lanskod": "lanskod",
            "lan": "lan",
            "region": "region",
            "kommunen_har_regionens_uppgifter": "kommunen_har_regionuppgift",
        },
    ),
    Uttag(
        "befolkning.csv",
        "befolkning.csv",
        {
            "kommun_kod": "kommunkod",
            "namn": "namn",
            "invanare_16_64_hosten_2018": "bef_16_64_2018_09",
            "invanare_16_64_hosten_2022": "bef_16_64_2022_09",
        },
    ),
    Uttag(
        "forsorjning.csv",
        "arbetslosa.csv",
        {
            "kommun_kod": "kommunkod",
            "namn": "namn",
            "inskrivna_arbetslosa_snitt_2018": "af_inskrivna_arbetslosa_snitt_2018",
            "inskrivna_arbetslosa_snitt_2022": "af_inskrivna_arbetslosa_snitt_2022",
        },
    ),
    Uttag(
        "forsorjning_riket.csv",
        "forsorjning_riket.csv",
        {
            kolumn: kolumn
            for kolumn in (
                "ar",
                "sjukpenning",
                "sjuk_och_aktivitetsersattning",
                "arbetsloshet",
                "arbetsmarknadsatgarder",
                "ekonomiskt_bistand",
                "etableringsersattning",
            )
        },
        lambda rad: rad["ar"] in ANVANDA_AR,
    ),
    Uttag(
        "forbund.csv",
        "forbund.csv",
        {
            "kommun_kod": "kommunkod",
            "forbund": "forbund",
            "uppgiften_avser": "ar",
            "tillforlitlighet": "tillforlitlighet",
            "kalla": "kalla",
        },
        lambda rad: rad["status"] == "aktuell" and rad["kommunkod"] != "",
    ),
    Uttag(
        "tilldelning2.csv",
        "askanden.csv",
        {
            "forbund": "forbund",
            "ar": "ar",
            "uppgift": "matt",
            "alla_parter_tkr": "belopp_tkr",
            "kalla": "kalla",
            "tillforlitlighet": "tillforlitlighet",
        },
        lambda rad: rad["matt"] in ASKANDEN,
    ),
)


def read_extract(fil: Path) -> list[Rad]:
    """The rows of a CSV file as text, cells stripped."""
    with fil.open(encoding="utf-8-sig", newline="") as fil_in:
        return [{namn: varde.strip() for namn, varde in rad.items()} for rad in csv.DictReader(fil_in)]


def write_extract(fil: Path, kolumner: list[str], rader: list[list[str]]) -> None:
    """UTF-8, comma, LF, rows in the order of their first columns."""
    with fil.open("w", encoding="utf-8", newline="") as fil_in:
        skrivare = csv.writer(fil_in, lineterminator="\n")
        skrivare.writerow(kolumner)
        skrivare.writerows(sorted(rader))


def carry_over(mapp: Path, till: Path) -> None:
    """Write every extract of UTTAG from the folder `mapp` to the folder `till`."""
    till.mkdir(parents=True, exist_ok=True)
    for uttag in UTTAG:
        rader = [rad for rad in read_extract(mapp / uttag.fran) if uttag.behall(rad)]
        write_extract(
            till / uttag.till,
            list(uttag.kolumner),
            [[rad[kolumn] for kolumn in uttag.kolumner.values()] for rad in rader],
        )


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("Ange mappen med de offentliga uttagen: python inputs/hamta_kallor.py MAPP")
    carry_over(Path(sys.argv[1]), KALLOR)
    print(f"{len(UTTAG)} filer skrivna i {KALLOR}")
