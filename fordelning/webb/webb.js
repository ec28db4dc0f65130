// The live page's script. It knows no rule: it keeps a slider and its field alike, and fills the map as the answer says.
"use strict";
(() => {
  const hitta = (id) => document.getElementById(id);
  const form = hitta("lage");
  if (!form) return;

  for (const reglage of form.querySelectorAll("input[type=range]")) {
    const falt = reglage.parentElement.querySelector("input[type=text]");
    const steg = reglage.dataset.steg.split(";");
    const tal = (text) => Number(text.replace(/[\s\u00a0]/g, "").replace(",", "."));
    reglage.hidden = false;
    reglage.addEventListener("input", () => {
      falt.value = steg[Number(reglage.value)];
      reglage.setAttribute("aria-valuetext", falt.value);
    });
    falt.addEventListener("input", () => {
      const nu = tal(falt.value);
      const nara = steg.reduce((b, s, i) => (Math.abs(tal(s) - nu) < Math.abs(tal(steg[b]) - nu) ? i : b), 0);
      if (falt.value !== "" && !Number.isNaN(nu)) reglage.value = nara;
    });
  }

  function fyll() {
    const data = hitta("lagets-data");
    if (!data) return;
    const { fyllning } = JSON.parse(data.textContent);
    for (const g of document.querySelectorAll("#kommuner [data-f]")) g.setAttribute("fill", fyllning[Number(g.dataset.f)]);
  }
  document.body.addEventListener("htmx:afterSettle", fyll);

  // A click on the map chooses the förbund; pointing at it tells its name.
  const yta = hitta("kommuner"), val = form.elements.f;
  if (yta) {
    yta.addEventListener("click", (h) => {
      const g = h.target.closest("[data-f]");
      if (!g) return;
      val.selectedIndex = [...val.options].findIndex((o) => o.value === val.dataset.koder.split(" ")[Number(g.dataset.f)]);
      val.dispatchEvent(new Event("change", { bubbles: true }));
    });
    yta.addEventListener("mouseover", (h) => {
      const bana = h.target.closest("path");
      if (bana) hitta("pekat").textContent = bana.firstChild.textContent;
    });
  }
})();
