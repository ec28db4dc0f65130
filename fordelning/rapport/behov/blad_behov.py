"""Persons, the share of them in need, and the need: per förbund and målgrupp, and per målgrupp summed."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.begrepp import Behov, Malgrupp, Underlag
from fordelning.blad import Blad, Tabell
from fordelning.blad.formler import TOMT, kvot, om, sla_upp, summa, summa_dar, tom

UPPSKATTNING = {True: "ja", False: "nej"}
ANDRA = "Ändra ett gult fält, så räknas behovet om."


class Behovstabeller:
    """One row per förbund and målgrupp (`behov`), and one per målgrupp. Either can be sorted. nan = not known."""

    def __init__(self, rader: Sequence[Behov], grupper: Sequence[Malgrupp], u: Underlag, uppskattat: bool) -> None:
        self.malgrupper, self.behov = g, t = Tabell("Målgrupper"), Tabell("Behov")
        grupp = g.data("Målgrupp", [m.malgrupp_kod for m in grupper], nyckel="malgrupp_kod")
        gruppnamn = g.data("Namn", [m.namn for m in grupper], nyckel="malgrupp")
        gruppandel = g.data("Andel i behov", [m.andel_i_behov for m in grupper], "andel", gul=True,
                            forklaring="Används på Behov.", nyckel="andel_i_behov")  # fmt: skip
        forbund = {f.forbund_kod: f.namn for f in u.forbund}
        namn = {m.malgrupp_kod: m.namn for m in grupper}
        self.forbund = t.data("Kod", [rad.forbund_kod for rad in rader], nyckel="forbund_kod")
        t.data("Förbund", [forbund[rad.forbund_kod] for rad in rader], "lang")
        malgrupp = t.data("Målgrupp", [rad.malgrupp_kod for rad in rader], nyckel="malgrupp_kod")
        t.data("Målgruppens namn", [namn[rad.malgrupp_kod] for rad in rader], "lang", nyckel="malgrupp")
        personer = t.data("Personer", [rad.personer_antal for rad in rader], "antal", gul=True, summa=True,
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
