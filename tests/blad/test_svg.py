"""Figures as SVG and tables as HTML: bars are where their values are, and text is never markup."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from fordelning.blad.html import Markup, make_data, make_page, make_table, tag
from fordelning.blad.svg import BREDD, Axel, Stapel, draw_bars, draw_points, draw_waterfall, find_end, list_ticks
from fordelning.blad.tabell import Tabell


def read_boxes(svg: str) -> list[tuple[float, float, float]]:
    """Every bar as (y, from, to), from the top."""
    rutor = re.findall(r"M([\d.]+) (\d+)h(-?[\d.]+)v12", svg)
    return sorted((float(y), float(x), float(x) + float(b)) for x, y, b in rutor)


def test_each_bar_of_a_waterfall_begins_where_the_last_ended_and_the_whole_is_the_sum() -> None:
    svg = draw_waterfall(
        "T", [Stapel("a", 100, ""), Stapel("b", -30, ""), Stapel("c", 50, ""), Stapel("=", 120, "", True)]
    )
    a, b, c, hel = read_boxes(svg)
    skala = (BREDD - 2) / 120
    assert [round((till - fran) / skala) for _, fran, till in (a, b, c, hel)] == [100, 30, 50, 120]
    assert a[2] == pytest.approx(b[2], abs=0.2) and b[1] == pytest.approx(c[1], abs=0.2)
    assert hel[1] == pytest.approx(a[1]) and hel[2] == pytest.approx(c[2], abs=0.2)


def test_bars_below_nothing_lie_to_the_left_of_the_axis_in_a_lighter_colour() -> None:
    svg = draw_bars("T", [Stapel("upp", 30, "30"), Stapel("ned", -10, "−10")])
    upp, ned = read_boxes(svg)
    assert upp[1] == pytest.approx(ned[2], abs=0.2)
    assert len(set(re.findall(r'<path d="M[\d.]+ \d+h[^"]*" fill="(#\w+)"', svg))) == 2
    assert len(ElementTree.fromstring(svg).findall(".//text")) == 4


@pytest.mark.parametrize("mest", [0.7, 1, 7, 93, 137, 5e6])
def test_ticks_are_round_even_and_few(mest: float) -> None:
    t = list_ticks(mest)
    assert t[0] == 0 and 2 < len(t) <= 6 and t[-1] <= mest * 1.001
    assert len({round(b - a, 6) for a, b in pairwise(t)}) == 1
    assert find_end(mest) >= mest and find_end(mest) in (pytest.approx(t[-1]), pytest.approx(t[-1] + t[1]))


def test_a_point_lies_where_its_figures_say() -> None:
    svg = draw_points("T", Axel("x", 10, str), Axel("y", 20, str), [(0, 0, "noll", "0"), (10, 20, "hörn", "1")], 2.0)
    noll, horn = (tuple(map(float, m)) for m in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg))
    assert f'd="M{noll[0]:g} {noll[1]:g}L{horn[0]:g} {horn[1]:g}"' in svg


def test_text_is_escaped_everywhere_and_markup_is_not() -> None:
    assert tag("p", "<b>&", Markup("<i>x</i>"), title='"<') == '<p title="&quot;&lt;">&lt;b&gt;&amp;<i>x</i></p>'
    assert tag("p", None, hidden=True, id=None, x=False) == "<p hidden></p>"
    assert "</script" not in make_data("d", {"x": "</script>"}).removesuffix("</script>")


def test_a_table_of_figures_says_so_once_and_shows_signs() -> None:
    t = Tabell("T")
    kolumner = [
        t.data("Namn", ["a", "b"]),
        t.data("Kr", [1234.0, None], "kr"),
        t.data("Ändring", [0.5, -0.25], "andring"),
    ]
    html = make_table("Rubrik", kolumner)
    assert 'class="siffror"' in html and 'class="t"' not in html
    assert re.findall("<td>([^<]*)", html) == ["1\u00a0234", "+50 %", "", "−25 %"]


def test_a_page_lets_only_its_own_style_and_script_run() -> None:
    sida = make_page("T", "p{}", "1", [Markup("<p>x</p>")])
    policy = re.findall('Content-Security-Policy" content="([^"]*)"', sida)[0]
    assert policy.count("'sha256-") == 2 and "unsafe" not in policy and "default-src 'none'" in policy
