"""The key that kommuner have agreed (`medfinansiering_vikt`): who pays, in every document; the gate; and changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from fordelning.analys.lage import Fall
from fordelning.mall.bok import write_mall
from fordelning.mall.csv import write_underlag
from fordelning.resultat import Resultat, allocate
from fordelning.underlag import read_checked
from tests.ar.aret import change, finish, make_granskat
from tests.budget_bygge import make_budget, make_grund
from tests.slump import UTAN_SPARR
from tests.underlag.prov import Prov, find_faults
from tests.underlag_bygge import Bygge

BYGGE = (
    Bygge(6_000_000)
    .add("A", [500, 700, 300], vikter=[1, 2.5, 0])
    .add("B", [500, 500])
    .add("C", [400, 600], vikter=[3, 1], regioner=[None])
    .add("D", [1, 1], vikter=[9, 1])
    .pledge("D", 500_000, 500_000)
)


def shares(r: Resultat, kod: str, part: str) -> list[int]:
    return [b.belopp_kr for b in r.bidrag if (b.forbund_kod, b.part) == (kod, part)]


def test_kommuner_share_by_their_own_key_after_pledges_and_before_inhabitants() -> None:
    r = allocate(UTAN_SPARR, BYGGE.make())
    kommunernas = dict(zip(r.underlag.koder, r.matchning.kommuner_kr.tolist(), strict=True))
    assert shares(r, "A", "kommun")[2] == 0
    assert shares(r, "A", "kommun")[0] == pytest.approx(kommunernas["A"] / 3.5, abs=1)
    assert shares(r, "B", "kommun") == [kommunernas["B"] / 2] * 2
    assert shares(r, "C", "region") == shares(r, "C", "kommun") == [kommunernas["C"] * 3 / 4, kommunernas["C"] / 4]
    assert shares(r, "D", "kommun") == [kommunernas["D"] / 2] * 2


def test_the_state_and_the_parts_are_the_same_with_another_key() -> None:
    utan = Bygge(6_000_000).add("A", [500, 700, 300]).add("B", [500, 500]).add("C", [400, 600], regioner=[None])
    utan = utan.add("D", [1, 1]).pledge("D", 500_000, 500_000)
    assert allocate(UTAN_SPARR, utan.make()).tabell().equals(allocate(UTAN_SPARR, BYGGE.make()).tabell())


@pytest.mark.parametrize("kod", "ABCD")
def test_the_budget_follows_the_allocation(kod: str) -> None:
    grund = make_grund(BYGGE)
    parter = [(f.huvud, f.belopp_kr) for f in make_budget(kod, grund).intaktsrader[:-1]]
    assert parter == [(b.part, b.belopp_kr) for b in grund.resultat.bidrag if b.forbund_kod == kod]


def test_pledges_that_are_changed_follow_the_key() -> None:
    r = Fall(BYGGE.make(), UTAN_SPARR).change(kommuner_utlovat_kr={"A": 700_000}).allocate()
    lovat = [b.utlovat_kr for b in r.bidrag if (b.forbund_kod, b.part) == ("A", "kommun")]
    assert lovat == [200_000, 500_000, 0]


def give_weights(prov: Prov, **vikter: str) -> Prov:
    prov.tabeller["omraden"][0].append("medfinansiering_vikt")
    for rad in prov.tabeller["omraden"][1:]:
        rad.append(vikter.get(rad[0], ""))
    return prov


@pytest.mark.parametrize(
    ("vikter", "ord_"),
    [
        ({"K01": "5"}, "förbund A: «K02» saknar vikt, men andra områden i förbundet har"),
        ({"K01": "0", "K02": "0"}, "förbund A: alla vikter är 0"),
        ({"K01": "-1", "K02": "2"}, "negativt"),
        ({"K01": "fem", "K02": "2"}, "inget tal"),
    ],
)
def test_a_key_that_is_not_whole_is_one_finding_in_its_cell(vikter: dict[str, str], ord_: str, tmp_path: Path) -> None:
    [fel] = find_faults(give_weights(Prov(), **vikter).write(tmp_path))
    assert ord_ in fel.vad
    assert "medfinansiering_vikt" in fel.plats


def test_when_one_part_of_a_merger_has_a_key_the_others_have_their_inhabitants_and_it_is_told() -> None:
    granskat = make_granskat(give_weights(Prov(), K01="70000", K02="20000"))
    andrat = change(granskat, '[[sla_ihop]]\nforbund = ["A", "B"]\ntill = "AB"\nnamn = "Alfabeta"\n')
    vikter = {rad["omrade_kod"]: rad["medfinansiering_vikt"] for rad in andrat.texter.tabeller["omraden"]}
    assert [vikter[kod] for kod in ("K01", "K02", "K03-NORR", "K04", "K05")] == ["70000", "20000", "20000", "9000", ""]
    assert any("medfinansiering_vikt var tom för K03-NORR, K04" in a.vad for a in andrat.varningar)
    finish(granskat, andrat)


@pytest.mark.parametrize(("vikter", "skrivs"), [({}, False), ({"K01": "2", "K02": "1.5"}, True)])
def test_the_column_is_written_when_a_row_has_it_and_comes_back_out_of_a_workbook(
    vikter: dict[str, str], skrivs: bool, tmp_path: Path
) -> None:
    mapp = give_weights(Prov(), **vikter).write(tmp_path / "mapp")
    write_mall(tmp_path / "bok.xlsx", read_checked(mapp))
    write_underlag(read_checked(tmp_path / "bok.xlsx"), tmp_path / "csv")
    skrivet = (tmp_path / "csv" / "omraden.csv").read_text("utf-8")
    assert ("medfinansiering_vikt" in skrivet) == skrivs
    assert not skrivs or skrivet == (mapp / "omraden.csv").read_text("utf-8")
