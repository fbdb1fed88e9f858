// Panel: what is selected, in whose words. Every position is a card with its exact words, their place, and the way to the source.

const CARDS = 40;
const panel = { limit: CARDS, source: null };

function drawPanel() {
  const box = $('panel-body');
  if (!state.sel) return fill(box, welcome());
  const rows = shown.filter(r => selected(r)),
    positions = [...new Set(rows.map(r => D.position[r]))],
    hidden = filtered() ? countSelected() - positions.length : 0;
  const sums = tallied(rows);
  fill(
    box,
    el('h2', { id: 'panel-title' }, ...selTitle()),
    selFacts(),
    sums.positions
      ? el(
          'p',
          { class: 'sums' },
          ...bar(sums.sides, sums.positions, false),
          el('span', {}, `${plural(sums.positions, 'position')}: ${sideWords(sums.sides)}`),
        )
      : null,
    hidden > 0 ? el('p', { class: 'soft' }, `${plural(hidden, 'more position')} hidden by the filters.`) : null,
    selTools(),
    !rows.length
      ? el('p', { class: 'silence' }, el('b', {}, 'No position found.'), ' That is silence in these sources, not a neutral stance.')
      : null,
    state.sel[0] === 'pair' && rows.length ? pairTable(rows) : null,
    D.summed && rows.length ? summedCards(rows) : positions.slice(0, panel.limit).map(p => card(p)),
    !D.summed && positions.length > panel.limit
      ? el(
          'button',
          {
            class: 'more',
            on: {
              click: () => {
                panel.limit += 4 * CARDS;
                drawPanel();
              },
            },
          },
          `Show more (${panel.limit} of ${positions.length.toLocaleString('en')})`,
        )
      : null,
    positions.length && positions.length <= 400 ? sourceTexts(positions) : null,
  );
  for (const text of box.querySelectorAll('.source[open] .text')) showMark(text);
}

function countSelected() {
  const seen = new Set();
  for (let r = 0; r < D.n; r++) if (selected(r)) seen.add(D.position[r]);
  return seen.size;
}

const actorName = code => (D.actorAt.has(code) ? D.actors[D.actorAt.get(code)].label : code);
const issueName = code =>
  D.issueAt.has(code) ? D.issues[D.issueAt.get(code)].label : D.topicAt.has(code) ? D.topics[D.topicAt.get(code)].label : code;
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
  return [
    rowsOfPosition(D.position[r])
      .map(x => D.actors[D.col.holder[x]].label)
      .join(' and '),
    el('small', {}, ' on '),
    D.issues[D.col.issue[r]].label,
  ];
}

function selFacts() {
  const [kind, a, b] = state.sel,
    code = kind === 'cell' ? b : a,
    issue = ['issue', 'cell'].includes(kind) && D.issueAt.has(code) ? D.issues[D.issueAt.get(code)] : null;
  const actor = kind === 'actor' && D.actorAt.has(a) ? D.actors[D.actorAt.get(a)] : null;
  if (issue && issue.pole) return el('p', { class: 'soft' }, el('b', {}, '+3 means: '), issue.pole);
  if (actor)
    return el(
      'p',
      { class: 'soft' },
      [/^un(named|resolved):/.test(a) ? 'named only so in the text' : spaced(actor.kind), actor.code].join(' · '),
    );
  if (kind === 'bloc')
    return el(
      'p',
      { class: 'soft' },
      `${plural(membersOf(a, state.on).size, 'member')} among these actors on ${state.on || D.dates[D.dates.length - 1]}`,
    );
  return null;
}

function selTools() {
  const [kind, a] = state.sel,
    tools = [];
  if (['actor', 'issue', 'pair'].includes(kind))
    tools.push(el('button', { id: 'dossier-open', on: { click: openDossier } }, 'Dossier to print'));
  if (['actor', 'issue', 'cell', 'topic'].includes(kind))
    tools.push(
      el(
        'button',
        {
          on: {
            click: () => {
              state.view = state.view === 'graph' || state.view === 'overview' ? state.view : 'graph';
              state.layout = 'around';
              changed({ data: false, refit: true });
            },
          },
        },
        'Neighbourhood',
      ),
    );
  if (kind === 'actor' || kind === 'pair') {
    const others = [...new Set(Array.from(shown, r => D.col.holder[r]))]
      .map(h => D.actors[h])
      .filter(x => x.code !== a)
      .sort((x, y) => x.label.localeCompare(y.label, 'en'));
    tools.push(
      el(
        'select',
        {
          'aria-label': 'Compare with another actor',
          on: { change: e => select(e.target.value ? ['pair', a, e.target.value] : ['actor', a]) },
        },
        el('option', { value: '' }, 'Compare with …'),
        others.map(x => el('option', { value: x.code, selected: state.sel[2] === x.code }, x.label)),
      ),
    );
  }
  tools.push(el('button', { class: 'plain', title: 'Clear the selection (Esc)', on: { click: () => select(null) } }, 'Clear'));
  return el('div', { class: 'tools' }, tools);
}
