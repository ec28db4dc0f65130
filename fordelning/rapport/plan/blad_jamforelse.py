"""The sheets I dag och bäst (today beside the best plan) and Osäkerhet (expected results and how sure they are)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from fordelning.plan.kontroll import compute_kostnad
from fordelning.plan.osakerhet import Intervall, Osakerhet
from fordelning.rapport.excel.tabell import Blad, Diagram, Form, Kolumn, Tabell
from fordelning.rapport.plan.bild import Planbild, Planering
from fordelning.rapport.plan.kolumner import Falt, make_columns, sum_where

IDAG = "Alla planens år tillsammans. I dag: insatser med idag_antal, delade på målgrupper efter behov. Bäst: planen."


class Jamforelse(NamedTuple):
    """An insats (or a förbund) today and in the best plan, all years together; kr and persons."""

    kod: str
    namn: str
    antal_idag: float | None
    antal: float
    kostnad_idag: float | None
    kostnad: float
    nytta_idag: float | None = None
    nytta: float | None = None

    @property
    def antal_mer(self) -> float | str:
        return _differ(self.antal, self.antal_idag)

    @property
    def kostnad_mer(self) -> float | str:
        return _differ(self.kostnad, self.kostnad_idag)

    @property
    def nytta_mer(self) -> float | str:
        return _differ(self.nytta, self.nytta_idag)


def _differ(a: float | None, b: float | None) -> float | str:
    return "" if a is None or b is None else a - b


def make_jamforelse_sheet(planering: Planering) -> Blad:
    """Per insats of one förbund, or per förbund of all: participants and cost today, in the plan, and the change."""
    enskild = planering.enskild
    rader = list(_list_insatser(planering.bilder[0])) if enskild else [_add_up(bild) for bild in planering.med_plan]
    if enskild:
        antal, kostnad = (sum_where(planering, "plan", k, "kod") for k in ("antal", "kostnad"))
    else:
        antal, kostnad = (f"SUMIFS({{plan.{k}.alla}},{{plan.forbund.alla}},{{kod}})" for k in ("antal", "kostnad"))
    nytta = "SUMIFS({malgrupper.nytta.alla},{malgrupper.forbund.alla},{kod})"
    falt = {
        "kod": Falt("Insats" if enskild else "Förbund"),
        "namn": Falt("Namn", bredd=46),
        **_three("antal", "Deltagare {}", "tal", antal),
        **_three("kostnad", "Kostnad {}, kr", "kr", kostnad),
        **({} if enskild else _three("nytta", "Nytta {}", "tal", nytta)),
    }
    tabell = Tabell("jamforelse", make_columns(falt, rader))
    brott = _make_breaches(planering.bilder[0], tabell.rubrikrad + tabell.antal + 3) if enskild else ()
    return Blad("I dag och bäst", "Dagens insatser bredvid den bästa planen", IDAG, (tabell, *brott), fasta=2)


def _three(nyckel: str, rubrik: str, form: Form, formel: str) -> dict[str, Falt]:
    """Today, best (live), and the difference (live)."""
    mer = f'IF({{{nyckel}_idag}}="","",{{{nyckel}}}-{{{nyckel}_idag}})'
    return {
        f"{nyckel}_idag": Falt(rubrik.format("i dag"), form, bredd=15, summa=True),
        nyckel: Falt(rubrik.format("bäst"), form, formel, bredd=15, summa=True),
        f"{nyckel}_mer": Falt(rubrik.format("skillnad"), form, mer, bredd=15, summa=True),
    }


def _list_insatser(bild: Planbild) -> Iterator[Jamforelse]:
    p, b, idag = bild.problem, bild.plan.beslut, bild.insyn.idag
    assert b is not None
    nu_kr = None if idag is None else compute_kostnad(p, idag.beslut).sum(axis=1)
    kr = compute_kostnad(p, b).sum(axis=1)
    kan_koras = np.flatnonzero(p.kan_koras.any(axis=1)).tolist()
    for j in sorted(kan_koras, key=lambda j: bool(p.struktur[j])):
        yield Jamforelse(
            p.insatser[j],
            p.insatsnamn[j],
            None if idag is None else float(idag.beslut.antal[j].sum()),
            float(b.antal[j].sum()),
            None if nu_kr is None else float(nu_kr[j]),
            float(kr[j]),
        )


def _add_up(bild: Planbild) -> Jamforelse:
    idag = bild.insyn.idag
    return Jamforelse(
        bild.kod,
        bild.forbund.namn,
        None if idag is None else float(idag.beslut.antal.sum()),
        bild.deltagare_antal,
        None if idag is None else idag.kostnad_kr,
        bild.plan.kostnad_kr,
        None if idag is None else idag.nytta,
        bild.plan.nytta,
    )


def _make_breaches(bild: Planbild, rad: int) -> tuple[Tabell, ...]:
    """The rules that today's insatser would break if they went on all years."""
    brott = () if bild.insyn.idag is None else bild.insyn.idag.brott
    if not brott:
        return ()
    nummer = Kolumn("nummer", "Nr", list(range(1, len(brott) + 1)), "antal")
    regler = Kolumn(
        "regel", "Regel som dagens insatser skulle bryta mot, om de fortsatte alla år", list(brott), bredd=46
    )
    return (Tabell("brott", (nummer, regler), rad=rad),)


class Utfall(NamedTuple):
    """A figure of the plan: as planned, and over the draws."""

    vad: str
    planen: float
    vantat: float
    p10: float
    p90: float

    @property
    def bredd(self) -> float:
        return self.p90 - self.p10


def make_osakerhet_sheet(bild: Planbild, o: Osakerhet) -> Blad:
    """What is uncertain of nytta, results and cost, and how often each insats is in the best plan of a draw."""
    matt: list[tuple[str, Form, float, Intervall]] = [
        ("Nytta, viktade personer", "tal", bild.plan.nytta, o.nytta),
        ("Når arbete eller studier, personer", "tal", bild.resultat_antal, o.resultat_antal),
        ("Kostnad, kr", "kr", bild.plan.kostnad_kr, o.kostnad_kr),
    ]
    osakra = [rad for rad in matt if rad[3].p90 - rad[3].p10 > 1e-6 * abs(rad[3].vantat)]
    rader = [Utfall(vad, planen, i.vantat, i.p10, i.p90) for vad, _, planen, i in osakra]
    former = [form for _, form, _, _ in osakra]
    falt = {
        "vad": Falt("Alla år tillsammans", bredd=46),
        "planen": Falt("Planen", former, bredd=14),
        "vantat": Falt("Väntat", former, bredd=14),
        "p10": Falt("10 % blir lägre", former, bredd=14),
        "p90": Falt("10 % blir högre", former, bredd=14),
        "bredd": Falt("Intervallets bredd", former, "{p90}-{p10}", bredd=14),
    }
    utfall = Tabell("osakerhet", make_columns(falt, rader), rad=3)
    andelar = _make_shares(bild, o, utfall.rubrikrad + utfall.antal + 3)
    diagram = Diagram(
        "bar",
        "Andel av dragningarna där insatsen är i bästa planen",
        "{basta.insats.alla}",
        "{basta.andel.alla}",
        f"A{andelar.rubrikrad + andelar.antal + 4}",
        (620, 120 + 22 * andelar.antal),
        "Andel",
        "andel",
    )
    text = (
        f"{o.dragningar_antal} dragningar av effekterna ur deras osäkerhet; {o.omlosningar_antal} är lösta på nytt. "
        f"Samma frö ({o.fro}) ger samma tal."
    )
    return Blad(
        "Osäkerhet", "Hur säkert planens resultat är", text, (utfall, andelar), diagram=(diagram,), filter=False
    )


def _make_shares(bild: Planbild, o: Osakerhet, rad: int) -> Tabell:
    p, b = bild.problem, bild.plan.beslut
    assert b is not None
    i_planen = ["ja" if kors else "nej" for kors in np.any(b.kors, axis=1)]
    kolumner = (
        Kolumn("insats", "Insats", [f"{kod} {n}" for kod, n in zip(p.insatser, p.insatsnamn, strict=True)]),
        Kolumn("i_planen", "I planen", i_planen, farger={"ja": "gron"}),
        Kolumn("andel", "Andel av dragningarna där den är i bästa planen", list(o.andel_i_basta_plan), "andel"),
    )
    return Tabell("basta", kolumner, rad=rad)
