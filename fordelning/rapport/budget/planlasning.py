"""Read the plan back from a budget workbook: the blue cells, which change the budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fordelning.budget.underlag import Budgetunderlag, Motpart, PlaneradInsats, Ram
from fordelning.fel import Anmarkning
from fordelning.rapport.budget.celler import Budgetbok, Rader
from fordelning.rapport.budget.cellvarden import read_number, read_share, read_whole, read_yes_no
from fordelning.rapport.budget.insatser import INSATSBLAD
from fordelning.rapport.budget.planar import head_year
from fordelning.rapport.budget.rader import MANADER
from fordelning.rapport.budget.radjamforelse import EGEN_VIKT, INSATSARSBLAD, KOMMUNBLAD

Anmarkningar = list[Anmarkning]


def read_plan(bok: Budgetbok, u: Budgetunderlag, fel: Anmarkningar) -> Budgetunderlag:
    """The underlag with what the workbook's plan says instead; mistakes are added to `fel`."""
    plan = replace(
        u,
        motparter=_read_parties(bok, u, fel),
        ramar=_read_frames(bok, u, fel),
        manadsvikter=_read_weights(bok, u, fel),
        insatser=_read_insatser(bok, u, fel),
        styrelse_andel=read_share(bok.find_name("styrelse_andel"), u.styrelse_andel, fel),
        revision_andel=read_share(bok.find_name("revision_andel"), u.revision_andel, fel),
    )
    if plan.styrelse_andel + plan.revision_andel > 1:
        vad = "styrelsens och revisionens andelar är tillsammans mer än 100 %"
        fel.append(Anmarkning(bok.find_name("styrelse_andel").plats, vad))
    return replace(plan, invanare_antal=sum(m.invanare_antal for m in plan.motparter if m.part == "kommun"))


def _find(
    bok: Budgetbok, blad: str, rubriker: tuple[str, str], behovs: Sequence[str], fel: Anmarkningar, nummer: int = 0
) -> Rader:
    funnet = bok.find_sheet(blad, fel)
    return {} if funnet is None else funnet.find_rows(rubriker, behovs, fel, nummer)


def _read_parties(bok: Budgetbok, u: Budgetunderlag, fel: Anmarkningar) -> tuple[Motpart, ...]:
    rader = _find(bok, KOMMUNBLAD, ("Kod", "Region eller kommun"), ("Invånare", "Utlovat", EGEN_VIKT), fel)

    def read(m: Motpart) -> Motpart:
        if m.kod not in rader:
            return m
        rad = rader[m.kod]
        return replace(
            m,
            invanare_antal=read_whole(rad["Invånare"], "ett helt antal", fel) or 0,
            utlovat_kr=read_whole(rad["Utlovat"], "hela kronor", fel),
            egen_vikt=read_number(rad[EGEN_VIKT], fel),
        )

    return tuple(map(read, u.motparter))


def _read_frames(bok: Budgetbok, u: Budgetunderlag, fel: Anmarkningar) -> tuple[Ram, ...]:
    behovs = [head_year(t, ram.ar) for t, ram in enumerate(u.ramar)]
    rader = _find(bok, "Treårsplan", ("Kod", "Post"), behovs, fel, nummer=1)
    if not rader:
        return u.ramar

    def read(t: int, ram: Ram) -> Ram:
        rubrik = head_year(t, ram.ar)
        kronor = ("ADMINISTRATION", "EJ-FORDELAT", "LAGSTA", *(("BIDRAG",) if t else ()))
        kr = {kod: read_whole(rader[kod][rubrik], "hela kronor", fel) or 0 for kod in kronor}
        return replace(
            ram,
            bidrag_kr=kr["BIDRAG"] if t else ram.bidrag_kr,
            administration_kr=kr["ADMINISTRATION"],
            ej_fordelat_kr=kr["EJ-FORDELAT"],
            lagsta_kapital_kr=kr["LAGSTA"],
            struktur_minst_andel=read_share(rader["STRUKTUR-MINST"][rubrik], ram.struktur_minst_andel, fel),
            struktur_hogst_andel=read_share(rader["STRUKTUR-HOGST"][rubrik], ram.struktur_hogst_andel, fel),
        )

    return tuple(read(t, ram) for t, ram in enumerate(u.ramar))


def _read_weights(bok: Budgetbok, u: Budgetunderlag, fel: Anmarkningar) -> tuple[int, ...]:
    rader = _find(bok, "Budget per månad", ("Kod", "Benämning"), MANADER, fel)
    if "MANADSVIKT" not in rader:
        return u.manadsvikter
    celler = rader["MANADSVIKT"]
    vikter = tuple(read_whole(celler[manad], "en hel vikt", fel) or 0 for manad in MANADER)
    if not any(vikter):
        fel.append(Anmarkning(celler[MANADER[0]].plats, "alla månaders vikter är 0", "minst en vikt över 0"))
    return vikter


def _read_insatser(bok: Budgetbok, u: Budgetunderlag, fel: Anmarkningar) -> tuple[PlaneradInsats, ...]:
    """The budget year from Insatser, the plan years from Insatser per år."""
    senare = u.budgetaren[1:]
    behovs = [f"{vad} {ar}" for vad in ("Körs", "Deltagare") for ar in senare]
    i_ar = _find(bok, INSATSBLAD, ("Kod", "Insats"), ("Körs", "Planerade deltagare"), fel)
    framat = _find(bok, INSATSARSBLAD, ("Kod", "Insats"), behovs, fel)

    def read(plan: PlaneradInsats) -> PlaneradInsats:
        if plan.kod not in i_ar or plan.kod not in framat:
            return plan
        kors = [i_ar[plan.kod]["Körs"], *(framat[plan.kod][f"Körs {ar}"] for ar in senare)]
        antal = [i_ar[plan.kod]["Planerade deltagare"], *(framat[plan.kod][f"Deltagare {ar}"] for ar in senare)]
        return replace(
            plan,
            kors=tuple(read_yes_no(cell, fel) for cell in kors),
            deltagare_antal=tuple(read_number(cell, fel) or 0.0 for cell in antal),
        )

    return tuple(map(read, u.insatser))
