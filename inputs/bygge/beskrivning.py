"""underlag.toml of the example: what is real, what is estimated and what is only an example, file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from inputs.bygge.ekonomi import BUDGETAR
from inputs.bygge.indelning import Forbundsrad, Omradesrad
from inputs.bygge.kallor import AR, AR_FORE, Kallor

MALL = Path(__file__).with_name("underlag.toml.mall")


def write_beskrivning(
    kallor: Kallor, forbund: Sequence[Forbundsrad], omraden: Sequence[Omradesrad], kapital_kr: int
) -> str:
    """The text of underlag.toml; counts and control totals are those of the sources."""
    kanda = [f for f in forbund if f.kant]
    sakerhet = Counter(kallor.tillforlitlighet[f.namn] for f in kanda)
    helar = sum(kallor.helarsekvivalenter[AR].values())
    return MALL.read_text(encoding="utf-8").format(
        budgetar=BUDGETAR,
        ram_kr=int(kallor.riket["ram_kr"]),
        ram_text=_with_spaces(int(kallor.riket["ram_kr"])),
        kapital_mkr=kapital_kr // 1_000_000,
        ar=AR,
        ar_fore=AR_FORE,
        kanda=len(kanda),
        exempel=len(forbund) - len(kanda),
        askanden=len(kallor.askanden_kr),
        askandetext="; ".join(f"{namn} {_with_spaces(kr)} kr" for namn, kr in kallor.askanden_kr.items()),
        utanfor=sum(not o.forbund_kod for o in omraden),
        sakerhet=", ".join(f"{sakerhet[grad]} med {grad} tillförlitlighet" for grad in ("hög", "medel", "låg")),
        individ=int(kallor.riket["insatser_individ_antal"]),
        struktur=int(kallor.riket["insatser_struktur_antal"]),
        deltagare=_with_spaces(int(kallor.riket["deltagare_antal"])),
        invanare=sum(kommun.invanare for kommun in kallor.kommuner),
        helar=helar,
        helar_text=_with_spaces(helar),
    )


def _with_spaces(tal: int) -> str:
    return f"{tal:,}".replace(",", " ")
