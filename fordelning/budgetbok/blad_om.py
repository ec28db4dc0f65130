"""Parametrar (the numbers that formulas read), Antaganden (what is assumed) and Källor (files, model, sources)."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.blad import ANDEL, Blad, Del, Kolumn, Lista, Tabell, Tal, som_tal
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


class Parametrar(Lista):
    """The figures that formulas read, by their defined names: first the shares, then the amounts."""

    def __init__(self, innehall: Innehall, invanare: Kolumn, part: Kolumn) -> None:
        super().__init__("Parametrar", ("Tal", "Värde"), ("Antagande", "Förklaring och källa"))
        self._tal = dict[str, Tal]()
        u, m, adm = innehall.underlag, innehall.modell.medfinansiering, innehall.metod.administration
        self._add_share("styrelse_andel", "Styrelsens andel", adm, u.styrelse_andel, bla=True)
        self._add_share("revision_andel", "Revisionens andel", adm, u.revision_andel, bla=True)
        self._add_share("stat_andel", "Statens andel", m, m.stat_andel)
        self._add_share("region_andel", "Regionernas andel", m, m.region_andel)
        self._add_share("kommun_andel", "Kommunernas andel", m, m.kommun_andel)
        if u.regel is not None:
            andel, text = u.regel.statens_andel_av_overskott, "Statens andel av överskott"
            self._add_share("statens_andel_av_overskott", text, u.regel, andel)
        kalla = f"Tilldelningen när boken skrevs, enligt {innehall.modell.namn}"
        self._add_amount("statens_bidrag_kr", "Statens bidrag", kalla, u.statens_bidrag_kr)
        ingaende, kalla = "Eget kapital vid årets början", "Underlaget när boken skrevs (forbund)"
        self._add_amount("eget_kapital_kr", ingaende, kalla, u.eget_kapital_kr)
        self._share_out(innehall)
        omrade, kalla = "Invånare i förbundets område", "Summan på Kommunfördelning"
        kommunernas = summa_dar(invanare, (part, PARTER["kommun"]))
        self._add_amount("invanare_antal", omrade, kalla, u.invanare_antal, kommunernas, "antal")

    def __getitem__(self, namn: str) -> Tal:
        return self._tal[namn]

    def _add_share(self, namn: str, text: str, avsnitt: Avsnitt, andel: float, bla: bool = False) -> None:
        om_det = ["ja" if avsnitt.antagande else "nej", avsnitt.anmarkning or avsnitt.kalla.text]
        krav = ANDEL if bla else None
        self._tal[namn] = self.data(text, andel, "andel", om_det, namn=namn, bla=bla, krav=krav)

    def _add_amount(
        self, namn: str, text: str, kalla: str, varde: float, uttryck: Tal | None = None, form: str = KR
    ) -> None:
        if uttryck is None:
            self._tal[namn] = self.data(text, varde, form, ["nej", kalla], namn=namn)
        else:
            self._tal[namn] = self.rakna(text, uttryck, form, ["nej", kalla], namn=namn, lika=varde)

    def _share_out(self, innehall: Innehall) -> None:
        """What regions and kommuner pay together, and the regions' part of it, rounded down."""
        namn = ("statens_bidrag_kr", "stat_andel", "region_andel", "kommun_andel")
        statens, stat, region, kommun = (self[ett] for ett in namn)
        lokalt, budget = avrunda(statens * (1 - stat) / stat), innehall.budget
        regionernas, kalla = nedat(lokalt * region / (region + kommun) + 1e-6), "Avrundad nedåt till hela kronor"
        self._add_amount("region_kr", "Regionernas del", kalla, budget.compute_sum("region"), regionernas)
        kommunernas, kalla = lokalt - self["region_kr"], "En udda krona faller på kommunerna"
        self._add_amount("kommuner_kr", "Kommunernas del", kalla, budget.compute_sum("kommun"), kommunernas)


@dataclass(frozen=True, slots=True, eq=False)
class Kapitalregel:
    """The rule of eget kapital as expressions: the trappa's table, and the state's share; None = no rule."""

    trappa: Tabell | None
    statens_andel: Tal

    def find_level(self, bidrag: Tal) -> Tal:
        """The reasonable level of a year's contributions: the first step that holds them."""
        if self.trappa is None:
            return som_tal(INGEN_GRANS)
        _, andel, grans, _ = self.trappa.kolumner
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
    t.data("Andel", [s.andel for s in steg], "andel")
    t.data("Gräns, kr", [s.upp_till_kr or INGEN_GRANS for s in steg], KR)
    t.data("Förklaring", "Rimlig nivå som andel av årets bidrag, för bidrag upp till gränsen", "lang")
    return Kapitalregel(t, tal["statens_andel_av_overskott"])


def list_om_blad(innehall: Innehall, parametrar: Parametrar, regel: Kapitalregel) -> tuple[Blad, Blad, Blad]:
    """Parametrar, Antaganden and Källor: the plan's and the budget method's own, the model's and the data set's."""
    text = (
        "Talen som formlerna läser; ett antagande är vårt där ingen källa har kunnat läsas. Blå celler kan ändras, "
        "övriga är modellens och underlagets när boken skrevs."
    )
    delar: list[Del] = [parametrar] if regel.trappa is None else [parametrar, regel.trappa]
    vad = "Talen som formlerna läser (blå kan ändras)"
    u, metod, fil = innehall.underlag, innehall.metod, innehall.metod.fil
    egna = [Antaganderad("Planen", "", mening) for mening in u.planen]
    egna += [Antaganderad("Budgetmetoden", fil.namn, mening) for mening in metod.texter]
    rader = [
        describe_program(f"Budget {u.budgetar}"),
        Kallrad("Metod", fil.namn, "Budgetmetod", sha256=fil.sha256),
    ]
    return (
        innehall.make_sheet("Parametrar", text, vad, *delar, slag="om", fasta=1),
        *make_om_blad(egna, rader, [innehall.modell], [innehall.indata]),
    )
