"""Parametrar (the numbers that formulas read), Antaganden (what is assumed) and Källor (files, model, sources)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fordelning.blad import ANDEL, Blad, Kolumn, Rad, Tabell, Tal, som_tal
from fordelning.blad.formler import avrunda, nedat, om, summa_dar, valj
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR
from fordelning.modell import EgetKapital
from fordelning.rapport.om import make_om_blad
from fordelning.regler.eget_kapital import MINSTA_OVERSKOTT_KR
from fordelning.schema import Avsnitt
from fordelning.ursprung import Antaganderad, Kallrad, describe_program

PARTER = {"stat": "Stat", "region": "Region", "kommun": "Kommun", "ovrigt": "Övrigt"}
INGEN_GRANS = "ingen gräns"

Parametrar = Mapping[str, Tal]
"""The figures of the sheet by their defined names."""


class _Tal(NamedTuple):
    """A figure that formulas read: its defined name, words and source, its value, and whether it is assumed."""

    namn: str
    text: str
    kalla: str
    varde: float
    form: str = KR
    bla: bool = False
    antagande: bool = False


def make_parametrar(innehall: Innehall, invanare: Kolumn, part: Kolumn) -> tuple[Tabell, Parametrar]:
    """The table of figures with their defined names."""
    t, rader = Tabell("Parametrar", sorteras=False), list(_list_figures(innehall))
    nummer = {rad.namn: i for i, rad in enumerate(rader)}

    def split(k: Kolumn) -> tuple[Tal, Tal]:
        """What regions and kommuner pay together, and the regions' part of it, rounded down."""
        namn = ("statens_bidrag_kr", "stat_andel", "region_andel", "kommun_andel")
        statens, stat, region, kommun = (t.namnge(ett, k, nummer[ett]) for ett in namn)
        lokalt = avrunda(statens * (1 - stat) / stat)
        return lokalt, nedat(lokalt * region / (region + kommun) + 1e-6)

    raknade: dict[str, Rad] = {
        "region_kr": lambda k: split(k)[1],
        "kommuner_kr": lambda k: split(k)[0] - t.namnge("region_kr", k, nummer["region_kr"]),
        "invanare_antal": summa_dar(invanare, (part, PARTER["kommun"])),
    }
    egna, motorns = [raknade.get(rad.namn, rad.varde) for rad in rader], [rad.varde for rad in rader]
    bla, former = [rad.bla for rad in rader], [rad.form for rad in rader]
    t.data("Tal", [rad.text for rad in rader])
    t.data("Förklaring och källa", [rad.kalla for rad in rader], "lang")
    krav = [ANDEL if b else None for b in bla]
    varde = t.rader("Värde", egna, former, lika=motorns, bla=bla, krav=krav)
    t.data("Antagande", ["ja" if rad.antagande else "nej" for rad in rader])
    return t, {namn: t.namnge(namn, varde, i) for namn, i in nummer.items()}


def _list_figures(innehall: Innehall) -> Iterator[_Tal]:
    """Amounts first, then the shares."""
    u, m, adm = innehall.underlag, innehall.modell.medfinansiering, innehall.metod.administration
    region, kommuner = innehall.budget.compute_sum("region"), innehall.budget.compute_sum("kommun")
    yield _Tal("statens_bidrag_kr", "Statens bidrag", f"Enligt {innehall.modell.namn}", u.statens_bidrag_kr)
    yield _Tal("eget_kapital_kr", "Eget kapital vid årets början", "Underlaget, forbund", u.eget_kapital_kr)
    yield _Tal("region_kr", "Regionernas del", "Avrundad nedåt till hela kronor", region)
    yield _Tal("kommuner_kr", "Kommunernas del", "En udda krona faller på kommunerna", kommuner)
    omrade = "Invånare i förbundets område"
    yield _Tal("invanare_antal", omrade, "Summan på Kommunfördelning", u.invanare_antal, "antal")
    yield _share("stat_andel", "Statens andel", m, m.stat_andel)
    yield _share("region_andel", "Regionernas andel", m, m.region_andel)
    yield _share("kommun_andel", "Kommunernas andel", m, m.kommun_andel)
    yield _share("styrelse_andel", "Styrelsens andel", adm, u.styrelse_andel, bla=True)
    yield _share("revision_andel", "Revisionens andel", adm, u.revision_andel, bla=True)
    if (regel := u.regel) is not None:
        andel, text = regel.statens_andel_av_overskott, "Statens andel av överskott"
        yield _share("statens_andel_av_overskott", text, regel, andel)


def _share(namn: str, text: str, avsnitt: Avsnitt, andel: float, bla: bool = False) -> _Tal:
    kalla = avsnitt.anmarkning or avsnitt.kalla.text
    return _Tal(namn, text, kalla, andel, "andel", bla, avsnitt.antagande)


@dataclass(frozen=True, slots=True, eq=False)
class Kapitalregel:
    """The rule of eget kapital as expressions: the trappa's table, and the state's share; None = no rule."""

    trappa: Tabell | None
    statens_andel: Tal

    def find_level(self, bidrag: Tal) -> Tal:
        """The reasonable level of a year's contributions: the first step that holds them."""
        if self.trappa is None:
            return som_tal(INGEN_GRANS)
        andel, grans = self.trappa.kolumner[2:]
        *steg, sista = (self.trappa.cell(andel, i) for i in range(self.trappa.antal_rader))
        fall = [(bidrag <= self.trappa.cell(grans, i), ett) for i, ett in enumerate(steg)]
        return bidrag * valj([*fall], sista)

    def find_excess(self, utgaende: Tal, rimlig: Tal) -> Tal:
        """What lies above it; not what is left of decimals."""
        if self.trappa is None:
            return som_tal(0)
        over = utgaende - rimlig
        return om(over > MINSTA_OVERSKOTT_KR, over, 0)

    def find_cut(self, overskott: Tal) -> Tal:
        """How much less the state gives the year after."""
        return som_tal(0) if self.trappa is None else self.statens_andel * overskott


def make_kapitalregel(regel: EgetKapital | None, tal: Parametrar) -> Kapitalregel:
    """The rule, and the table of the trappa."""
    if regel is None:
        return Kapitalregel(None, som_tal(0))
    t, steg = Tabell("Trappa", sorteras=False), regel.trappa
    t.data("Tal", [f"Trappans steg {i}" for i, _ in enumerate(steg, start=1)])
    t.data("Förklaring och källa", "Rimlig nivå som andel av årets bidrag, för bidrag upp till gränsen", "lang")
    t.data("Andel", [s.andel for s in steg], "andel")
    t.data("Gräns, kr", [s.upp_till_kr or INGEN_GRANS for s in steg], KR)
    return Kapitalregel(t, tal["statens_andel_av_overskott"])


def list_om_blad(innehall: Innehall, parametrar: Tabell, regel: Kapitalregel) -> tuple[Blad, Blad, Blad]:
    """Parametrar, Antaganden and Källor: the plan's and the budget method's own, the model's and the data set's."""
    text = "Talen som formlerna läser. Ett antagande är vårt där ingen källa har kunnat läsas. Blå celler kan ändras."
    delar = [parametrar] if regel.trappa is None else [parametrar, regel.trappa]
    vad = "Talen som formlerna läser (blå kan ändras)"
    u, metod, fil = innehall.underlag, innehall.metod, innehall.metod.fil
    egna = [Antaganderad("Planen", "", mening) for mening in u.planen]
    egna += [Antaganderad("Budgetmetoden", fil.namn, mening) for mening in metod.texter]
    program, metodrad = (
        describe_program(f"Budget {u.budgetar}"),
        Kallrad("Metod", fil.namn, "Budgetmetod", sha256=fil.sha256),
    )
    return (
        innehall.make_sheet("Parametrar", text, vad, *delar, slag="om", fasta=1),
        *make_om_blad(egna, [program, metodrad], [innehall.modell], [innehall.indata]),
    )
