"""The control sums of a SIE file.

- Every verifikation sums to zero, and every #RTRANS has its #TRANS.
- Per konto and year: IB + movements = UB + RES, where every term is given. An opening balance that is missing is the
  year before's closing one, and where that is missing too there is no sum: the format lets both be left out. Movements
  are the verifikationer where the year has any, else #PSALDO; where a year has both they must agree.
- A year's sums stop only those who read that year, and a year with a row that could not be read has none.
- Warnings: Σ IB, or Σ UB + Σ RES, that is not zero, and an IB that is not the year before's UB. So looks a file that
  was exported before the year before was closed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from fordelning.pengar import format_kr
from fordelning.sie.fynd import INGEN, Galler
from fordelning.sie.innehall import Innehall
from fordelning.sie.poster import Saldoslag, Transaktion, Verifikation

Kontosummor = dict[str, int]
"""Konto → sum, öre."""


def check_verifikation(innehall: Innehall, rad: int, ver: Verifikation, rader: list[int]) -> None:
    """Balance, and an added row that is a #TRANS too: konto and amount alone are counted, and are taken from it."""
    ar = innehall.find_ar(ver.datum)
    galler = _readers(ar.arsnr if ar else None)
    if summa := sum(t.belopp_ore for t in ver.bokforda):
        namn = f"{ver.serie} {ver.vernr}".strip() or "utan nummer"
        vad = f"verifikation {namn} balanserar inte: summan är {_kr(summa)} kr"
        gor = "Rätta i ekonomisystemet och exportera på nytt"
        innehall.refuse(rad, vad, "summan 0", gor, galler, "verifikation balanserar inte")
    if not ver.rader:
        innehall.warn(rad, "verifikationen saknar transaktioner")
    bokforda = Counter((t.konto, t.belopp_ore) for t in ver.bokforda)
    bokforda.subtract((t.konto, t.belopp_ore) for t in ver.rader if t.slag == "RTRANS")
    for nr, t, nasta in zip(rader, ver.rader, [*ver.rader[1:], None][: len(ver.rader)], strict=True):
        if t.slag == "RTRANS" and (nasta is None or nasta.slag != "TRANS" or _row(nasta) != _row(t)):
            finns = bokforda[t.konto, t.belopp_ore] >= 0
            vad = "#RTRANS följs inte av en likadan #TRANS"
            innehall.refuse(nr, vad, "samma rad en gång till som #TRANS", galler=INGEN if finns else galler)


def _row(t: Transaktion) -> tuple[object, ...]:
    return (t.konto, t.belopp_ore, t.objekt, t.datum, t.text, t.kvantitet)


def _readers(arsnr: int | None) -> Galler:
    """Those who read what was booked in the year."""
    return Galler(frozenset(("utfall",)), arsnr)


def check_summor(innehall: Innehall) -> None:
    """The control sums of every year whose rows could all be read."""
    verifikationer, periodsaldon = _sum_verifikationer(innehall), _sum_periodsaldon(innehall)
    fel = [f.galler for f in innehall.fynd if f.galler]
    for _, ar in innehall.rakenskapsar:
        _warn_balance(innehall, ar.arsnr)
        ver, perioder = verifikationer.get(ar.arsnr), periodsaldon.get(ar.arsnr)
        if any(galler.stops({ar.arsnr}) for galler in fel):
            continue
        if ver and perioder:
            _compare_sources(innehall, ar.arsnr, ver, perioder)
        if rorelser := ver or perioder:
            _check_konton(innehall, ar.arsnr, rorelser)


def _sum_verifikationer(innehall: Innehall) -> dict[int, Kontosummor]:
    summor: dict[int, Kontosummor] = defaultdict(lambda: defaultdict(int))
    for _, ver in innehall.verifikationer:
        if ar := innehall.find_ar(ver.datum):
            for t in ver.bokforda:
                summor[ar.arsnr][t.konto] += t.belopp_ore
    return summor


def _sum_periodsaldon(innehall: Innehall) -> dict[int, Kontosummor]:
    summor: dict[int, Kontosummor] = defaultdict(lambda: defaultdict(int))
    for _, post in innehall.periodsaldon:
        if not post.objekt:
            summor[post.arsnr][post.konto] += post.belopp_ore
    return summor


def _compare_sources(innehall: Innehall, arsnr: int, verifikationer: Kontosummor, perioder: Kontosummor) -> None:
    """Where a year has both verifikationer and period balances they tell the same story per konto."""
    forsta_rad: dict[str, int] = {}
    for rad, post in innehall.periodsaldon:
        if post.arsnr == arsnr:
            forsta_rad.setdefault(post.konto, rad)
    for konto, summa in perioder.items():
        if konto in forsta_rad and summa != (bokfort := verifikationer.get(konto, 0)):
            vad = (
                f"konto {konto}, år {arsnr}: #PSALDO är i summa {_kr(summa)} kr men verifikationerna {_kr(bokfort)} kr"
            )
            innehall.refuse(forsta_rad[konto], vad, "samma belopp", "Exportera filen på nytt", _readers(arsnr))


def _check_konton(innehall: Innehall, arsnr: int, rorelser: Kontosummor) -> None:
    """IB + movements = UB + RES for every konto of the year of which every term is given."""
    ib, ub, res, fjol = _terms(innehall, arsnr)
    for konto in sorted(ub.keys() | res.keys()):
        ingaende = ib.get(konto, fjol.get(konto))
        if ingaende is None and konto in ub:
            continue
        ingaende, rorelse = ingaende or 0, rorelser.get(konto, 0)
        utgaende = ub.get(konto, 0) + res.get(konto, 0)
        if ingaende + rorelse != utgaende:
            slag = "RES" if konto in res else "UB"
            summa = f"IB {_kr(ingaende)} + rörelser {_kr(rorelse)} = {_kr(ingaende + rorelse)} kr"
            vad = f"konto {konto}, år {arsnr}: {summa}, men {slag} är {_kr(utgaende)} kr"
            gor = "Exportera filen på nytt"
            innehall.refuse(_find_row(innehall, arsnr, konto), vad, "samma belopp", gor, _readers(arsnr), "kontosumma")


def _terms(innehall: Innehall, arsnr: int) -> tuple[Kontosummor, Kontosummor, Kontosummor, Kontosummor]:
    """IB, UB and RES of the year, and the UB of the year before where the year has no IB at all."""
    ib, ub, res = (_balances(innehall, arsnr, slag) for slag in ("IB", "UB", "RES"))
    return ib, ub, res, {} if ib else _balances(innehall, arsnr - 1, "UB")


def _find_row(innehall: Innehall, arsnr: int, konto: str) -> int:
    """The row to point to for a konto: its closing balance, else its opening one, else where it is first used."""
    saldon = {s.slag: rad for rad, s in innehall.saldon if (s.arsnr, s.konto) == (arsnr, konto)}
    anvand = (rad for rad, post in innehall.posts_with_konto() if post.konto == konto)
    return next((saldon[slag] for slag in ("UB", "RES", "IB") if slag in saldon), next(anvand, 1))


def _balances(innehall: Innehall, arsnr: int, slag: Saldoslag) -> Kontosummor:
    return {s.konto: s.belopp_ore for _, s in innehall.saldon if s.slag == slag and s.arsnr == arsnr}


def _warn_balance(innehall: Innehall, arsnr: int) -> None:
    """The balance sheet sums to zero when it is whole, and opens as the year before closed."""
    ib, ub, res = (_balances(innehall, arsnr, slag) for slag in ("IB", "UB", "RES"))
    fjol = _balances(innehall, arsnr - 1, "UB")
    if summa := sum(ib.values()):
        vad = f"IB för år {arsnr} är tillsammans {_kr(summa)} kr, inte 0"
        innehall.warn(_first(innehall, arsnr, "IB"), vad)
    if ub and (summa := sum(ub.values()) + sum(res.values())):
        vad = f"UB och RES för år {arsnr} är tillsammans {_kr(summa)} kr, inte 0"
        innehall.warn(_first(innehall, arsnr, "UB"), vad)
    for konto, (fore, efter) in _differences(fjol, ib).items():
        innehall.warn(
            _find_row(innehall, arsnr, konto),
            f"konto {konto}: IB år {arsnr} är {_kr(efter)} kr men UB år {arsnr - 1} är {_kr(fore)} kr",
            "Kontrollera att året före är avslutat",
        )


def _differences(fjol: Mapping[str, int], ib: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Konton whose opening balance is not the closing one of the year before, where both are given."""
    par = {konto: (fjol[konto], ib[konto]) for konto in sorted(fjol.keys() & ib.keys())}
    return {konto: (fore, efter) for konto, (fore, efter) in par.items() if fore != efter}


def _first(innehall: Innehall, arsnr: int, slag: Saldoslag) -> int:
    return next(rad for rad, s in innehall.saldon if s.slag == slag and s.arsnr == arsnr)


def _kr(belopp_ore: int) -> str:
    """Öre as kronor in Swedish text: 1 234,50."""
    kr, ore = divmod(abs(belopp_ore), 100)
    text = f"{format_kr(kr)},{ore:02d}"
    return f"\u2212{text}" if belopp_ore < 0 else text
