"""fordelning.xlsx: which sheets, in which order; and the files of `fordela`."""

from __future__ import annotations

from fordelning.blad import Bok
from fordelning.rapport.fordelning.blad_behov import make_need_blad
from fordelning.rapport.fordelning.blad_enskilt import make_enskilt_blad
from fordelning.rapport.fordelning.blad_harledning import make_harledning_blad
from fordelning.rapport.fordelning.blad_insatser import make_insatser_blad
from fordelning.rapport.fordelning.blad_jamforelse import make_jamforelse_blad
from fordelning.rapport.fordelning.blad_kontroller import (
    Avstamning,
    Kontrolltabell,
    make_avstamning_blad,
    make_kontroller_blad,
)
from fordelning.rapport.fordelning.blad_sammanfattning import (
    Diagramdata,
    make_diagramdata_blad,
    make_sammanfattning_blad,
)
from fordelning.rapport.fordelning.kedja import make_kedja_blad
from fordelning.rapport.fordelning.tabeller import Fordelningsgrund, make_resultat
from fordelning.rapport.fordelning.text import summarize
from fordelning.rapport.leverans import Leverans
from fordelning.rapport.om import make_om_blad
from fordelning.resultat import Resultat
from fordelning.ursprung import describe_program


def make_fordelning_bok(t: Fordelningsgrund) -> Bok:
    """The allocation with live formulas: change a yellow cell and everything follows, λ and the rounding included."""
    k, r, u = t.kedja, t.kedja.r, t.kedja.r.underlag
    kedja, j = make_kedja_blad(k), t.jamforelse
    avstamning, diagramdata = Avstamning(k, t.harledning), Diagramdata(j)
    kontroller = Kontrolltabell(k, avstamning, j)
    blad = (
        make_sammanfattning_blad(k, j, kontroller, diagramdata),
        *(kedja.pop(namn) for namn in ("Tilldelning", "Medfinansiering", "Per län", "Per region")),
        make_jamforelse_blad(r, j),
        make_enskilt_blad(k.berakning),
        *(kedja.pop(namn) for namn in ("Eget kapital", "Gränser")),
        make_kontroller_blad(u, kontroller),
        *make_need_blad(u),
        *make_insatser_blad(u),
        make_harledning_blad(t.harledning),
        *kedja.values(),
        *make_om_blad((), [describe_program(f"Budgetår {u.budgetar}")], [r.modell], [u]),
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
