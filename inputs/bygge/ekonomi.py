"""Last year's grants, eget kapital, äskanden and pledges: example figures, seeded and shaped like national ones.

What stands out (much eget kapital, a grant far above the model, a party that holds back) falls on example förbund
only, so that nothing striking is said about a real one. The exceptions are äskanden: the published ones, and that of
Södra Vätterbygden after the pattern of 2016.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from inputs.bygge.heltal import make_random, round_to, share_out
from inputs.bygge.indelning import Forbundsrad, Omradesrad
from inputs.bygge.kallor import Kallor

BUDGETAR = 2026
STARTAR_I_JULI = "SF-2502"
"""An example förbund that exists from July; it had no grant the year before."""
TACKAR_NEJ = ("SF-0603", "SF-1205", "SF-2003", "SF-2503")
"""Förbund that ask for less than the model gives; the first after the pattern of Södra Vätterbygden 2016."""
KOMMUN_BEGRANSAR = ("SF-0109", "SF-0403", "SF-1301", "SF-1704", "SF-2302")
REGION_BEGRANSAR = ("SF-0702", "SF-1209", "SF-1408")
HALLS_TILLBAKA = (*TACKAR_NEJ, *KOMMUN_BEGRANSAR, *REGION_BEGRANSAR)
KOMMUN_GER_MER = ("SF-1406", "SF-1410")
LOVAR_PRECIS = ("SF-0901",)
"""Pledges that do not limit: more than the match, and Gotland's, which stands against both quarters."""
KAPITAL_VID_ARETS_INGANG_KR = 150_000_000
"""Eget kapital of all förbund when the budget year begins: an example. The published level (about 230 mkr, 2017) is
where the chain of years begins; planned deficits have used the rest. With 230 mkr left the assumed cut for what is
above the reasonable level would strike so many grants that the example would show little else."""
RIK_TILLDELNING_KR = (2_000_000, 12_000_000)
"""The few who hold half of all eget kapital are drawn among example förbund with a grant of this size."""


@dataclass(frozen=True, slots=True)
class Ekonomi:
    """A förbund's row of forbund.csv, and what the rest of the example needs: the model's amount without any limit."""

    kod: str
    namn: str
    tilldelning_fjol_kr: int
    eget_kapital_kr: int
    bidrag_fjol_kr: int | None
    askande_kr: int | None
    manader: int | None
    beraknad_kr: int

    @property
    def bidrag_fjol_alla_parter_kr(self) -> int:
        """All parties' contributions last year: as given, or twice the state's."""
        return 2 * self.tilldelning_fjol_kr if self.bidrag_fjol_kr is None else self.bidrag_fjol_kr

    @property
    def bidrag_helar_kr(self) -> int:
        """A usual whole year's contributions from all parties, for scaling the example's insatser."""
        return self.bidrag_fjol_alla_parter_kr or 4 * self.beraknad_kr


def compute_beraknade(
    kallor: Kallor, forbund: Sequence[Forbundsrad], omraden: Sequence[Omradesrad], fjol: bool
) -> list[float]:
    """Base grant plus the rest by the key, kr per förbund, no limits; last year's is without the new förbund."""
    manader = {STARTAR_I_JULI: 0.0 if fjol else 0.5}
    andel = [manader.get(f.kod, 1.0) for f in forbund]
    invanare: defaultdict[str, int] = defaultdict(int)
    matt: defaultdict[str, int] = defaultdict(int)
    for o in omraden:
        invanare[o.forbund_kod] += o.invanare_fjol if fjol else o.invanare
        matt[o.forbund_kod] += o.forsorjningsmatt_fjol_tiondel if fjol else o.forsorjningsmatt_tiondel
    alla_invanare, alla_matt = (fsum(s[f.kod] for f in forbund) for s in (invanare, matt))
    p = kallor.riket["andel_forsorjningsmatt"]
    nyckel = [
        a * (p * matt[f.kod] / alla_matt + (1 - p) * invanare[f.kod] / alla_invanare)
        for f, a in zip(forbund, andel, strict=True)
    ]
    grund = [a * kallor.riket["grundtilldelning_kr"] for a in andel]
    rest, nyckelsumma = kallor.riket["ram_kr"] - fsum(grund), fsum(nyckel)
    return [g + rest * k / nyckelsumma for g, k in zip(grund, nyckel, strict=True)]


def make_ekonomi(kallor: Kallor, forbund: Sequence[Forbundsrad], omraden: Sequence[Omradesrad]) -> tuple[Ekonomi, ...]:
    """Every förbund's row, in code order."""
    nu = compute_beraknade(kallor, forbund, omraden, fjol=False)
    tilldelningar = _draw_tilldelning_fjol(kallor, forbund, compute_beraknade(kallor, forbund, omraden, fjol=True))
    bidrag = [_draw_bidrag_fjol(f, t) for f, t in zip(forbund, tilldelningar, strict=True)]
    utan_kapital = tuple(
        Ekonomi(
            kod=f.kod,
            namn=f.namn,
            tilldelning_fjol_kr=tilldelning,
            eget_kapital_kr=0,
            bidrag_fjol_kr=bidrag_fjol,
            askande_kr=_find_askande(kallor, f, beraknad),
            manader=6 if f.kod == STARTAR_I_JULI else None,
            beraknad_kr=int(beraknad),
        )
        for f, beraknad, tilldelning, bidrag_fjol in zip(forbund, nu, tilldelningar, bidrag, strict=True)
    )
    kapital = _draw_kapital(kallor, utan_kapital, {f.kod for f in forbund if not f.kant})
    return tuple(replace(e, eget_kapital_kr=kapital[e.kod]) for e in utan_kapital)


def _find_askande(kallor: Kallor, forbund: Forbundsrad, beraknad: float) -> int | None:
    """The published äskande, an example one for those who decline a part, or none."""
    if forbund.namn in kallor.askanden_kr:
        return kallor.askanden_kr[forbund.namn]
    return round_to(0.86 * beraknad, 10_000) if forbund.kod in TACKAR_NEJ else None


def _draw_tilldelning_fjol(kallor: Kallor, forbund: Sequence[Forbundsrad], beraknade: Sequence[float]) -> list[int]:
    """Near what the model gives, or what was asked in public; some well above it, as after a spärr; some below it."""
    vikter = []
    for f, beraknad in zip(forbund, beraknade, strict=True):
        slump = make_random("tilldelning", f.kod)
        avvikelse = slump.uniform(0.96, 1.04)
        if f.namn in kallor.askanden_kr:
            avvikelse = kallor.askanden_kr[f.namn] / beraknad
        elif f.kod in HALLS_TILLBAKA:
            avvikelse = slump.uniform(0.86, 0.94)
        elif not f.kant and slump.random() < 0.22:
            avvikelse = slump.uniform(1.24, 1.36)
        vikter.append(beraknad * avvikelse)
    ram_tkr = int(kallor.riket["ram_kr"]) // 1_000
    return [1_000 * tkr for tkr in share_out(ram_tkr, vikter)]


def _draw_bidrag_fjol(forbund: Forbundsrad, tilldelning_kr: int) -> int | None:
    """Mostly twice the state's; some local parties gave more; left empty for one in eight and the new one."""
    slump = make_random("bidrag", forbund.kod)
    if forbund.kod == STARTAR_I_JULI or slump.random() < 0.125:
        return None
    ger_mer = forbund.kod in KOMMUN_GER_MER or (not forbund.kant and slump.random() < 0.1)
    mer = slump.uniform(1.01, 1.06) if ger_mer else 1.0
    return round_to(2 * tilldelning_kr * mer, 1_000)


def _draw_kapital(kallor: Kallor, ekonomi: Sequence[Ekonomi], exempel: set[str]) -> dict[str, int]:
    """Half of all eget kapital with just under a quarter of the förbund, half with the others, in whole 1 000 kr."""
    gamla = [e for e in ekonomi if e.tilldelning_fjol_kr > 0]
    slump = make_random("rika")
    antal = int(kallor.riket["forbund_med_halva_kapitalet_andel"] * len(ekonomi))
    lagst, hogst = RIK_TILLDELNING_KR
    lagom_stora = [e.kod for e in gamla if lagst <= e.tilldelning_fjol_kr <= hogst]
    rika = set(slump.sample([kod for kod in lagom_stora if kod in exempel - set(HALLS_TILLBAKA)], antal))
    kapital = {e.kod: 0 for e in ekonomi}
    for grupp in ([e for e in gamla if e.kod in rika], [e for e in gamla if e.kod not in rika]):
        vikter = [e.bidrag_helar_kr * make_random("kapital", e.kod).triangular(0.5, 1.5, 1.0) for e in grupp]
        for e, tkr in zip(grupp, share_out(KAPITAL_VID_ARETS_INGANG_KR // 2_000, vikter), strict=True):
            kapital[e.kod] = 1_000 * tkr
    return kapital


def make_kapitalrader(ekonomi: Sequence[Ekonomi]) -> list[tuple[object, ...]]:
    """kapital.csv: 2022–2024 utfall, 2025 prognos, 2026 budget; 2025 ends in the förbund's eget kapital."""
    rader: list[tuple[object, ...]] = []
    for e in ekonomi:
        slump = make_random("kapitalkedja", e.kod)
        utgaende = e.eget_kapital_kr
        for ar in range(BUDGETAR - 1, BUDGETAR - 5, -1) if e.tilldelning_fjol_kr else ():
            bidrag = e.bidrag_fjol_alla_parter_kr
            intakter = bidrag if ar == BUDGETAR - 1 else round_to(bidrag * slump.uniform(0.985, 1.015), 1_000)
            resultat = round_to(bidrag * slump.triangular(-0.09, 0.03, -0.03), 1_000)
            ingaende = max(0, utgaende - resultat)
            typ = "prognos" if ar == BUDGETAR - 1 else "utfall"
            rader.append((e.kod, ar, ingaende, intakter, ingaende + intakter - utgaende, typ))
            utgaende = ingaende
        rader.append(_make_budget(e, slump.uniform(0.0, 0.6) if slump.random() < 0.7 else 0.0))
    return rader


def _make_budget(e: Ekonomi, andel_av_kapitalet: float) -> tuple[object, ...]:
    """The budget year: contributions as the model gives without limits, and a planned deficit from eget kapital."""
    intakter = round_to(2 * e.beraknad_kr, 10_000)
    underskott = min(round_to(andel_av_kapitalet * e.eget_kapital_kr, 1_000), round_to(0.3 * intakter, 1_000))
    return (e.kod, BUDGETAR, e.eget_kapital_kr, intakter, intakter + underskott, "budget")


def make_utfastelser(ekonomi: Sequence[Ekonomi], omraden: Sequence[Omradesrad]) -> list[tuple[object, ...]]:
    """medfinansiering.csv: all kommuner or regions of some förbund, pledging less than the match, or more."""
    beraknad = {e.kod: e.beraknad_kr for e in ekonomi}
    nivaer = [
        *((kod, "kommun", 0.25, (0.72, 0.94)) for kod in KOMMUN_BEGRANSAR),
        *((kod, "region", 0.25, (0.8, 0.93)) for kod in REGION_BEGRANSAR),
        *((kod, "kommun", 0.25, (1.35, 1.6)) for kod in KOMMUN_GER_MER),
        *((kod, "kommun", 0.5, (1.2, 1.4)) for kod in LOVAR_PRECIS),
    ]
    rader: list[tuple[object, ...]] = []
    for kod, part, andel, (lagst, hogst) in nivaer:
        parter = _sum_inhabitants(kod, part, omraden)
        slump = make_random("utfästelse", kod)
        utlovat_kr = 2 * beraknad[kod] * andel * slump.uniform(lagst, hogst)
        vikter = [antal * slump.uniform(0.9, 1.1) for antal in parter.values()]
        belopp = share_out(int(utlovat_kr) // 1_000, vikter)
        rader += [(kod, part, motpart, 1_000 * tkr) for motpart, tkr in zip(parter, belopp, strict=True)]
    return rader


def _sum_inhabitants(forbund_kod: str, part: str, omraden: Sequence[Omradesrad]) -> Mapping[str, int]:
    """Inhabitants per kommun or region of the förbund."""
    antal: defaultdict[str, int] = defaultdict(int)
    for o in omraden:
        if o.forbund_kod == forbund_kod:
            antal[o.kommun_kod if part == "kommun" else o.region_kod] += o.invanare
    return antal
