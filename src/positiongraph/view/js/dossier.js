// Dossier: all that an actor, an issue or a pair of actors said, in order, with quotes and sources, for the printer.

function openDossier() {
  if (!state.sel || D.summed) return;
  const rows = shown.filter(r => selected(r)),
    positions = [...new Set(rows.map(r => D.position[r]))],
    [kind] = state.sel,
    sums = tallied(rows);
  const byIssue = kind !== 'issue',
    groups = new Map();
  for (const p of positions.slice(0, 1500)) {
    const r = D.firstRow[p],
      name = byIssue
        ? D.issues[D.col.issue[r]].label
        : rowsOfPosition(p)
            .map(x => D.actors[D.col.holder[x]].label)
            .join(' and ');
    (groups.get(name) || groups.set(name, []).get(name)).push(p);
  }
  const documents = [...new Set(positions.map(p => documentOf(D.firstRow[p])).filter(Boolean))].sort((a, b) =>
    a.title < b.title ? -1 : 1,
  );
  fill(
    $('dossier'),
    el(
      'nav',
      {},
      el('button', { id: 'dossier-print', on: { click: () => print() } }, 'Print'),
      el('button', { id: 'dossier-close', on: { click: closeDossier } }, 'Back (Esc)'),
    ),
    el('h1', {}, ...selTitle().map(part => (part.cloneNode ? part.cloneNode(true) : part))),
    el(
      'p',
      { class: 'soft' },
      `From: ${D.title}${filtered() ? `; ${$('count').textContent}, filtered by ` + [...$('chosen').querySelectorAll('.tag')].map(t => t.textContent.replace(/ ×$/, '')).join('; ') : ''}`,
    ),
    el(
      'p',
      {},
      `${plural(sums.positions, 'position')}: ${sideWords(sums.sides)}.${positions.length > 1500 ? ' The first 1,500 are printed.' : ''}`,
    ),
    kind === 'pair'
      ? pairTable(rows)
      : el(
          'table',
          { class: 'overview' },
          el(
            'thead',
            {},
            el(
              'tr',
              {},
              el('th', { scope: 'col' }, byIssue ? 'Issue' : 'Holder'),
              el('th', { scope: 'col' }, 'Stance'),
              el('th', { scope: 'col' }, 'When'),
            ),
          ),
          el(
            'tbody',
            {},
            [...groups].map(([name, list]) =>
              el(
                'tr',
                {},
                el('th', { scope: 'row' }, name),
                el(
                  'td',
                  {},
                  [...new Set(list.map(p => D.col.stance[D.firstRow[p]]))].map(v => chip(v, null, false, true)),
                ),
                el('td', {}, [...new Set(list.map(p => dateWords(dateOf(D.firstRow[p]))))].join(', ')),
              ),
            ),
          ),
        ),
    [...groups].map(([name, list]) =>
      el(
        'section',
        {},
        el('h2', {}, name),
        list.map(p => card(p, { still: true })),
      ),
    ),
    el('h2', {}, 'Sources'),
    el(
      'ol',
      {},
      documents.map(d =>
        el(
          'li',
          {},
          [d.title, d.publisher, d.issued && dateWords(d.issued), httpLink(d.source), d.license && `licence: ${d.license}`]
            .filter(Boolean)
            .join('. ') + '.',
        ),
      ),
    ),
    D.note ? el('p', { class: 'soft' }, D.note) : null,
  );
  document.body.classList.add('printing');
  $('dossier').hidden = false;
  $('dossier').focus();
  scrollTo(0, 0);
}

function closeDossier() {
  document.body.classList.remove('printing');
  $('dossier').hidden = true;
  drawAll();
}
