"""Persons, the share of them in need, and the need: per förbund and målgrupp, and per målgrupp summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.blad import Blad, Tabell
from fordelning.blad.formler import TOMT, kvot, om, sla_upp, summa, summa_dar, tom

UPPSKATTNING = {True: "ja", False: "nej"}
ANDRA = "Ändra ett gult fält, så räknas behovet om."


@dataclass(frozen=True, slots=True)
class Malgrupprad:
    """A målgrupp and the share of its persons that is in need."""

    kod: str
    namn: str
    andel: float


@dataclass(frozen=True, slots=True)
class Personrad:
    """The persons of a målgrupp, by its number, in a förbund's area; nan = not known."""

    kod: str
    namn: str
    grupp: int
    personer: float


class Behovstabeller:
    """One row per förbund and målgrupp (`behov`), and one per målgrupp. Either can be sorted."""

    def __init__(self, rader: Sequence[Personrad], grupper: Sequence[Malgrupprad], uppskattat: bool) -> None:
        self.malgrupper, self.behov = g, t = Tabell("Målgrupper"), Tabell("Behov")
        grupp = g.data("Målgrupp", [rad.kod for rad in grupper], nyckel="malgrupp_kod")
        gruppnamn = g.data("Namn", [rad.namn for rad in grupper], nyckel="malgrupp")
        gruppandel = g.data("Andel i behov", [rad.andel for rad in grupper], "andel", gul=True,
                            forklaring="Används på Behov.", nyckel="andel_i_behov")  # fmt: skip
        egna = [grupper[rad.grupp] for rad in rader]
        self.forbund = t.data("Kod", [rad.kod for rad in rader], nyckel="forbund_kod")
        t.data("Förbund", [rad.namn for rad in rader], "lang")
        malgrupp = t.data("Målgrupp", [rad.kod for rad in egna], nyckel="malgrupp_kod")
        t.data("Målgruppens namn", [rad.namn for rad in egna], "lang", nyckel="malgrupp")
        personer = t.data("Personer", [rad.personer for rad in rader], "antal", gul=True, summa=True,
                          forklaring="I målgruppen, inom förbundets område.", nyckel="personer_antal")  # fmt: skip
        andel = t.rakna("Andel i behov", sla_upp(gruppandel, (grupp, malgrupp)), "andel", forklaring="Från Målgrupper.",
                        nyckel="andel_i_behov")  # fmt: skip
        self.i_behov = t.rakna("I behov, personer", om(tom(personer), TOMT, personer * andel), "tal", summa=True,
                               forklaring="Personer × andel i behov.", nyckel="behov_antal")  # fmt: skip
        t.data("Uppskattning", [UPPSKATTNING[uppskattat]] * len(rader), forklaring="ja = källan säger det.",
               nyckel="uppskattning", bara_skarm=True)  # fmt: skip
        alla = g.rakna("Personer", summa_dar(personer, (malgrupp, grupp)), "antal", summa=True,
                       forklaring="Alla förbund på Behov.", nyckel="personer_antal")  # fmt: skip
        behov = g.rakna("I behov, personer", summa_dar(self.i_behov, (malgrupp, grupp)), "tal", summa=True,
                        forklaring="Alla förbund på Behov.", nyckel="behov_antal")  # fmt: skip
        g.rakna("Andel av allt behov", kvot(behov, summa(behov)), "andel")
        g.ordna(grupp, gruppnamn, alla, gruppandel, behov)


def make_behov_blad(tabeller: Behovstabeller, uppskattat: bool, beskrivning: str = ANDRA) -> tuple[Blad, Blad]:
    """The sheets Behov and Målgrupper."""
    marke, text = (
        (" (uppskattning)", f"{beskrivning} Uppskattning, se Antaganden.") if uppskattat else ("", beskrivning)
    )
    return (
        Blad("Behov", f"Behov per förbund och målgrupp{marke}", text, [tabeller.behov], fasta=2),
        Blad("Målgrupper", f"Behov per målgrupp, alla förbund{marke}", text, [tabeller.malgrupper], fasta=2),
    )
