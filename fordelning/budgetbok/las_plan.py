"""Read the plan back from a budget workbook: the blue cells, which change the budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fordelning.budget.underlag import Budgetunderlag, Motpart, PlaneradInsats, Ram
from fordelning.budgetbok.blad_insatser import KORS, PLANERADE
from fordelning.budgetbok.blad_insatser_per_ar import DELTAR
from fordelning.budgetbok.blad_kommuner import EGEN_VIKT
from fordelning.budgetbok.blad_manader import MANADSVIKT
from fordelning.budgetbok.blad_planar import head_year
from fordelning.budgetbok.las_bok import INSATSER, PARTER, PER_AR, RAMAR, VIKTER, Ifylldbok
from fordelning.budgetbok.rader import MANADER
from fordelning.fel import Anmarkning
from fordelning.infil.ifyllt import Rader
from fordelning.underlag.ifyllda_celler import read_number, read_share, read_whole, read_yes_no

Anmarkningar = list[Anmarkning]


def read_plan(bok: Ifylldbok, tabeller: Mapping[str, Rader], u: Budgetunderlag, fel: Anmarkningar) -> Budgetunderlag:
    """The underlag with what the workbook's plan says instead; mistakes are added to `fel`."""
    styrelse, revision = (bok.find_name(namn) for namn in ("styrelse_andel", "revision_andel"))
    plan = replace(
        u,
        motparter=_read_parties(tabeller[PARTER], u, fel),
        ramar=_read_frames(tabeller[RAMAR], u, fel),
        manadsvikter=_read_weights(tabeller[VIKTER], u, fel),
        insatser=_read_insatser(tabeller[INSATSER], tabeller[PER_AR], u, fel),
        styrelse_andel=read_share(styrelse, u.styrelse_andel, fel),
        revision_andel=read_share(revision, u.revision_andel, fel),
    )
    if plan.styrelse_andel + plan.revision_andel > 1:
        fel.append(Anmarkning(styrelse.plats, "styrelsens och revisionens andelar är tillsammans mer än 100 %"))
    return replace(plan, invanare_antal=sum(m.invanare_antal for m in plan.motparter if m.part == "kommun"))


def _read_parties(rader: Rader, u: Budgetunderlag, fel: Anmarkningar) -> tuple[Motpart, ...]:
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


def _read_frames(rader: Rader, u: Budgetunderlag, fel: Anmarkningar) -> tuple[Ram, ...]:
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


def _read_weights(rader: Rader, u: Budgetunderlag, fel: Anmarkningar) -> tuple[int, ...]:
    if MANADSVIKT not in rader:
        return u.manadsvikter
    celler = rader[MANADSVIKT]
    vikter = tuple(read_whole(celler[manad], "en hel vikt", fel) or 0 for manad in MANADER)
    if not any(vikter):
        fel.append(Anmarkning(celler[MANADER[0]].plats, "alla månaders vikter är 0", "minst en vikt över 0"))
    return vikter


def _read_insatser(i_ar: Rader, framat: Rader, u: Budgetunderlag, fel: Anmarkningar) -> tuple[PlaneradInsats, ...]:
    """The budget year from Insatser, the plan years from Insatser per år."""
    senare = u.budgetaren[1:]

    def read(plan: PlaneradInsats) -> PlaneradInsats:
        if plan.kod not in i_ar or plan.kod not in framat:
            return plan
        kors = [i_ar[plan.kod][KORS], *(framat[plan.kod][f"{KORS} {ar}"] for ar in senare)]
        antal = [i_ar[plan.kod][PLANERADE], *(framat[plan.kod][f"{DELTAR} {ar}"] for ar in senare)]
        return replace(
            plan,
            kors=tuple(read_yes_no(cell, fel) for cell in kors),
            deltagare_antal=tuple(read_number(cell, fel) or 0.0 for cell in antal),
        )

    return tuple(map(read, u.insatser))
