// The page's script. It knows no rule: every grant was computed beforehand, and here they are looked up and compared.
"use strict";
(() => {
  const hitta = (id) => document.getElementById(id);
  const data = JSON.parse(hitta("data").textContent);
  const { koder, namn, reglage, enhet } = data;
  const antal = koder.length;
  const [ett, tva] = reglage;
  const saknas = new Set(data.saknas);

  // The states, förbund by förbund: signs of four bits, or zeros in a row; numbers folded around 0; each the difference
  // from what its neighbours on the two sliders lead one to expect.
  const TECKEN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const bredd = tva.steg.length, lagen = ett.steg.length * bredd;
  const belopp = new Float64Array(antal * lagen);
  let plats = 0, tal = 0, vikt = 1;
  for (const tecken of data.tillstand) {
    const n = TECKEN.indexOf(tecken);
    if (n >= 32) { plats += n - 31; continue; }
    tal += (n % 16) * vikt;
    vikt *= 16;
    if (n >= 16) continue;
    belopp[plats++] = tal % 2 ? -(tal + 1) / 2 : tal / 2;
    tal = 0; vikt = 1;
  }
  for (let i = 0; i < belopp.length; i++) {
    const a = i % lagen >= bredd, s = i % bredd > 0;
    belopp[i] += (a ? belopp[i - bredd] : 0) + (s ? belopp[i - 1] : 0) - (a && s ? belopp[i - bredd - 1] : 0);
  }
  const nummer = (a, s) => a * bredd + s;
  const kr = (nu, f) => belopp[f * lagen + nu] * enhet;
  const fordelat = nummer(ett.valt, tva.valt);

  const skriv = (v) => `${v < 0 ? "−" : ""}${String(Math.abs(v)).replace(/\B(?=(\d{3})+$)/g, "\u00a0")}`;
  const skrivAndring = (v) => (v > 0 ? "+" : "") + skriv(v);

  // What is shown now: a step of each slider, a förbund (−1 = none), and what the map shows.
  const lage = { steg: [ett.valt, tva.valt], forbund: -1, karta: "niva" };
  const skjutare = reglage.map((r) => hitta(`reglage-${r.bokstav}`));
  const rader = [...document.querySelectorAll("#tabell tbody tr")];
  const kort = [...document.querySelectorAll(".kort")];
  const celler = rader.map((tr) => [0, 1].map(() => {
    const td = tr.insertCell(); td.className = "t"; return td;
  }));
  for (const rubrik of ["Med reglagen, kr", "Skillnad mot fördelningen, kr"]) {
    const th = document.createElement("th");
    th.scope = "col"; th.className = "t"; th.textContent = rubrik;
    document.querySelector("#tabell thead tr").append(th);
  }

  // The kommuner as their förbund's cards name them, for who knows only where one lives.
  const jamfor = new Intl.Collator("sv").compare;
  const valjKommun = hitta("valj-kommun");
  const kommuner = kort.flatMap((k, f) => k.querySelector(".omrade").textContent.slice(8, -1).split(", ").map((n) => [n, f]));
  for (const [n, f] of kommuner.sort(([a], [b]) => jamfor(a, b))) valjKommun.append(new Option(n, f));

  function visa() {
    const nu = nummer(...lage.steg), gar = !saknas.has(nu);
    reglage.forEach((r, i) => {
      const text = r.steg[lage.steg[i]];
      skjutare[i].value = lage.steg[i];
      skjutare[i].setAttribute("aria-valuetext", text);
      hitta(`${skjutare[i].id}-varde`).textContent = text;
    });
    for (let f = 0; f < antal; f++) {
      celler[f][0].textContent = gar ? skriv(kr(nu, f)) : "–";
      celler[f][1].textContent = gar ? skrivAndring(kr(nu, f) - kr(fordelat, f)) : "–";
    }
    hitta("svar").textContent = beskriv(nu, gar);
    hitta("svar-forbund").textContent = gar && lage.forbund >= 0 ? beskrivForbund(nu, lage.forbund) : "";
    visaKarta(nu, gar);
    visaModellfil(gar);
    if (lage.forbund !== visat) visaForbund();
  }

  let visat = null;
  function visaForbund() {
    visat = lage.forbund;
    document.querySelectorAll(".vald").forEach((e) => e.classList.remove("vald"));
    if (lage.forbund >= 0)
      document.querySelectorAll(`tr[data-f="${lage.forbund}"], g[data-f="${lage.forbund}"], circle[data-f="${lage.forbund}"]`)
        .forEach((e) => e.classList.add("vald"));
    kort.forEach((k, f) => { k.hidden = f !== lage.forbund; k.open = f === lage.forbund; });
    hitta("valj").value = lage.forbund < 0 ? "" : koder[lage.forbund];
    if (Number(valjKommun.value) !== lage.forbund) valjKommun.value = "";
  }

  function beskriv(nu, gar) {
    if (!gar) return "Det läget går inte: golven är tillsammans större än ramen.";
    let mer = 0, mindre = 0, upp = 0, ned = 0;
    for (let f = 0; f < antal; f++) {
      const v = kr(nu, f) - kr(fordelat, f);
      if (v > 0) { mer += 1; upp += v; } else if (v < 0) { mindre += 1; ned += v; }
    }
    if (nu === fordelat) return "Reglagen står på fördelningen.";
    return `${mer} förbund får mer (${skrivAndring(upp)} kr), ${mindre} får mindre (${skriv(ned)} kr), ` +
      `${antal - mer - mindre} lika mycket.`;
  }
  function beskrivForbund(nu, f) {
    const fore = kr(fordelat, f), efter = kr(nu, f);
    return `${namn[f]}: ${skriv(fore)} kr` + (nu === fordelat ? "." : ` → ${skriv(efter)} kr (${skrivAndring(efter - fore)} kr).`);
  }

  // The model file of the state: the lines that were written beforehand, with what each slider's step says.
  function visaModellfil(gar) {
    const { rader, varianter, former } = data.modellfil;
    const variant = varianter[reglage.map((r, i) => Number(lage.steg[i] !== r.valt)).join("")];
    hitta("spara").hidden = !gar || !variant;
    if (hitta("spara").hidden) return;
    const text = variant.map((n) => rader[n]).join("\n")
      .replace(/([\u0001\u0002])(\d)/g, (_, vem, n) => former[vem.charCodeAt(0) - 1][n][lage.steg[vem.charCodeAt(0) - 1]]);
    hitta("modellfil").href = `data:application/toml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  // The map: the fills were chosen beforehand; for the sliders the class is found among the same limits.
  function klass(f, nu) {
    const fore = kr(fordelat, f), andel = fore ? (kr(nu, f) - fore) / fore : 0, [mest, mindre] = data.granser;
    return 3 + Math.sign(andel) * (1 + (Math.abs(andel) > mindre) + (Math.abs(andel) > mest));
  }
  const ytor = [...document.querySelectorAll("#kommuner [data-f]")];
  function visaKarta(nu, gar) {
    if (!ytor.length) return;
    for (const g of ytor) {
      const f = Number(g.dataset.f);
      g.setAttribute("fill", lage.karta === "reglage" ? (gar ? data.skala[klass(f, nu)] : "#ffffff") : data.kartor[lage.karta][f]);
    }
    hitta("teckning-niva").hidden = lage.karta !== "niva";
    hitta("teckning-andring").hidden = lage.karta !== "andring";
    hitta("teckning-reglage").hidden = lage.karta !== "reglage";
  }

  // The address is the state: #a=14&s=3&f=SF-0901.
  function skrivAdress() {
    const delar = reglage.map((r, i) => `${r.bokstav}=${lage.steg[i]}`);
    if (lage.forbund >= 0) delar.push(`f=${encodeURIComponent(koder[lage.forbund])}`);
    history.replaceState(null, "", `#${delar.join("&")}`);
  }
  function lasAdress() {
    const val = new URLSearchParams(location.hash.slice(1));
    if (![...reglage.map((r) => r.bokstav), "f"].some((n) => val.has(n))) return false;
    reglage.forEach((r, i) => {
      const steg = Number(val.get(r.bokstav) ?? r.valt);
      lage.steg[i] = Number.isInteger(steg) && steg >= 0 && steg < r.steg.length ? steg : r.valt;
    });
    lage.forbund = koder.indexOf(val.get("f"));
    return true;
  }
  function andra(nytt) {
    if (nytt.steg && lage.karta !== "reglage") valjKarta("reglage");
    Object.assign(lage, nytt);
    visa();
    skrivAdress();
  }
  function valjKarta(sort) {
    lage.karta = sort;
    const knapp = document.querySelector(`#kartval input[value="${sort}"]`);
    if (knapp) knapp.checked = true;
  }

  skjutare.forEach((s, i) => s.addEventListener("input", () => {
    const steg = [...lage.steg];
    steg[i] = Number(s.value);
    andra({ steg });
  }));
  hitta("ater").addEventListener("click", () => andra({ steg: [ett.valt, tva.valt] }));
  valjKommun.addEventListener("change", () => andra({ forbund: valjKommun.value ? Number(valjKommun.value) : -1 }));
  hitta("valj").addEventListener("change", (h) => andra({ forbund: koder.indexOf(h.target.value) }));
  document.querySelectorAll("#kartval input").forEach((k) => k.addEventListener("change", () => { lage.karta = k.value; visa(); }));
  window.addEventListener("hashchange", () => { if (lasAdress()) visa(); });
  const yta = hitta("kommuner");
  if (yta) {
    yta.addEventListener("click", (h) => { const g = h.target.closest("[data-f]"); if (g) andra({ forbund: Number(g.dataset.f) }); });
    yta.addEventListener("mouseover", (h) => {
      const bana = h.target.closest("path"), g = h.target.closest("[data-f]");
      if (bana) hitta("pekat").textContent = bana.firstChild.textContent + (g ? `: ${namn[g.dataset.f]}` : "");
    });
  }
  rader.forEach((tr, f) => {
    const knapp = document.createElement("a");
    knapp.href = `#f=${encodeURIComponent(koder[f])}`;
    knapp.textContent = namn[f];
    knapp.addEventListener("click", (h) => { h.preventDefault(); andra({ forbund: f }); hitta("forbund").scrollIntoView(); hitta("valj").focus({ preventScroll: true }); });
    tr.cells[0].replaceChildren(knapp);
  });

  // Search in names, codes and kommuner; sort by a click on a heading.
  const sokbart = rader.map((tr, f) => `${namn[f]} ${koder[f]} ${kort[f].querySelector(".omrade").textContent}`.toLowerCase());
  hitta("sok").addEventListener("input", (h) => {
    const ord = h.target.value.toLowerCase().split(/\s+/);
    let kvar = 0;
    rader.forEach((tr, f) => { tr.hidden = !ord.every((o) => sokbart[f].includes(o)); kvar += !tr.hidden; });
    hitta("traffar").textContent = h.target.value ? ` ${kvar} av ${antal} förbund` : "";
  });
  const varde = (tr, j) => {
    const text = tr.cells[j].textContent, v = parseFloat(text.replace(/[\s\u00a0+%]/g, "").replace("−", "-").replace(",", "."));
    return tr.cells[j].className === "t" ? (Number.isNaN(v) ? -Infinity : v) : text;
  };
  document.querySelectorAll("#tabell thead th").forEach((th, j) => {
    const knapp = document.createElement("button");
    knapp.type = "button";
    knapp.textContent = th.textContent;
    th.dataset.rubrik = th.textContent;
    th.replaceChildren(knapp);
    knapp.addEventListener("click", () => {
      const stigande = th.getAttribute("aria-sort") === (th.className ? "descending" : null) || th.getAttribute("aria-sort") === "descending";
      document.querySelectorAll("#tabell thead th").forEach((t) => t.removeAttribute("aria-sort"));
      th.setAttribute("aria-sort", stigande ? "ascending" : "descending");
      const ordning = rader.map((tr) => [varde(tr, j), tr]);
      ordning.sort(([a], [b]) => (stigande ? 1 : -1) * (typeof a === "number" ? a - b || 0 : jamfor(a, b)));
      document.querySelector("#tabell tbody").append(...ordning.map(([, tr]) => tr));
    });
  });

  for (const id of ["panel", "valjare", "kartval", "sokning"]) if (hitta(id)) hitta(id).hidden = false;
  if (lasAdress() && (lage.steg[0] !== ett.valt || lage.steg[1] !== tva.valt)) valjKarta("reglage");
  visa();
})();
