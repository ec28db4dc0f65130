"""The movements of an accounting year in a SIE file, per konto, month and objekt: the booked rows, or periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fordelning.bokforing.kontoplan import KOSTNADER, Huvud, Kontoplan
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.sie.poster import Objektlista, Rakenskapsar, SieFil
from fordelning.sie.rader import format_ore


@dataclass(frozen=True, slots=True)
class Rorelse:
    """A change of a konto in a month, in SIE's sign; `objekt` in the dimension that the konto's head is split by."""

    konto: str
    period: str
    objekt: str
    belopp_ore: int


def _choose_dimension(kontoplan: Kontoplan, huvud: Huvud | None) -> int:
    """Costs are split by insats, everything else by party."""
    d = kontoplan.dimensioner
    return d.insats if huvud in KOSTNADER else d.motpart


def read_verifikationer(
    sie: SieFil, kontoplan: Kontoplan, ar: Rakenskapsar, varningar: list[Anmarkning]
) -> Iterator[Rorelse]:
    """The booked rows. A row's own date decides its month; where it has none in the year, the verifikation's does."""
    dimensioner = {konto: _choose_dimension(kontoplan, huvud) for konto, huvud in find_heads(sie, kontoplan).items()}
    utanfor = 0
    for ver in sie.verifikationer:
        for t in ver.bokforda if ar.holds(ver.datum) else ():
            dag = t.datum or ver.datum
            utanfor += not ar.holds(dag)
            period = f"{dag if ar.holds(dag) else ver.datum:%Y%m}"
            yield Rorelse(t.konto, period, dict(t.objekt).get(dimensioner[t.konto], ""), t.belopp_ore)
    if utanfor:
        vad = f"{utanfor} transaktioner har ett eget datum utanför året och räknas på verifikationens datum"
        varningar.append(Anmarkning(sie.namn, vad, allvar="varning"))


def read_perioder(
    sie: SieFil, kontoplan: Kontoplan, ar: Rakenskapsar, varningar: list[Anmarkning]
) -> Iterator[Rorelse]:
    """Period balances: the objekt of the dimension, and what is left of the konto's total, which holds them all."""
    grupper: dict[tuple[str, str], dict[Objektlista, int]] = defaultdict(dict)
    for post in sie.periodsaldon:
        if post.arsnr == ar.arsnr:
            grupper[post.konto, post.period][post.objekt] = post.belopp_ore
    heads = find_heads(sie, kontoplan)
    utan_total: list[str] = []
    for (konto, period), belopp in grupper.items():
        delar = _split_by(_choose_dimension(kontoplan, heads[konto]), belopp)
        yield from (Rorelse(konto, period, objekt, b) for objekt, b in delar.items())
        total = _find_total(sie, konto, period, belopp)
        yield Rorelse(konto, period, "", total - sum(delar.values()))
        if () not in belopp:
            vad = f"konto {konto}, {period}: kontots egen post saknas, objektens summa {format_ore(total)} kr används"
            utan_total.append(vad)
    if utan_total:
        mer = f" (och {len(utan_total) - 1} till av samma slag)" if len(utan_total) > 1 else ""
        varningar.append(Anmarkning(sie.namn, utan_total[0] + mer, allvar="varning"))


def _split_by(dimension: int, belopp: Mapping[Objektlista, int]) -> dict[str, int]:
    """The amount per objekt of the dimension: the rows of it alone, else those that combine it with others."""
    ensamma = {lista[0][1]: b for lista, b in belopp.items() if len(lista) == 1 and lista[0][0] == dimension}
    if ensamma:
        return ensamma
    delar: dict[str, int] = defaultdict(int)
    former = [_shape(lista) for lista in belopp if dimension in _shape(lista)]
    for lista, b in belopp.items():
        if former and _shape(lista) == former[0]:
            delar[dict(lista)[dimension]] += b
    return delar


def _find_total(sie: SieFil, konto: str, period: str, belopp: Mapping[Objektlista, int]) -> int:
    """The konto's total, else what its objekt sum to. Raises UnderlagFel where dimensions sum to different amounts."""
    if () in belopp:
        return belopp[()]
    summor: dict[tuple[int, ...], int] = defaultdict(int)
    for lista, b in belopp.items():
        summor[_shape(lista)] += b
    if len(set(summor.values())) > 1:
        vad = f"konto {konto}, {period}: kontots egen post saknas, och objekten summerar olika per dimension"
        raise UnderlagFel([Anmarkning(sie.namn, vad, "kontots egen post, med {}", "Exportera filen på nytt")])
    return next(iter(summor.values()))


def _shape(lista: Objektlista) -> tuple[int, ...]:
    return tuple(sorted(dimension for dimension, _ in lista))


def find_heads(sie: SieFil, kontoplan: Kontoplan) -> dict[str, Huvud | None]:
    """The head of every konto that the file has movements on."""
    konton = {p.konto for p in sie.periodsaldon} | {t.konto for ver in sie.verifikationer for t in ver.bokforda}
    return {konto: kontoplan.find(konto) for konto in konton}
