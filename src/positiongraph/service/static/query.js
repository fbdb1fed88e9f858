// The query page: YASGUI on this service, and the named questions, each in a tab of its own. Nothing is sent anywhere else.
"use strict";
(async () => {
  const { Yasqe, Yasr } = Yasgui;
  const endpoint = new URL("/sparql", location.href).href;
  const state = document.getElementById("state"), list = document.getElementById("list");

  // what is typed stays here: completion from our own terms, not from lists on the web
  Yasqe.defaults.autocompleters = [];
  Yasgui.defaults.requestConfig.endpoint = endpoint;

  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST", headers: {} },
    copyEndpointOnNewTab: true,
    populateFromUrl: false,
    persistenceId: "positiongraph",
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
    yasqe: { autocompleters: [] },
  });

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
