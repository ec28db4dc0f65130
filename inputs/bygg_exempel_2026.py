"""Build inputs/exempel-2026/ from inputs/kallor/ alone: `python inputs/bygg_exempel_2026.py [FOLDER]`.

Standard library only. The draws are seeded per förbund, and everything that must sum does so by largest remainder, so
the files are the same to the byte on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from inputs.bygge.behov import make_behov, make_malgrupper
from inputs.bygge.beskrivning import write_beskrivning
from inputs.bygge.ekonomi import KAPITAL_VID_ARETS_INGANG_KR, Ekonomi, make_ekonomi, make_kapitalrader, make_utfastelser
from inputs.bygge.indelning import Omradesrad, make_forbund, make_omraden
from inputs.bygge.insatser import make_effekter, make_insatser, make_insatsrader
from inputs.bygge.kallor import Kallor, read_kallor, write_table
from inputs.bygge.planering import draw_administration, make_planering

HAR = Path(__file__).parent


KOLUMNER = {
    "forbund": "forbund_kod namn tilldelning_fjol_kr eget_kapital_kr bidrag_fjol_kr askande_kr manader",
    "omraden": "omrade_kod kommun_kod namn region_kod forbund_kod invanare_antal forsorjningsmatt "
    "invanare_fjol_antal forsorjningsmatt_fjol",
    "regioner": "region_kod namn",
    "medfinansiering": "forbund_kod part motpart_kod utlovat_kr",
    "kapital": "forbund_kod ar ingaende_kr intakter_kr kostnader_kr typ",
    "malgrupper": "malgrupp_kod namn andel_i_behov vikt",
    "behov": "forbund_kod malgrupp_kod personer_antal",
    "insatser": "forbund_kod insats_kod namn inriktning fast_kostnad_kr kostnad_per_deltagare_kr minst_antal "
    "hogst_antal fran_ar till_ar trappning beslutad idag_antal",
    "effekter": "forbund_kod insats_kod malgrupp_kod effekt_andel osakerhet effekt_antal",
    "planering": "forbund_kod ar administration_kr lagsta_kapital_kr struktur_minst_andel struktur_hogst_andel "
    "bidrag_kr",
}


def build(kallor: Kallor, till: Path) -> None:
    """Write every file of the data set to the folder."""
    till.mkdir(parents=True, exist_ok=True)
    forbund = make_forbund(kallor)
    omraden = make_omraden(kallor, forbund)
    ekonomi = make_ekonomi(kallor, forbund, omraden)
    administration = draw_administration(kallor, ekonomi)
    insatser = make_insatser(kallor, ekonomi, administration)
    tabeller: dict[str, Iterable[tuple[object, ...]]] = {
        "forbund": map(make_forbundsrad, ekonomi),
        "omraden": map(make_omradesrad, omraden),
        "regioner": {(k.lanskod, k.region) for k in kallor.kommuner if not k.har_regionens_uppgifter},
        "medfinansiering": make_utfastelser(ekonomi, omraden),
        "kapital": make_kapitalrader(ekonomi),
        "malgrupper": make_malgrupper(kallor),
        "behov": make_behov(kallor, ekonomi, omraden),
        "insatser": make_insatsrader(insatser),
        "effekter": make_effekter(kallor, insatser),
        "planering": make_planering(ekonomi, administration),
    }
    for namn, rader in tabeller.items():
        write_table(till / f"{namn}.csv", KOLUMNER[namn].split(), rader)
    text = write_beskrivning(kallor, forbund, omraden, KAPITAL_VID_ARETS_INGANG_KR)
    (till / "underlag.toml").write_text(text, encoding="utf-8", newline="\n")


def make_forbundsrad(e: Ekonomi) -> tuple[object, ...]:
    """A row of forbund.csv."""
    return (e.kod, e.namn, e.tilldelning_fjol_kr, e.eget_kapital_kr, e.bidrag_fjol_kr, e.askande_kr, e.manader)


def make_omradesrad(o: Omradesrad) -> tuple[object, ...]:
    """A row of omraden.csv; försörjningsmått with one decimal."""
    tiondelar = (o.forsorjningsmatt_tiondel, o.forsorjningsmatt_fjol_tiondel)
    nu, fjol = (f"{tiondel // 10}.{tiondel % 10}" for tiondel in tiondelar)
    return (o.omrade_kod, o.kommun_kod, o.namn, o.region_kod, o.forbund_kod, o.invanare, nu, o.invanare_fjol, fjol)


if __name__ == "__main__":
    mal = Path(sys.argv[1]) if len(sys.argv) > 1 else HAR / "exempel-2026"
    build(read_kallor(HAR / "kallor"), mal)
    print(f"Exemplet är skrivet i {mal}")
