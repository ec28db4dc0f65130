"""budget_samlad.xlsx and .csv: the country's budgets per head, förbund by förbund; those that are missing are named."""

from __future__ import annotations

from functools import partial

from fordelning.blad import Blad, Bok, Diagram, Kolumn, Lista, Rad, Tabell, Tal
from fordelning.blad.formler import antal_dar, om, summa, summa_dar
from fordelning.blad.terminal import format_table
from fordelning.bokforing import INTAKTER
from fordelning.budgetbok.insamlade import HUVUDEN, Bokrad, Budgetsamling
from fordelning.budgetbok.rader import KR
from fordelning.budgetbok.utfall import SAMLAD_BOK, SAMLAD_CSV
from fordelning.rapport.leverans import Leverans
from fordelning.rapport.om import make_om_blad
from fordelning.ursprung import Kallrad, describe_program

HUVUDORD = {
    "stat": "Bidrag från staten",
    "region": "Bidrag från regioner",
    "kommun": "Bidrag från kommuner",
    "ovrigt": "Övriga intäkter",
    "styrelse": "Styrelse",
    "administration": "Administration",
    "revision": "Revision",
    "insatser": "Insatser",
}
INTAKT, KOSTNAD = "Intäkt", "Kostnad"
_PROGNOS = "Hela året: utfall i rapporterade månader, annars budget eller egen prognos."
_AVVIKELSE = "Av rapporterade månader; plus är bra för förbundet."


class Huvudtabell(Tabell):
    """A row per förbund and head, and the columns that the country is summed from."""

    def __init__(self, s: Budgetsamling) -> None:
        super().__init__("Huvuden")
        r = s.rader
        self.data("Kod", [x.forbund_kod for x in r], nyckel="forbund_kod")
        self.data("Förbund", [x.namn for x in r], "lang", nyckel="namn")
        self.huvud = self.data("Budgethuvud", [HUVUDORD[x.huvud] for x in r])
        self.data("", [x.huvud for x in r], nyckel="huvud")
        slag = self.data("Slag", [INTAKT if x.huvud in INTAKTER else KOSTNAD for x in r])

        def add(rubrik: str, falt: str, forklaring: str = "") -> Kolumn:
            egna = [getattr(x, falt) for x in r]
            return self.data(rubrik, egna, KR, nyckel=falt, forklaring=forklaring)

        budget, prognos = add("Budget", "budget_kr"), add("Prognos", "prognos_kr", _PROGNOS)
        utfall, avvikelse = add("Utfall", "utfall_kr"), add("Avvikelse", "avvikelse_kr", _AVVIKELSE)
        mer = prognos - budget
        mot = self.rakna("Prognos mot budget", om(slag.lika(INTAKT), mer, 0 - mer), KR,
                         lika=[x.prognosavvikelse_kr for x in r], nyckel="prognosavvikelse_kr",
                         forklaring="Hela året; plus är bra för förbundet.")  # fmt: skip
        self.farga_tecken(avvikelse, mot)
        self.belopp = (budget, prognos, utfall, avvikelse, mot)
        self.mot_budget = (avvikelse, mot)


class Landet(Tabell):
    """The country per head, with sums of income and costs, and the result."""

    def __init__(self, h: Huvudtabell) -> None:
        super().__init__("Riket", sorteras=False)
        n, i = len(HUVUDEN), len(INTAKTER)
        ord_ = [HUVUDORD[x] for x in HUVUDEN]
        self.namn = self.data("Budgethuvud", [*ord_[:i], "Intäkter", *ord_[i:], "Kostnader", "Resultat"])
        self.summarader = {i, n + 1, n + 2}
        self.belopp: list[Kolumn] = []
        for k in h.belopp:
            egna: list[Rad] = [summa_dar(k, (h.huvud, text)) for text in ord_]
            intakter, kostnader = partial(self._sum, 0, i), partial(self._sum, i + 1, n + 1)
            resultat = partial(self._find_result, i, n + 1, 1 if k in h.mot_budget else -1)
            rader = [*egna[:i], intakter, *egna[i:], kostnader, resultat]
            self.belopp.append(self.rader(k.rubrik, rader, KR, forklaring=k.forklaring))

    def _sum(self, forst: int, sist: int, k: Kolumn) -> Tal:
        return self.summa_av(k, forst, sist)

    def _find_result(self, intakter: int, kostnader: int, tecken: int, k: Kolumn) -> Tal:
        """Income less costs; deviations, where good is plus in both, are added."""
        return self.cell(k, intakter) + tecken * self.cell(k, kostnader)


class Boktabell(Tabell):
    """Every förbund of the data set with its book, and those that have none."""

    def __init__(self, s: Budgetsamling) -> None:
        super().__init__("Böcker")
        r = s.forbund
        self.data("Kod", [x.forbund_kod for x in r])
        self.data("Förbund", [x.namn for x in r], "lang")
        self.status = self.data("Bok", [x.status for x in r], farger={"saknas": "gul", "fel": "rod"})
        self.data("Månader med utfall", [x.rapporterade_antal for x in r], "antal")
        fore = "Eget kapital vid årets"
        self.data(f"{fore} början", [x.ingaende_kr for x in r], KR, summa=True)
        self.data(f"{fore} slut, budget", [x.budget_utgaende_kr for x in r], KR, summa=True)
        utgaende = [x.prognos_utgaende_kr for x in r]
        self.prognos = self.data(f"{fore} slut, prognos", utgaende, KR, summa=True)
        self.data("Fil", [x.fil for x in r], "lang")


def make_samlad_leverans(s: Budgetsamling) -> Leverans:
    """The workbook and the CSV file, and the answer: the country per head, and the förbund that are not in it."""
    h = Huvudtabell(s)
    riket = Landet(h)
    return Leverans({SAMLAD_CSV: h, SAMLAD_BOK: _make_bok(s, h, riket)}, _summarize(s, riket))


def _make_bok(s: Budgetsamling, h: Huvudtabell, riket: Landet) -> Bok:
    """The workbook: the country, the förbund, the heads, and what it was made of."""
    titel, i, forbund = f"Förbundens budgetar {s.underlag.budgetar}", len(INTAKTER), Boktabell(s)
    lista = Lista("Läget", ("Läget", "Antal"))
    for text, status in (("Böcker som är lästa", "läst"), ("Böcker med fel", "fel"), ("Saknas", "saknas")):
        lista.rakna(text, antal_dar((forbund.status, status)), "antal")
    lista.rakna("Eget kapital i prognosen, kr", summa(forbund.prognos), KR)
    kostnader = Diagram("Kostnader per budgethuvud, hela landet", riket.namn, riket.belopp[:3], "kr",
                        rader=(i + 1, len(HUVUDEN) + 1))  # fmt: skip
    text = f"{_count(s.forbund)} De som saknas står på bladet Förbund. Hela kronor."
    om_forbund, om_huvud = "Böckerna som kommit in, och vilka som saknas.", "Ett förbund och budgethuvud per rad."
    bocker = [Kallrad("Bok", fil.namn, "Ifylld budgetbok", sha256=fil.sha256) for fil in s.bocker]
    blad = (
        Blad("Riket", f"{titel}, samlade", text, [riket, lista, kostnader]),
        Blad("Förbund", f"Förbundens böcker {s.underlag.budgetar}", om_forbund, [forbund], fasta=2),
        Blad("Per huvud", f"{titel} per budgethuvud", om_huvud, [h], fasta=2),
        *make_om_blad((), [describe_program(f"{titel}, samlade"), *bocker], [s.modell], [s.underlag]),
    )
    return Bok(titel, blad)


def _count(forbund: tuple[Bokrad, ...]) -> str:
    lasta = sum(x.status == "läst" for x in forbund)
    return f"{lasta} av {len(forbund)} förbunds budgetböcker är med."


def _summarize(s: Budgetsamling, riket: Landet) -> str:
    rader = [f"Budgetar {s.underlag.budgetar}: {_count(s.forbund)}", "", *format_table([riket.namn, *riket.belopp[:4]])]
    for text, status in (("Böcker med fel, som inte är med", "fel"), ("Saknas", "saknas")):
        egna = [x for x in s.forbund if x.status == status]
        rader += ["", f"{text}: {len(egna)}"] if egna else []
        rader += [f"  {x.forbund_kod} {x.namn}" for x in egna]
    return "\n".join(rader)
