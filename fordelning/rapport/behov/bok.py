"""behov.xlsx: need, how much of it is reached, the published estimates in both readings, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator

from fordelning.begrepp import Underlag
from fordelning.behov import Behovslage, Skattning
from fordelning.blad import Bok
from fordelning.rapport.behov.blad_behov import make_behov_blad
from fordelning.rapport.behov.blad_nas import make_nas_blad
from fordelning.rapport.behov.blad_publicerat import make_publicerat_blad
from fordelning.rapport.behov.tabeller import Behovsgrund, list_need_assumptions, make_behov_json
from fordelning.rapport.behov.text import summarize_behov
from fordelning.rapport.leverans import Leverans
from fordelning.rapport.om import make_om_blad
from fordelning.ursprung import Antaganderad, Kallrad, describe_program, list_warnings


def make_behov_bok(t: Behovsgrund) -> Bok:
    """The need with live formulas: change persons, a share or participants, and sums and reach follow."""
    b, u, s = t.lage, t.underlag, t.skattning
    per_forbund, per_malgrupp = make_behov_blad(t.kanda, b.uppskattat)
    blad = (
        per_malgrupp,
        make_nas_blad(t.nas, b.uppskattat),
        per_forbund,
        make_publicerat_blad(s, t.publicerat, t.schablon),
        *make_om_blad(_list_assumptions(t), _list_sources(u, s), (), [u]),
    )
    return Bok(f"Behov {u.budgetar}", blad)


def make_behov_leverans(b: Behovslage, u: Underlag, s: Skattning) -> Leverans:
    """The files of `behov`, and its answer."""
    t = Behovsgrund(b, u, s)
    return Leverans(
        {
            "behov.xlsx": make_behov_bok(t),
            "behov.csv": t.alla.behov,
            "behov_forbund.csv": t.nas,
            "behov.json": make_behov_json(t),
        },
        summarize_behov(t),
    )


def _list_assumptions(t: Behovsgrund) -> Iterator[Antaganderad]:
    s = t.skattning
    for text in list_need_assumptions(t):
        yield Antaganderad("Behovet", "", text)
    if s.antagande:
        yield Antaganderad("Skattningen", s.fil.namn, s.anmarkning or s.kalla.text, s.kalla.text)
    yield from list_warnings(t.lage.anmarkningar)


def _list_sources(u: Underlag, s: Skattning) -> Iterator[Kallrad]:
    marke = "antagande" if s.antagande else ""
    yield describe_program(f"Budgetår {u.budgetar}")
    text = f"{s.namn}: {s.kalla.text}"
    yield Kallrad("Skattning", s.fil.namn, text, s.kalla.datum, s.kalla.lank, marke, s.fil.sha256)
