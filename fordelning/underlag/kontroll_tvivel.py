"""The gate: figures of the plan that can be meant but seldom are. Each is told, none is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fordelning.fel import Anmarkning
from fordelning.underlag.inlast import Inlast, show
from fordelning.underlag.tolkning import Rad


@dataclass(frozen=True, slots=True)
class _Tvivel:
    """What is doubtful in one row: where, when (of its post), and what is said, with the post's fields in braces."""

    tabell: str
    kolumn: str
    nar: Callable[[Any], bool]
    vad: str
    vantat: str
    gor: str
    andra: tuple[str, ...] = ()
    """The other columns that must have been read."""


def _never_of_struktur(kolumn: str) -> _Tvivel:
    return _Tvivel(
        "insatser",
        kolumn,
        lambda p: p.inriktning == "struktur" and getattr(p, kolumn) > 0,
        f"{kolumn} {{{kolumn}}} används inte för en insats med inriktning struktur",
        "0 för en strukturövergripande insats",
        "Kontrollera inriktningen, eller skriv 0.",
        ("inriktning",),
    )


_TVIVEL = (
    _Tvivel(
        "effekter",
        "effekt_andel",
        lambda p: (p.effekt_andel or 0) < 0,
        "effekt_andel {effekt_andel} är negativ: färre skulle nå arbete eller studier med insatsen än utan",
        "0 eller mer, om insatsen inte gör skada",
        "Kontrollera tecknet.",
    ),
    _Tvivel(
        "effekter",
        "osakerhet",
        lambda p: p.effekt_andel is not None and (p.osakerhet or 0) > abs(p.effekt_andel),
        "osakerhet {osakerhet} är större än effekten, {effekt_andel}",
        "en standardavvikelse i samma enhet som effekt_andel, oftast mindre än den",
        "Kontrollera enheten.",
        ("effekt_andel",),
    ),
    _Tvivel(
        "insatser",
        "fast_kostnad_kr",
        lambda p: p.fast_kostnad_kr == p.kostnad_per_deltagare_kr == 0,
        "«{namn}» kostar inget: fast_kostnad_kr och kostnad_per_deltagare_kr är 0",
        "det som insatsen kostar förbundet",
        "Fyll i kostnaden, om inte någon annan betalar allt.",
        ("kostnad_per_deltagare_kr", "namn"),
    ),
    _Tvivel(
        "insatser",
        "hogst_antal",
        lambda p: p.inriktning == "individ" and p.hogst_antal == 0,
        "«{namn}» tar inte emot någon: hogst_antal är 0",
        "högsta antal deltagare per år",
        "Fyll i antalet.",
        ("inriktning", "namn"),
    ),
    *(_never_of_struktur(kolumn) for kolumn in ("kostnad_per_deltagare_kr", "minst_antal", "hogst_antal")),
    _Tvivel(
        "malgrupper",
        "vikt",
        lambda p: p.vikt == 0,
        "resultat i «{namn}» räknas inte i planen: vikt är 0",
        "mer än 0; 1 = alla lika",
        "Kontrollera vikten.",
        ("namn",),
    ),
    _Tvivel(
        "malgrupper",
        "andel_i_behov",
        lambda p: p.andel_i_behov == 0,
        "ingen i «{namn}» är i behov: andel_i_behov är 0",
        "andelen av gruppen som behöver samordnade insatser",
        "Kontrollera andelen.",
        ("namn",),
    ),
    _Tvivel(
        "kapital",
        "ingaende_kr",
        lambda p: p.ingaende_kr < 0,
        "ingående eget kapital {ingaende_kr} kr är negativt",
        "0 eller mer, om förbundet inte har ett underskott",
        "Kontrollera beloppet.",
    ),
)
"""Every doubt of a single row, in the order of what a plan rests on."""


def warn_doubtful_rows(inlast: Inlast) -> Iterator[Anmarkning]:
    """A negative effect, one less certain than it is large, what costs nothing, takes no one in or counts for
    nothing.
    """
    for t in _TVIVEL:
        for rad in inlast.rader(t.tabell, t.kolumn, *t.andra):
            if t.nar(rad.post):
                yield _doubt(rad, t.kolumn, t.vad.format_map(_Ord(rad.post)), t.vantat, t.gor)


def warn_no_one_in_need(inlast: Inlast) -> Iterator[Anmarkning]:
    """A förbund whose målgrupper all have 0 persons has no one to plan for."""
    if not inlast.is_whole("behov", "forbund_kod", "personer_antal"):
        return
    egna: defaultdict[str, list[Rad]] = defaultdict(list)
    for rad in inlast.rader("behov"):
        egna[rad.post.forbund_kod].append(rad)
    for kod, rader in egna.items():
        if not any(rad.post.personer_antal for rad in rader):
            vad = f"förbund {kod} har 0 personer i alla sina målgrupper"
            yield _doubt(rader[0], "personer_antal", vad, "personer i målgruppen inom förbundets område", "Fyll i dem.")


def warn_more_reached_than_in_need(inlast: Inlast) -> Iterator[Anmarkning]:
    """A strukturövergripande insats reaches no more persons of a målgrupp than are in need in it."""
    andel = {
        r.post.malgrupp_kod: r.post.andel_i_behov for r in inlast.rader("malgrupper", "malgrupp_kod", "andel_i_behov")
    }
    personer = {
        (r.post.forbund_kod, r.post.malgrupp_kod): r.post.personer_antal
        for r in inlast.rader("behov", "forbund_kod", "malgrupp_kod", "personer_antal")
    }
    for rad in inlast.rader("effekter", "forbund_kod", "malgrupp_kod", "effekt_antal"):
        alla, del_ = personer.get((rad.post.forbund_kod, rad.post.malgrupp_kod)), andel.get(rad.post.malgrupp_kod)
        if alla is not None and del_ is not None and (rad.post.effekt_antal or 0) > alla * del_:
            antal, behov = show(rad.post.effekt_antal), show(round(alla * del_, 1))
            vad = f"effekt_antal {antal} är fler än målgruppens {behov} i behov"
            yield _doubt(rad, "effekt_antal", vad, "personer som nås per år", "Kontrollera antalet.")


class _Ord(dict[str, str]):
    """The fields of a post as they are shown."""

    def __init__(self, post: Any) -> None:
        super().__init__()
        self._post = post

    def __missing__(self, falt: str) -> str:
        varde = getattr(self._post, falt)
        return varde if isinstance(varde, str) else show(varde)


def _doubt(rad: Rad, kolumn: str, vad: str, vantat: str, gor: str) -> Anmarkning:
    return Anmarkning(rad.at(kolumn), vad, vantat, gor, allvar="varning")
