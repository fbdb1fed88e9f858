// The query page: YASGUI on this service, and the named questions, each in a tab of its own. Nothing is sent anywhere else.
"use strict";
(async () => {
  const { Yasqe, Yasr } = Yasgui;
  const endpoint = new URL("/sparql", location.href).href;
  const ontology = "https://w3id.org/positiongraph/ontology#";
  const state = document.getElementById("state"), list = document.getElementById("list"), none = document.getElementById("none");

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

  const button = (text, question, run) => {
    const made = document.createElement("button");
    made.textContent = text;
    made.title = question.note || question.name;
    made.dataset.name = question.name;
    made.addEventListener("click", () => { const tab = open(question); if (run) tab.query().catch(() => {}); });
    return made;
  };

  // a question that the flat table answers has a page of its own; its SPARQL, which may take long here, is run when it is asked to
  const link = (question) => {
    const made = document.createElement("a");
    made.textContent = question.asks;
    made.title = question.note || question.name;
    made.href = `/ask/${question.name}?${new URLSearchParams(question.values)}`;
    return made;
  };

  for (const question of questions) {
    const item = document.createElement("li");
    item.value = question.number;
    if (question.rows === 0 || question.place === "tab") item.append(button(question.asks, question, true));
    else item.append(link(question), button("SPARQL", question, false));
    if (question.rows === 0 && question.needs) {
      const needs = document.createElement("small");
      needs.textContent = `needs ${question.needs}`;
      item.append(needs);
    }
    (question.rows === 0 ? none : list).append(item);
  }
  none.parentElement.hidden = !none.children.length;
  document.getElementById("unanswered").textContent = `${none.children.length} that nothing in this store answers`;
  const pages = list.querySelectorAll("a").length;
  state.textContent = `${list.children.length} questions with rows here; ` + (pages
    ? `${pages} are answered on a page, the others in a tab, with example values to change`
    : "one opens in a tab, with example values to change");

  document.getElementById("find").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const item of [...list.children, ...none.children]) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
  });
  document.documentElement.dataset.ready = "yes";
})();
