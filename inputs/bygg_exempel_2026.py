"""Build inputs/exempel-2026/ from inputs/kallor/ alone: `python inputs/bygg_exempel_2026.py [FOLDER]`.

Standard library only. The draws are seeded per förbund, and everything that must sum does so by largest remainder, so the
files are the same to the byte on every machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bygge.beskrivning import write_beskrivning
from bygge.ekonomi import KAPITAL_VID_ARETS_INGANG_KR, make_ekonomi, make_kapitalrader, make_utfastelser
from bygge.indelning import make_forbund, make_omraden
from bygge.kallor import Kallor, read_kallor, write_table

HAR = Path(__file__).parent


def build(kallor: Kallor, till: Path) -> None:
    """Write every file of the data set to the folder."""
    till.mkdir(parents=True, exist_ok=True)
    forbund = make_forbund(kallor)
    omraden = make_omraden(kallor, forbund)
    ekonomi = make_ekonomi(kallor, forbund, omraden)
    text = write_beskrivning(kallor, forbund, omraden, KAPITAL_VID_ARETS_INGANG_KR)
    (till / "underlag.toml").write_text(text, encoding="utf-8", newline="\n")
    write_table(
        till / "forbund.csv",
        ("forbund_kod", "namn", "tilldelning_fjol_kr", "eget_kapital_kr", "bidrag_fjol_kr", "askande_kr", "manader"),
        ((e.kod, e.namn, e.tilldelning_fjol_kr, e.eget_kapital_kr, e.bidrag_fjol_kr, e.askande_kr, e.manader) for e in ekonomi),
    )
    write_table(
        till / "omraden.csv",
        (
            "omrade_kod",
            "kommun_kod",
            "namn",
            "region_kod",
            "forbund_kod",
            "invanare_antal",
            "forsorjningsmatt",
            "invanare_fjol_antal",
            "forsorjningsmatt_fjol",
        ),
        (
            (
                o.omrade_kod,
                o.kommun_kod,
                o.namn,
                o.region_kod,
                o.forbund_kod,
                o.invanare,
                write_tenths(o.forsorjningsmatt_tiondel),
                o.invanare_fjol,
                write_tenths(o.forsorjningsmatt_fjol_tiondel),
            )
            for o in omraden
        ),
    )
    regioner = {(k.lanskod, k.region) for k in kallor.kommuner if not k.har_regionens_uppgifter}
    write_table(till / "regioner.csv", ("region_kod", "namn"), regioner)
    write_table(
        till / "medfinansiering.csv",
        ("forbund_kod", "part", "motpart_kod", "utlovat_kr"),
        make_utfastelser(ekonomi, omraden),
    )
    write_table(
        till / "kapital.csv",
        ("forbund_kod", "ar", "ingaende_kr", "intakter_kr", "kostnader_kr", "typ"),
        make_kapitalrader(ekonomi),
    )


def write_tenths(tiondelar: int) -> str:
    """Whole tenths as a number with one decimal."""
    return f"{tiondelar // 10}.{tiondelar % 10}"


if __name__ == "__main__":
    mal = Path(sys.argv[1]) if len(sys.argv) > 1 else HAR / "exempel-2026"
    build(read_kallor(HAR / "kallor"), mal)
    print(f"Exemplet är skrivet i {mal}")
