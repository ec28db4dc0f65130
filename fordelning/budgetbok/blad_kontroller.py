"""Kontroller: what must hold in the budget, each with its figures and its result, live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fordelning.blad import Blad, Lista, Rad, Tabell, Tal
from fordelning.blad.formler import absolut, antal_dar, eller, kvot, minst, och, om, summera
from fordelning.budgetbok.blad_drift import Drift
from fordelning.budgetbok.blad_insatser import Insatser
from fordelning.budgetbok.blad_kapital import Kapital
from fordelning.budgetbok.blad_manader import PROGNOSBLAD, UTFALLSBLAD, Inmatning, Vikter
from fordelning.budgetbok.blad_medel import Medel
from fordelning.budgetbok.blad_om import Parametrar
from fordelning.budgetbok.blad_planar import Planar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, RESULTAT, SUMMA_INSATSER, SUMMA_INTAKTER, SUMMA_KOSTNADER, Manadstabell

OK, SE_OVER = "OK", "Se över"
_HALVKRONA, _NARA = 0.5, 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Kontroll:
    """A check: two figures, how the first must relate to the second, and what to do when it does not.

    A warning has no figures: it is to see over as it stands.
    """

    namn: str
    varde: Rad
    relation: Literal["=", ">=", "<=", "varning"]
    ska: Rad
    gor: str
    form: str = KR


@dataclass(frozen=True, slots=True, eq=False)
class Bokens:
    """The sheets that the checks compare."""

    tal: Parametrar
    medel: Medel
    budget: Manadstabell
    vikter: Vikter
    utfall: Inmatning
    egen: Inmatning
    insatser: Insatser
    plan: Planar
    kapital: Kapital
    drift: Drift


@dataclass(frozen=True, slots=True, eq=False)
class Kontroller:
    """The checks, and how many there are to see over."""

    tabell: Tabell
    summor: Lista
    att_se_over: Tal


def make_kontroller(innehall: Innehall, b: Bokens) -> Kontroller:
    """The checks, what the inputs left to see over, and how many there are."""
    summor = Lista("Antalen", ("Kontroll", "Värde"))
    flaggor = [b.utfall.find_flag(m) * (m + 1) for m in range(12)]
    sista = summor.rakna("Sista månad med utfall (1–12)", minst(0, *flaggor), "antal")
    alla = [*_check_sums(b), *_check_capital(innehall, b), *_check_insatser(innehall, b)]
    alla += _check_filled(b, sista)
    gor = "Rätta underlaget, eller fyll i boken. Raden står som när boken skrevs."
    alla += [Kontroll(v, None, "varning", None, gor) for v in innehall.varningar]
    t = Tabell("Kontroller", sorteras=False)
    t.data("Kontroll", [k.namn for k in alla], "lang")
    former = [k.form for k in alla]
    varde = t.rader("Värde", [k.varde for k in alla], former)
    ska = t.rader("Jämförs med", [k.ska for k in alla], former)
    skillnad = varde - ska
    galler = {"=": absolut(skillnad) < _HALVKRONA, ">=": skillnad >= -_NARA, "<=": skillnad <= _NARA}
    svar: dict[str, Rad] = {relation: om(villkor, OK, SE_OVER) for relation, villkor in galler.items()}
    svar["varning"] = SE_OVER
    svaren = [svar[k.relation] for k in alla]
    resultat = t.rader("Resultat", svaren, "text", farger={OK: "gron", SE_OVER: "rod"})
    t.data("Om den inte stämmer", [k.gor for k in alla], "lang")
    antal_ = summor.rakna("Kontroller att se över", antal_dar((resultat, SE_OVER)), "antal")
    return Kontroller(t, summor, antal_)


def make_kontroller_blad(innehall: Innehall, x: Kontroller) -> Blad:
    text, vad = "Räknas om när något ändras i boken.", "Vad som stämmer, och vad som bör ses över"
    return innehall.make_sheet("Kontroller", text, vad, x.tabell, x.summor, fasta=1)


def _check_sums(b: Bokens) -> Iterator[Kontroll]:
    """The sheets agree, and no money is left without a plan."""
    bm, plan = b.budget, b.plan
    namn, gor = (
        "Parternas bidrag är staten, regionerna och kommunerna tillsammans",
        "Se över vikterna på Kommunfördelning.",
    )
    delarna = b.tal["statens_bidrag_kr"] + b.tal["region_kr"] + b.tal["kommuner_kr"]
    yield Kontroll(namn, b.medel.bidrag, "=", delarna, gor)
    t1, t2, t3, aret = (bm.post(k, SUMMA_KOSTNADER) for k in bm.perioder)
    gor = "Se över månadsvikterna på Budget per månad."
    yield Kontroll("Månadernas kostnader är årets", t1 + t2 + t3, "=", aret, gor)
    namn, gor = "Driftbudgetens kostnader är treårsplanens", "Skriv en ny bok: en formel har ändrats."
    drift = b.drift.post(b.drift.budget, SUMMA_KOSTNADER)
    yield Kontroll(namn, drift, "=", plan.of(SUMMA_KOSTNADER, 0), gor)
    gor = (
        "Det som inte är planerat bygger upp eget kapital. Planera fler deltagare, eller lägg beloppet på ej fördelade "
        "insatsmedel (Treårsplan)."
    )
    resultat = bm.post(bm.ar, RESULTAT)
    yield Kontroll("Alla intäkter är planerade (resultat högst 0 kr)", resultat, "<=", 0, gor)


def _check_capital(innehall: Innehall, b: Bokens) -> Iterator[Kontroll]:
    """Eget kapital is neither below the lowest allowed nor above the reasonable level, and the chain of years holds."""
    u, ek = innehall.underlag, b.kapital
    for nr, ar in enumerate(u.budgetaren):
        rad = ek.find_year(nr)
        utgaende, over = (ek.cell(k, rad) for k in (ek.utgaende, ek.overskott))
        gor = "Minska kostnaderna eller skjut till medel."
        namn = f"Eget kapital {ar} är minst det lägsta tillåtna"
        yield Kontroll(namn, utgaende, ">=", b.plan.ram("LAGSTA", nr), gor)
        gor = "Det som är över minskar nästa års bidrag. Planera hur det används."
        yield Kontroll(f"Eget kapital {ar} är högst rimlig nivå", over, "<=", 0, gor)
    namn, gor = "Prognosens eget kapital är minst det lägsta tillåtna", "Minska kostnaderna under resten av året."
    yield Kontroll(namn, ek.cell(ek.utgaende, ek.prognos), ">=", b.plan.ram("LAGSTA", 0), gor)
    if u.historik and u.historik[-1].ar == u.budgetar - 1:
        fjol, gor = ek.cell(ek.utgaende, ek.budget - 1), "Rätta kapital.csv eller forbund.csv."
        yield Kontroll("Ingående eget kapital är förra årets utgående", b.tal["eget_kapital_kr"], "=", fjol, gor)


def _check_insatser(innehall: Innehall, b: Bokens) -> Iterator[Kontroll]:
    """The insatser keep within planering and within what each of them takes."""
    if not innehall.underlag.insatser:
        return
    andel = kvot(b.plan.of("INSATSER-STRUKTUR", 0), b.plan.of(SUMMA_INSATSER, 0), 0)
    namn, gor = "Strukturövergripande andel av insatserna är", "Ändra planen på Insatser."
    yield Kontroll(f"{namn} minst den planerade", andel, ">=", b.plan.ram("STRUKTUR-MINST", 0), gor, "andel")
    yield Kontroll(f"{namn} högst den planerade", andel, "<=", b.plan.ram("STRUKTUR-HOGST", 0), gor, "andel")
    gor = "Ändra planerade deltagare på Insatser (blå celler)."
    namn = "Insatser med färre deltagare än minst, eller fler än högst"
    yield Kontroll(namn, b.insatser.antal_utanfor, "=", 0, gor, "antal")


def _check_filled(b: Bokens, sista: Tal) -> Iterator[Kontroll]:
    """What is filled in is numbers, month after month."""
    um = b.utfall
    vantade = summera(
        *(om(och(sista >= m + 1, eller(b.vikter.find_weight(m) > 0, um.find_flag(m) > 0)), 1, 0) for m in range(12))
    )
    gor = f"Fyll i månaden som saknas på {UTFALLSBLAD}, 0 där inget har hänt."
    yield Kontroll("Inget utfall saknas till och med sista månaden", um.antal_manader, "=", vantade, gor, "antal")
    gor = "Skriv hela kronor i de gula cellerna."
    for t, blad in ((um, UTFALLSBLAD), (b.egen, PROGNOSBLAD)):
        fel, kostnader = (
            t.antal_ej_tal((t.manader[0], t.plats[forst]), (t.manader[11], t.plats[till] - 1))
            for forst, till in (("STAT", SUMMA_INTAKTER), ("STYRELSE", SUMMA_INSATSER))
        )
        yield Kontroll(f"Celler på {blad} som inte är tal", fel + kostnader, "=", 0, gor, "antal")
