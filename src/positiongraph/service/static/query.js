// The query page: YASGUI on this service, and the named questions, each in a tab of its own. Nothing is sent anywhere else.
"use strict";
(async () => {
  const { Yasqe, Yasr } = Yasgui;
  const endpoint = new URL("/sparql", location.href).href;
  const ontology = "https://w3id.org/positiongraph/ontology#";
  const state = document.getElementById("state"), list = document.getElementById("list");

  // what is typed stays here: completion from our own terms, not from lists on the web
  Yasqe.defaults.autocompleters = [];
  Yasgui.defaults.requestConfig.endpoint = endpoint;

  Yasqe.defaults.value = [
    "PREFIX pos: <https://w3id.org/positiongraph/ontology#>", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
    "SELECT ?position ?actor ?issue ?stance WHERE {", "  ?position pos:holder/skos:prefLabel ?actor ;",
    "            pos:issue/skos:prefLabel ?issue ;", "            pos:stance ?stance .", "}", "LIMIT 100",
  ].join("\n");

  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST", headers: {} },
    copyEndpointOnNewTab: true,
    populateFromUrl: false,
    persistenceId: "positiongraph",
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
    yasqe: { autocompleters: [] },
  });

  // IRIs of the store and of its ontology have their pages here
  let base;
  fetch("/health").then((answer) => answer.json()).then((told) => { base = told.base; }).catch(() => {});
  for (const kind of ["pointerdown", "focusin", "click"]) {
    document.getElementById("yasgui").addEventListener(kind, (event) => {
      const link = event.target.closest?.("a[href]");
      if (base && link?.href.startsWith(base)) link.href = "/id/" + link.href.slice(base.length);
      else if (link?.href.startsWith(ontology)) link.href = "/ontology#" + link.href.slice(ontology.length);
    }, true);
  }

  let questions;
  try {
    const answer = await fetch("/questions.json");
    if (!answer.ok) throw new Error(await answer.text());
    questions = await answer.json();
  } catch (error) {
    state.textContent = `The named questions cannot be read: ${error.message}`;
    return;
  }

  function open(question) {
    const known = Object.values(yasgui._tabs).find((tab) => tab.name() === question.name);
    const tab = known || yasgui.addTab(true, { name: question.name, yasqe: { value: question.sparql }, requestConfig: { endpoint } });
    if (known) yasgui.selectTabId(known.getId());
    return tab;
  }

  for (const question of questions) {
    const item = document.createElement("li"), button = document.createElement("button");
    item.value = question.number;
    button.textContent = question.asks;
    button.title = question.note || question.name;
    button.dataset.name = question.name;
    button.addEventListener("click", () => { open(question).query().catch(() => {}); });
    item.append(button);
    list.append(item);
  }
  state.textContent = `${questions.length} questions; one opens in a tab, with example values to change`;

  document.getElementById("find").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const item of list.children) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
  });
  document.documentElement.dataset.ready = "yes";
})();
