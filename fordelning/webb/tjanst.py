"""The routes. Every answer follows from the query string and what the server was started with: it keeps no state."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from fordelning.analys.lage import Fall
from fordelning.analys.modelltext import format_forslag
from fordelning.analys.parametrar import AndringFel
from fordelning.fel import Anmarkning, FordelningFel
from fordelning.metod import read_insatsplan
from fordelning.modell import read_modell
from fordelning.plan.samling import gather_plans
from fordelning.platser import find_modeller
from fordelning.rapport.fordelning.bok import make_fordelning_leverans
from fordelning.rapport.forklara.genomgang import explain_grant
from fordelning.rapport.plan.grund import make_grund
from fordelning.rapport.plan.text import tell_answer
from fordelning.webb.lage import Lage, Start, read_lage
from fordelning.webb.sida import compute_answer, make_live_page, make_refusal, make_refused_page, show_answer, show_text

EGNA_NAMN = re.compile(r"(127\.0\.0\.1|localhost)(:\d{1,5})?", re.IGNORECASE)
"""The only names that this computer answers to: a page elsewhere cannot have its own name point here."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FILER = {
    "sida.css": ("fordelning.rapport.sida", "sida.css", "text/css"),
    "webb.css": ("fordelning.webb", "webb.css", "text/css"),
    "webb.js": ("fordelning.webb", "webb.js", "text/javascript"),
    "htmx.js": ("fordelning.webb", "htmx-2.0.11.min.js", "text/javascript"),
}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAGESFIL = "lage.toml"


def make_app(fall: Fall) -> FastAPI:
    """The server of a case. It answers this computer only, and refuses what cannot be computed in words (422)."""
    app, start = FastAPI(docs_url=None, redoc_url=None, openapi_url=None), Start(fall)
    app.middleware("http")(guard)
    app.exception_handler(FordelningFel)(refuse)
    app.exception_handler(HTTPException)(tell_status)
    app.get("/filer/{namn}")(send_part)
    for adress, svara in SVAR.items():
        app.get(adress)(_answer(start, svara))
    return app


def _answer(start: Start, svara: Callable[[Lage], Response]) -> Callable[[Request], Response]:
    def read_and_answer(request: Request) -> Response:
        return svara(read_lage(start, request.query_params))

    return read_and_answer


async def guard(request: Request, svara: Callable[[Request], Awaitable[Response]]) -> Response:
    """Who asks by another name than this computer's own is refused; a page fetches nothing from elsewhere."""
    if not EGNA_NAMN.fullmatch(request.headers.get("host", "")):
        return PlainTextResponse("Sidan finns bara på den här datorn: http://127.0.0.1.", 403)
    svar = await svara(request)
    svar.headers.update({"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"})
    svar.headers.update({"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"})
    return svar


def refuse(request: Request, fel: Exception) -> Response:
    """What cannot be computed, in words."""
    ord_ = make_refusal(str(fel))
    return HTMLResponse(make_refused_page(ord_) if request.url.path == "/" else ord_, 422)


def tell_status(request: Request, fel: Exception) -> Response:
    """What is not to be had here, in words."""
    kod = fel.status_code if isinstance(fel, HTTPException) else 404
    ord_ = {404: "Sidan finns inte. Modellen finns på adressen /.", 405: "Det går bara att läsa härifrån (GET)."}
    return PlainTextResponse(ord_.get(kod, f"Det går inte ({kod})."), kod)


def send_part(namn: str) -> Response:
    """A file that the page is made of."""
    if namn not in FILER:
        return PlainTextResponse("Filen finns inte.", 404)
    paket, fil, typ = FILER[namn]
    return Response(files(paket).joinpath(fil).read_bytes(), media_type=typ)


def send_state(lage: Lage) -> Response:
    """What the sliders' state gives; the address follows."""
    return HTMLResponse(show_answer(lage, compute_answer(lage)), headers={"HX-Replace-Url": lage.link("/")})


def _offer(innehall: bytes, namn: str, typ: str) -> Response:
    return Response(innehall, media_type=typ, headers={"Content-Disposition": f'attachment; filename="{namn}"'})


def make_workbook(lage: Lage) -> bytes:
    """fordelning.xlsx of the state, the same bytes as `fordela --modell lage.toml` with the file of the state."""
    with TemporaryDirectory() as mapp:
        fil = Path(mapp, LAGESFIL)
        fil.write_text(format_forslag(lage.fall), encoding="utf-8", newline="\n")
        fall = lage.start.use(read_modell(fil)) if lage.andrade else lage.grund
        make_fordelning_leverans(fall.allocate()).write(Path(mapp, "ut"))
        return Path(mapp, "ut", "fordelning.xlsx").read_bytes()


def explain(lage: Lage) -> str:
    """The grant of the chosen förbund in the state, line by line."""
    r = lage.fall.allocate()
    return explain_grant(r, r.koder.index(_get_forbund(lage)))


def tell_plan(lage: Lage) -> str:
    """The plan of the chosen förbund in the state, what limits it, and the price of money."""
    r, metod = lage.fall.allocate(), read_insatsplan(find_modeller() / "insatsplan.toml")
    pl = gather_plans(r, metod, _get_forbund(lage))
    return tell_answer(pl, make_grund(pl))


def _get_forbund(lage: Lage) -> str:
    if not lage.forbund:
        raise AndringFel([Anmarkning("f", "inget förbund är valt", "ett förbunds kod")])
    return lage.forbund


SVAR: Mapping[str, Callable[[Lage], Response]] = {
    "/": lambda lage: HTMLResponse(make_live_page(lage)),
    "/lage": send_state,
    "/forklara": lambda lage: HTMLResponse(show_text(explain(lage))),
    "/plan": lambda lage: HTMLResponse(show_text(tell_plan(lage))),
    f"/{LAGESFIL}": lambda lage: _offer(format_forslag(lage.fall).encode(), LAGESFIL, "application/toml"),
    "/fordelning.xlsx": lambda lage: _offer(make_workbook(lage), "fordelning.xlsx", EXCEL),
}
"""Address → what it answers of the state in its query."""
