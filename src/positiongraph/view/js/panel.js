// Panel: what is selected, in whose words. Every position is a card with its exact words, their place, and the way to the source.

const CARDS = 40;
const panel = { limit: CARDS, source: null };

function drawPanel() {
  const box = $('panel-body');
  if (!state.sel) return fill(box, welcome());
  const rows = shown.filter(r => selected(r)), positions = [...new Set(rows.map(r => D.position[r]))], hidden = filtered() ? countSelected() - positions.length : 0;
  const sums = tallied(rows);
  fill(box, el('h2', { id: 'panel-title' }, ...selTitle()), selFacts(),
    sums.positions ? el('p', { class: 'sums' }, ...bar(sums.sides, sums.positions, false), el('span', {}, `${plural(sums.positions, 'position')}: ${sideWords(sums.sides)}`)) : null,
    hidden > 0 ? el('p', { class: 'soft' }, `${plural(hidden, 'more position')} hidden by the filters.`) : null,
    selTools(),
    !rows.length ? el('p', { class: 'silence' }, el('b', {}, 'No position found.'), ' That is silence in these sources, not a neutral stance.') : null,
    state.sel[0] === 'pair' && rows.length ? pairTable(rows) : null,
    D.summed && rows.length ? summedCards(rows) : positions.slice(0, panel.limit).map(p => card(p)),
    !D.summed && positions.length > panel.limit ? el('button', { class: 'more', on: { click: () => { panel.limit += 4 * CARDS; drawPanel(); } } }, `Show more (${panel.limit} of ${positions.length.toLocaleString('en')})`) : null,
    positions.length && positions.length <= 400 ? sourceTexts(positions) : null);
  for (const text of box.querySelectorAll('.source[open] .text')) showMark(text);
}

// Scrolls the source to its first marked words, and nothing else.
function showMark(text) {
  const mark = text.querySelector('mark.this');
  if (mark) text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - 40;
}

function countSelected() {
  const seen = new Set();
  for (let r = 0; r < D.n; r++) if (selected(r)) seen.add(D.position[r]);
  return seen.size;
}

const actorName = code => D.actorAt.has(code) ? D.actors[D.actorAt.get(code)].label : code;
const issueName = code => D.issueAt.has(code) ? D.issues[D.issueAt.get(code)].label : D.topicAt.has(code) ? D.topics[D.topicAt.get(code)].label : code;
const blocName = code => (D.seats.bodies.find(body => body.code === code) || { label: code }).label;

function selTitle() {
  const [kind, a, b] = state.sel;
  if (kind === 'actor') return [actorName(a)];
  if (kind === 'issue' || kind === 'topic') return [issueName(a)];
  if (kind === 'cell' || kind === 'topiccell') return [actorName(a), el('small', {}, ' on '), issueName(b)];
  if (kind === 'bloc') return b === undefined ? [blocName(a)] : [blocName(a), el('small', {}, ' on '), issueName(b)];
  if (kind === 'pair') return [actorName(a), el('small', {}, ' and '), actorName(b)];
  if (kind === 'target') return ['Addressed to ', actorName(a)];
  const r = D.firstRow[D.idAt.get(a) ?? Number(a.slice(1))];
  return [rowsOfPosition(D.position[r]).map(x => D.actors[D.col.holder[x]].label).join(' and '), el('small', {}, ' on '), D.issues[D.col.issue[r]].label];
}

function selFacts() {
  const [kind, a, b] = state.sel, code = kind === 'cell' ? b : a, issue = ['issue', 'cell'].includes(kind) && D.issueAt.has(code) ? D.issues[D.issueAt.get(code)] : null;
  const actor = kind === 'actor' && D.actorAt.has(a) ? D.actors[D.actorAt.get(a)] : null;
  if (issue && issue.pole) return el('p', { class: 'soft' }, el('b', {}, '+3 means: '), issue.pole);
  if (actor) return el('p', { class: 'soft' }, [/^un(named|resolved):/.test(a) ? 'named only so in the text' : spaced(actor.kind), actor.code].join(' · '));
  if (kind === 'bloc') return el('p', { class: 'soft' }, `${plural(membersOf(a, state.on).size, 'member')} among these actors on ${state.on || D.dates[D.dates.length - 1]}`);
  return null;
}

function selTools() {
  const [kind, a] = state.sel, tools = [];
  if (['actor', 'issue', 'pair'].includes(kind)) tools.push(el('button', { id: 'dossier-open', on: { click: openDossier } }, 'Dossier to print'));
  if (['actor', 'issue', 'cell', 'topic'].includes(kind)) tools.push(el('button', { on: { click: () => { state.view = state.view === 'graph' || state.view === 'overview' ? state.view : 'graph'; state.layout = 'around'; changed({ data: false, refit: true }); } } }, 'Neighbourhood'));
  if (kind === 'actor' || kind === 'pair') {
    const others = [...new Set(Array.from(shown, r => D.col.holder[r]))].map(h => D.actors[h]).filter(x => x.code !== a).sort((x, y) => x.label.localeCompare(y.label, 'en'));
    tools.push(el('select', { 'aria-label': 'Compare with another actor', on: { change: e => select(e.target.value ? ['pair', a, e.target.value] : ['actor', a]) } },
      el('option', { value: '' }, 'Compare with …'), others.map(x => el('option', { value: x.code, selected: state.sel[2] === x.code }, x.label))));
  }
  tools.push(el('button', { class: 'plain', title: 'Clear the selection (Esc)', on: { click: () => select(null) } }, 'Clear'));
  return el('div', { class: 'tools' }, tools);
}

function card(p, options = {}) {
  const rows = rowsOfPosition(p), r = rows[0], stance = D.col.stance[r], joint = isJoint(r), targets = targetsOf(r).map(t => D.actors[t].label);
  const text = textOf(r), from = startOf(r), to = endOf(r), doc = documentOf(r), title = (statementOf(r) || {}).title || '', link = doc && httpLink(doc.source);
  const holders = rows.map(x => D.actors[D.col.holder[x]].label), speaker = speakerOf(r), verb = verbs(r)[rows.length > 1 ? 'together' : 'words'];
  const more = D.col.holders && D.col.holders[r] > rows.length ? ` and ${D.col.holders[r] - rows.length} more` : '';
  const details = [spaced(word('act', r) || ''), joint ? 'joint' : word('voice', r) === 'parallel' ? 'parallel' : '', word('attribution', r), word('modality', r) !== 'actual' ? word('modality', r) : '', word('status', r) !== 'accepted' ? word('status', r) : ''].filter(Boolean);
  const sure = D.confidence && D.confidence[p] !== null && D.confidence[p] !== undefined ? `confidence ${D.confidence[p].toFixed(2)}` : '';
  return el('article', { class: `card ${sideOf(stance)}${joint ? ' joint' : ''}`, data: { position: idOf(p) }, tabindex: options.still ? null : 0, 'aria-label': `${holders.join(' and ')} ${verb} ${D.issues[D.col.issue[r]].label}`,
    on: options.still ? {} : { click: e => { if (!e.target.closest('a, button, summary')) select(['position', idOf(p)], { keep: true }); }, keydown: e => { if (e.key === 'Enter' && e.target === e.currentTarget) select(['position', idOf(p)], { keep: true }); } } },
  el('header', {}, chip(stance, familyOf(r), joint), el('span', {}, el('b', {}, holders.join(' and ') + more), ` ${verb} `, el('b', {}, D.issues[D.col.issue[r]].label))),
  text ? el('blockquote', {}, ...marked(text)) : null,
  el('p', { class: 'who' }, [speaker ? `Said by ${speaker}` : '', targets.length ? `addressed to ${targets.join(', ')}` : ''].filter(Boolean).join(', ')),
  el('p', { class: 'meta' }, [title, title.includes(dateWords(dateOf(r))) ? '' : dateWords(dateOf(r))].filter(Boolean).join(', '), el('br'),
    doc ? (link ? el('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, doc.title) : el('span', {}, doc.title)) : null,
    from !== null ? el('span', { class: 'place' }, `, characters ${from}–${to}`) : null, el('br'), el('span', { class: 'soft' }, [...details, sure].filter(Boolean).join(' · '))));
}

// Summed rows have no words: they are counts by holder, stance and year.
function summedCards(rows) {
  const years = new Map();
  rows.forEach(r => { const y = dateOf(r), s = years.get(y) || { for: 0, neutral: 0, against: 0 }; s[sideOf(D.col.stance[r])] += weightOf(r); years.set(y, s); });
  return el('table', { class: 'years' }, [...years].sort().map(([year, s]) => el('tr', {}, el('th', { scope: 'row' }, year), el('td', {}, ...bar(s, s.for + s.neutral + s.against)), el('td', {}, sideWords(s)))));
}

// The texts that may be embedded, with the words of the selected positions marked; offsets are code points, as in the data.
function sourceTexts(positions) {
  const byDocument = new Map();
  for (const p of positions) {
    const r = D.firstRow[p], doc = documentOf(r);
    if (doc && doc.text !== undefined && startOf(r) !== null) (byDocument.get(doc) || byDocument.set(doc, []).get(doc)).push(p);
  }
  return [...byDocument].slice(0, 3).map(([doc, list]) => el('details', { class: 'source', open: positions.length <= 3, on: { toggle: e => showMark(e.target.querySelector('.text')) } }, el('summary', {}, 'In the source: ', doc.title),
    el('div', { class: 'text', tabindex: 0, role: 'region', 'aria-label': `Source text of ${doc.title}` }, markedSource(doc, new Set(list))), el('p', { class: 'soft' }, doc.license ? `Licence: ${doc.license}` : 'Licence not stated.')));
}

function markedSource(doc, chosen) {
  const points = Array.from(doc.text), spans = [];
  for (let p = 0; p < D.firstRow.length; p++) {
    const r = D.firstRow[p];
    if (documentOf(r) === doc && startOf(r) !== null) spans.push({ p, start: startOf(r), end: endOf(r), here: chosen.has(p) });
  }
  const cuts = [...new Set([0, points.length, ...spans.flatMap(s => [s.start, s.end])])].filter(c => c <= points.length).sort((a, b) => a - b);
  const open = spans.sort((a, b) => a.start - b.start || a.p - b.p);
  return cuts.slice(0, -1).map((cut, k) => {
    const piece = points.slice(cut, cuts[k + 1]).join(''), over = open.filter(s => s.start <= cut && s.end > cut);
    if (!over.length) return piece;
    const span = over.find(s => s.here) || over[0];
    return el('mark', { class: over.some(s => s.here) ? `this ${sideOf(D.col.stance[D.firstRow[span.p]])}` : 'other', title: 'Show this position', on: { click: () => select(['position', idOf(span.p)]) } }, piece);
  });
}

function welcome() {
  const sums = tally, dates = D.dates, issues = pairsOfIssues();
  return [el('h2', { id: 'panel-title' }, 'In this file'),
    el('p', { class: 'sums' }, ...bar(sums.sides, sums.positions, false), el('span', {}, `${plural(sums.positions, 'position')}: ${sideWords(sums.sides)}`)),
    el('p', {}, `${plural(matrix.columns.length || D.actors.length, 'actor')} on ${plural(new Set(Array.from(shown, r => D.col.issue[r])).size, 'issue')}, ${dates.length > 1 ? dateWords(dates[0]) + ' to ' + dateWords(dates[dates.length - 1]) : dates.length ? dateWords(dates[0]) : 'undated'}.`),
    D.left_out ? el('p', { class: 'notice' }, D.left_out) : null,
    D.note ? el('p', { class: 'soft' }, D.note) : null,
    el('p', {}, 'Choose a cell, a line, a name or a bar. Its positions come here with their words and sources.'),
    issues.length ? [el('h3', {}, 'Where actors part'), el('ul', { class: 'links' }, issues.map(([i, low, high]) => el('li', {}, el('button', { class: 'link', on: { click: () => select(['issue', D.issues[i].code]) } }, chip(low, null, false, true), chip(high, null, false, true), ' ', D.issues[i].label))))] : null,
    el('h3', {}, 'How to read it'),
    el('dl', { class: 'key' }, el('dt', {}, chip(3, null, false, true), chip(0, null, false, true), chip(-3, null, false, true)), el('dd', {}, 'Colour is the side: for, neutral, against. The number, −3 to +3, is the strength.'),
      ...D.ink.families.filter(f => D.words.act.some(act => f.acts.includes(act))).flatMap(f => [el('dt', {}, el('i', { class: 'sign' }, f.sign), dashPicture(f.dash)), el('dd', {}, f.label)]),
      el('dt', {}, chip(2, null, true, true)), el('dd', {}, 'Double rim, or a diamond at the end of a line: one text held jointly.'),
      el('dt', {}, el('span', { class: 'dot' }, '·')), el('dd', {}, 'Silence: no position found. Never the same as neutral.'))];
}

function dashPicture(dash) {
  return svg('svg', { width: 34, height: 8, class: 'dash', 'aria-hidden': 'true' }, svg('line', { x1: 1, x2: 33, y1: 4, y2: 4, stroke: 'currentColor', 'stroke-width': 2, 'stroke-dasharray': dash.length ? dash.join(' ') : 'none' }));
}

// Issues on which shown actors take different sides, widest and most evenly split first.
function pairsOfIssues() {
  const n = D.issues.length, low = new Int8Array(n).fill(9), high = new Int8Array(n).fill(-9), plus = new Float64Array(n), minus = new Float64Array(n);
  for (let k = 0; k < shown.length; k++) {
    const i = D.col.issue[shown[k]], v = D.col.stance[shown[k]];
    low[i] = Math.min(low[i], v);
    high[i] = Math.max(high[i], v);
    if (v > 0) plus[i] += weightOf(shown[k]); else if (v < 0) minus[i] += weightOf(shown[k]);
  }
  return D.issues.map((_, i) => [i, low[i], high[i]]).filter(([, a, b]) => a < 0 && b > 0)
    .sort((x, y) => (y[2] - y[1]) - (x[2] - x[1]) || Math.min(plus[y[0]], minus[y[0]]) - Math.min(plus[x[0]], minus[x[0]]) || x[0] - y[0]).slice(0, 6);
}

// Two actors side by side: their mean stance on every issue that either spoke on.
function pairTable(rows) {
  const [, a, b] = state.sel, means = new Map();
  for (const r of rows) {
    const i = D.col.issue[r], side = D.actors[D.col.holder[r]].code === a ? 0 : 1, entry = means.get(i) || means.set(i, [[], []]).get(i);
    entry[side].push(D.col.stance[r]);
  }
  const mean = list => list.reduce((x, y) => x + y, 0) / list.length, both = [...means].filter(([, [x, y]]) => x.length && y.length);
  const alike = both.filter(([, [x, y]]) => Math.sign(mean(x)) === Math.sign(mean(y))).length;
  const mark = list => list.length ? chip(Math.round(mean(list)), null, false, true) : el('span', { class: 'dot', title: 'no position found' }, '·');
  const list = [...means].sort(([, [x, y]], [, [u, v]]) => gap(u, v) - gap(x, y)).slice(0, 200);
  function gap(x, y) { return x.length && y.length ? Math.abs(mean(x) - mean(y)) : -1; }
  return [el('p', {}, `They lean the same way on ${alike} of ${plural(both.length, 'shared issue')}. Joint positions count for both.`),
    el('table', { class: 'pair' }, el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Issue'), el('th', { scope: 'col' }, a), el('th', { scope: 'col' }, b))),
      el('tbody', {}, list.map(([i, [x, y]]) => el('tr', { on: { click: () => select(['issue', D.issues[i].code]) } }, el('th', { scope: 'row' }, D.issues[i].label), el('td', {}, mark(x)), el('td', {}, mark(y))))))];
}
