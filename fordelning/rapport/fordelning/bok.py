"""fordelning.xlsx: which sheets, in which order; and the files of `fordela`."""

from __future__ import annotations

from fordelning.blad import Bok
from fordelning.rapport.fordelning.berakning_erbjudande import make_erbjudande_blad
from fordelning.rapport.fordelning.blad_aterfordelning import make_aterfordelning_blad
from fordelning.rapport.fordelning.blad_avrundning import make_avrundning_blad
from fordelning.rapport.fordelning.blad_behov import make_need_blad
from fordelning.rapport.fordelning.blad_berakning import make_berakning_blad
from fordelning.rapport.fordelning.blad_enskilt import make_enskilt_blad
from fordelning.rapport.fordelning.blad_granser import make_granser_blad
from fordelning.rapport.fordelning.blad_harledning import make_harledning_blad
from fordelning.rapport.fordelning.blad_insatser import make_insatser_blad
from fordelning.rapport.fordelning.blad_jamforelse import make_jamforelse_blad
from fordelning.rapport.fordelning.blad_kapital import make_kapital_blad
from fordelning.rapport.fordelning.blad_kontroller import (
    Avstamning,
    Kontrolltabell,
    make_avstamning_blad,
    make_kontroller_blad,
)
from fordelning.rapport.fordelning.blad_lan import make_lan_blad
from fordelning.rapport.fordelning.blad_medfinansiering import make_medfinansiering_blad
from fordelning.rapport.fordelning.blad_parametrar import make_parametrar_blad
from fordelning.rapport.fordelning.blad_regionmedel import make_regionmedel_blad
from fordelning.rapport.fordelning.blad_sammanfattning import (
    Diagramdata,
    make_diagramdata_blad,
    make_sammanfattning_blad,
)
from fordelning.rapport.fordelning.blad_tilldelning import make_tilldelning_blad
from fordelning.rapport.fordelning.blad_underlag import make_underlag_blad
from fordelning.rapport.fordelning.tabeller import Fordelningsgrund, make_resultat
from fordelning.rapport.fordelning.text import summarize
from fordelning.rapport.leverans import Leverans
from fordelning.rapport.om import make_om_blad
from fordelning.resultat import Resultat
from fordelning.ursprung import describe_program


def make_fordelning_bok(t: Fordelningsgrund) -> Bok:
    """The allocation with live formulas: change a yellow cell and everything follows, λ and the rounding included."""
    k, r, u, j = t.kedja, t.kedja.r, t.kedja.r.underlag, t.jamforelse
    b, avstamning, diagramdata = k.berakning, Avstamning(k, t.harledning), Diagramdata(j)
    kontroller = Kontrolltabell(k, avstamning, j)
    blad = (
        make_sammanfattning_blad(t, kontroller, diagramdata),
        make_tilldelning_blad(r, k.tilldelning),
        *make_medfinansiering_blad(r, k.medfinansiering),
        *make_lan_blad(r, k.lansdelar),
        make_jamforelse_blad(r, j),
        make_enskilt_blad(b),
        make_kapital_blad(r, k.kapital),
        make_granser_blad(r, k.granser),
        make_kontroller_blad(u, kontroller),
        *make_need_blad(u),
        *make_insatser_blad(u),
        make_harledning_blad(t.harledning),
        make_parametrar_blad(k.parametrar),
        *make_underlag_blad(r, k.underlag),
        *(make_regionmedel_blad(r, k.regionmedel) if k.regionmedel else ()),
        *make_om_blad((), [describe_program(f"Budgetår {u.budgetar}")], [r.modell], [u]),
        make_berakning_blad(b),
        make_aterfordelning_blad(b.losning),
        make_avrundning_blad(b.avrundning),
        make_erbjudande_blad(b.erbjudande),
        make_avstamning_blad(avstamning),
        make_diagramdata_blad(j, diagramdata),
    )
    return Bok(f"Statens tilldelning till samordningsförbunden {u.budgetar}", blad)


def make_fordelning_leverans(r: Resultat) -> Leverans:
    """The files of `fordela`, and its answer."""
    t = Fordelningsgrund(r)
    return Leverans(
        {
            "fordelning.xlsx": make_fordelning_bok(t),
            "tilldelning.csv": t.kedja.tilldelning,
            "harledning.csv": t.harledning,
            "medfinansiering.csv": t.kedja.medfinansiering,
            "per_lan.csv": t.kedja.lansdelar.lan,
            "per_region.csv": t.kedja.lansdelar.regioner,
            "resultat.json": make_resultat(t),
        },
        summarize(t),
    )
