"""The gate: whether the year has moved. What was copied from last year's data set and not changed is a warning."""

from __future__ import annotations

from collections.abc import Iterator

from fordelning.fel import Anmarkning
from fordelning.pengar import format_kr
from fordelning.underlag.inlast import Inlast
from fordelning.underlag.kontroll_forbund import list_kapital
from fordelning.underlag.tolkning import Rad

_FALT = {"utgående": "utgaende_kr", "ingående": "ingaende_kr"}
_FLEST_EN_OCH_EN = 4
"""So many förbund whose capital is a thousandth are told together: the column is in another unit."""
_I_KRONOR = "Kontrollera att beloppen är i kronor, inte i tusental kronor."


def warn_kapital_not_carried(inlast: Inlast) -> Iterator[Anmarkning]:
    """A förbund's eget kapital is the utgående of the year before the budget year, by the surest figure for it.

    Where kapital has no row for that year it is the ingående of the budget year, when that is given.
    """
    if inlast.budgetar is None:
        return
    rader = {(rad.post.forbund_kod, rad.post.ar): rad for rad in list_kapital(inlast)}
    skilda: list[tuple[Rad, int, Anmarkning]] = []
    for rad in inlast.rader("forbund", "forbund_kod", "eget_kapital_kr"):
        kod, nu_kr = rad.post.forbund_kod, rad.post.eget_kapital_kr
        fore, ar = rader.get((kod, inlast.budgetar - 1)), rader.get((kod, inlast.budgetar))
        vad, annan = ("utgående", fore) if fore is not None else ("ingående", ar)
        if annan is not None and (annan_kr := getattr(annan.post, _FALT[vad])) != nu_kr:
            vad = f"{vad} {format_kr(annan_kr)} kr {annan.post.ar} ({annan.post.typ}, {annan.at('ingaende_kr')})"
            skilda.append((rad, annan_kr, _differ(rad, annan_kr, vad)))
    tusendelar = [rad for rad, annan_kr, _ in skilda if 1000 * rad.post.eget_kapital_kr == annan_kr]
    if len(tusendelar) < _FLEST_EN_OCH_EN:
        yield from (skild for *_, skild in skilda)
        return
    vad = f"{len(tusendelar)} förbund har en tusendel av det som {inlast.at_table('kapital')} säger"
    yield Anmarkning(f"{inlast.at_table('forbund')}, kolumn eget_kapital_kr", vad, gor=_I_KRONOR, allvar="varning")
    yield from (skild for rad, _, skild in skilda if rad not in tusendelar)


def _differ(rad: Rad, annan_kr: int, annat: str) -> Anmarkning:
    nu_kr = rad.post.eget_kapital_kr
    vad = f"«{rad.post.namn}» har eget kapital {format_kr(nu_kr)} kr, men {annat}"
    gor = "Kontrollera att båda är årets; ett av dem kan vara kvar från förra årets underlag."
    i_tusental = 1000 * min(nu_kr, annan_kr, key=abs) == max(nu_kr, annan_kr, key=abs)
    return Anmarkning(rad.at("eget_kapital_kr"), vad, gor=_I_KRONOR if i_tusental else gor, allvar="varning")


def warn_kapital_ends_early(inlast: Inlast) -> Iterator[Anmarkning]:
    """A ledger that ends before the year before the budget year was probably not carried on: as a whole, or of some."""
    if inlast.budgetar is None or not inlast.is_whole("kapital", "ar", "forbund_kod"):
        return
    sista: dict[str, int] = {}
    for rad in inlast.rader("kapital"):
        sista[rad.post.forbund_kod] = max(rad.post.ar, sista.get(rad.post.forbund_kod, 0))
    if tidiga := sorted(kod for kod, ar in sista.items() if ar < inlast.budgetar - 1):
        vilka = "" if len(tidiga) == len(sista) else f" för förbund {', '.join(tidiga[:5])}"
        vilka += f" och {len(tidiga) - 5} till" if vilka and len(tidiga) > 5 else ""
        vad = f"sista året{vilka} är {max(sista[kod] for kod in tidiga)}, men budgetåret är {inlast.budgetar}"
        gor = "Fyll på med åren fram till budgetåret."
        yield Anmarkning(inlast.at_table("kapital"), vad, gor=gor, allvar="varning")


def warn_statistics_not_moved(inlast: Inlast) -> Iterator[Anmarkning]:
    """Figures that for most areas are the same as the year before were probably not fetched anew."""
    for kolumn, fjol, _ in inlast.bevakade:
        rader = [r for r in inlast.rader("omraden", kolumn, fjol) if getattr(r.post, fjol)]
        lika = [r for r in rader if getattr(r.post, kolumn) == getattr(r.post, fjol)]
        if len(lika) > 1 and len(lika) > inlast.grind.oforandrad_andel * len(rader):
            vad = f"{len(lika)} av {len(rader)} områden har samma tal som i {fjol}"
            gor = "Kontrollera att årets statistik är inläst, och att fjolårets står i sin kolumn."
            yield Anmarkning(f"{inlast.at_table('omraden')}, kolumn {kolumn}", vad, gor=gor, allvar="varning")


def warn_statistics_of_another_year(inlast: Inlast) -> Iterator[Anmarkning]:
    """The statistics' years are neither after the budget year nor more than a set number of years before it."""
    if inlast.installningar is None or inlast.budgetar is None or "statistik" in inlast.lasta.trasiga:
        return
    for nyckel in ("invanare_ar", "forsorjningsmatt_ar"):
        ar = getattr(inlast.installningar.statistik, nyckel)
        if ar is not None and not 0 <= inlast.budgetar - ar <= inlast.grind.statistik_alder_ar:
            vad = f"statistiken avser {ar}, budgetåret är {inlast.budgetar}"
            gor = "Kontrollera att årets statistik är inläst och året rätt."
            yield Anmarkning(inlast.at_key("statistik", nyckel), vad, gor=gor, allvar="varning")


def warn_part_of_year(inlast: Inlast) -> Iterator[Anmarkning]:
    """A förbund that has been before exists the whole year or ends in it: months of its first year may be left."""
    forsta = {r.post.forbund_kod: r.post.ar for r in sorted(list_kapital(inlast), key=lambda r: -r.post.ar)}
    for rad in inlast.rader("forbund", "forbund_kod", "tilldelning_fjol_kr", "manader"):
        f = rad.post
        fanns = f.tilldelning_fjol_kr > 0 or forsta.get(f.forbund_kod, 9999) < (inlast.budgetar or 0)
        if f.manader is not None and f.manader < 12 and fanns:
            vad = f"«{f.namn}» finns {f.manader} av årets månader, men fanns också året före"
            gor = "Töm cellen om förbundet finns hela året; annars räknas det som upphört från nästa år."
            yield Anmarkning(rad.at("manader"), vad, gor=gor, allvar="varning")
