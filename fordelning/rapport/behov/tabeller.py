"""Need and reach: the tables that every file of `behov` is made from, and behov.json."""

from __future__ import annotations

import math
from typing import Any

from fordelning.begrepp import Behov, Malgrupp, Underlag
from fordelning.behov import Behovslage, Skattning
from fordelning.blad.csv import make_number, make_records
from fordelning.rapport.behov.blad_behov import Behovstabeller
from fordelning.rapport.behov.blad_nas import make_nas
from fordelning.rapport.behov.blad_publicerat import Publicerat, make_schablon
from fordelning.ursprung import make_head

UTDELAT = (
    "behov.csv saknas: rikets antal enligt {namn} är fördelade på områdena efter invånare eller försörjningsmått. "
    "Det förutsätter att omraden.csv omfattar hela riket; områden utanför alla förbund behåller sin del."
)
NATT = "Deltagare är summan av idag_antal för individinriktade insatser; den som deltar i två räknas två gånger."


class Behovsgrund:
    """What every file of `behov` is made from, in förbund code order.

    `alla` has a row for what is not known too, `kanda` has not.
    """

    def __init__(self, b: Behovslage, u: Underlag, s: Skattning) -> None:
        self.lage, self.underlag, self.skattning, self.publicerat = b, u, s, Publicerat(s)
        grupper = [
            Malgrupp(kod, namn, andel, 1.0)
            for kod, namn, andel in zip(b.malgrupper, b.malgruppsnamn, b.andel_i_behov.tolist(), strict=True)
        ]
        rader = [
            Behov(kod, grupp.malgrupp_kod, antal)
            for kod, personer in zip(b.koder, b.personer_antal.tolist(), strict=True)
            for grupp, antal in zip(grupper, personer, strict=True)
        ]
        kanda = [rad for rad in rader if not math.isnan(rad.personer_antal)]
        self.alla, self.kanda = (Behovstabeller(vilka, grupper, u, b.uppskattat) for vilka in (rader, kanda))
        self.schablon, schablon_andel = make_schablon(s)
        self.nas = make_nas(b, u, self.kanda, schablon_andel)


def list_need_assumptions(t: Behovsgrund) -> list[str]:
    """What the figures rest on, as sentences (Swedish)."""
    return [*([UTDELAT.format(namn=t.skattning.namn)] if t.lage.utdelat else []), NATT]


def make_behov_json(t: Behovsgrund) -> dict[str, Any]:
    """behov.json: the country, every förbund, the published estimates recomputed, assumptions and findings."""
    b, u = t.lage, t.underlag
    return {
        **make_head(u.budgetar, u.filer),
        "uppskattning": b.uppskattat,
        "riket": {"malgrupper": make_records(t.kanda.malgrupper)} | _describe_country(b),
        "forbund": make_records(t.nas),
        "publicerat": _describe_published(t),
        "antaganden": list_need_assumptions(t),
        "anmarkningar": [str(a) for a in (*u.varningar, *b.anmarkningar)],
    }


def _describe_country(b: Behovslage) -> dict[str, Any]:
    """Sums over every förbund."""
    deltagare = float(b.deltagare_antal[b.vet_deltagare].sum()) if b.vet_deltagare.any() else None
    return {
        "behov_antal": make_number(float(b.behov_per_forbund_antal.sum())),
        "deltagare_antal": deltagare,
        "forbund_som_anger_deltagare_antal": int(b.vet_deltagare.sum()),
        "natt_andel": make_number(b.natt_tillsammans_andel),
        "schablon_andel": b.schablon_andel,
        "schablon_forbunden_antal": make_number(float(b.schablon_antal.sum())),
        "schablon_riket_antal": make_number(b.schablon_andel * b.riket_invanare_antal),
    }


def _describe_published(t: Behovsgrund) -> dict[str, Any]:
    """The published estimates beside what their own components give, unrounded and in both readings."""
    s = t.skattning
    return {
        "namn": s.namn,
        "kalla": s.kalla.text,
        "malgrupper": make_records(t.publicerat),
        "publicerat_antal": s.publicerat_antal,
        "publicerade_rader_antal": math.fsum(g.publicerat_antal for g in s.grupp),
        "oavrundat_antal": make_number(s.sum_need()),
        "annan_lasning_antal": make_number(s.sum_need(True)),
        "oavrundat_av_egna_underlag_antal": make_number(s.sum_own_need()),
        "avvikelser": [str(a) for a in s.find_deviations()],
        "jamforelse_antal": s.jamforelse_antal,
        "publicerad_andel": s.publicerad_andel,
        "publicerat_av_jamforelse_andel": s.publicerat_antal / s.jamforelse_antal,
        "oavrundat_av_jamforelse_andel": s.sum_need() / s.jamforelse_antal,
        "annan_lasning_av_jamforelse_andel": s.sum_need(True) / s.jamforelse_antal,
        "schablon": {"andel": s.schablon.andel, "publicerat": [p.model_dump() for p in s.schablon.publicerat]},
        "natt": [n.model_dump() | {"andel": n.andel} for n in s.natt],
    }
