// Cards: one for each position, with its exact words and their place in the source.

// Scrolls the source to its first marked words, and nothing else.
function showMark(text) {
  const mark = text.querySelector('mark.this');
  if (mark) text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - 40;
}

function card(p, options = {}) {
  const rows = rowsOfPosition(p),
    r = rows[0],
    stance = D.col.stance[r],
    joint = isJoint(r),
    targets = targetsOf(r).map(t => D.actors[t].label);
  const text = textOf(r),
    from = startOf(r),
    to = endOf(r),
    doc = documentOf(r),
    title = (statementOf(r) || {}).title || '',
    link = doc && httpLink(doc.source);
  const holders = rows.map(x => D.actors[D.col.holder[x]].label),
    speaker = speakerOf(r),
    verb = verbs(r)[rows.length > 1 ? 'together' : 'words'];
  const more = D.col.holders && D.col.holders[r] > rows.length ? ` and ${D.col.holders[r] - rows.length} more` : '';
  const details = [
    spaced(word('act', r) || ''),
    joint ? 'joint' : word('voice', r) === 'parallel' ? 'parallel' : '',
    word('attribution', r),
    word('modality', r) !== 'actual' ? word('modality', r) : '',
    word('status', r) !== 'accepted' ? word('status', r) : '',
  ].filter(Boolean);
  const sure = D.confidence && D.confidence[p] !== null && D.confidence[p] !== undefined ? `confidence ${D.confidence[p].toFixed(2)}` : '';
  return el(
    'article',
    {
      class: `card ${sideOf(stance)}${joint ? ' joint' : ''}`,
      data: { position: idOf(p) },
      tabindex: options.still ? null : 0,
      'aria-label': `${holders.join(' and ')} ${verb} ${D.issues[D.col.issue[r]].label}`,
      on: options.still
        ? {}
        : {
            click: e => {
              if (!e.target.closest('a, button, summary')) select(['position', idOf(p)], { keep: true });
            },
            keydown: e => {
              if (e.key === 'Enter' && e.target === e.currentTarget) select(['position', idOf(p)], { keep: true });
            },
          },
    },
    el(
      'header',
      {},
      chip(stance, familyOf(r), joint),
      el('span', {}, el('b', {}, holders.join(' and ') + more), ` ${verb} `, el('b', {}, D.issues[D.col.issue[r]].label)),
    ),
    text ? el('blockquote', {}, ...marked(text)) : null,
    el(
      'p',
      { class: 'who' },
      [speaker ? `Said by ${speaker}` : '', targets.length ? `addressed to ${targets.join(', ')}` : ''].filter(Boolean).join(', '),
    ),
    el(
      'p',
      { class: 'meta' },
      [title, title.includes(dateWords(dateOf(r))) ? '' : dateWords(dateOf(r))].filter(Boolean).join(', '),
      el('br'),
      doc ? (link ? el('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, doc.title) : el('span', {}, doc.title)) : null,
      from !== null ? el('span', { class: 'place' }, `, characters ${from}–${to}`) : null,
      el('br'),
      el('span', { class: 'soft' }, [...details, sure].filter(Boolean).join(' · ')),
    ),
  );
}

// Summed rows have no words: they are counts by holder, stance and year.
function summedCards(rows) {
  const years = new Map();
  rows.forEach(r => {
    const y = dateOf(r),
      s = years.get(y) || { for: 0, neutral: 0, against: 0 };
    s[sideOf(D.col.stance[r])] += weightOf(r);
    years.set(y, s);
  });
  return el(
    'table',
    { class: 'years' },
    [...years]
      .sort()
      .map(([year, s]) =>
        el('tr', {}, el('th', { scope: 'row' }, year), el('td', {}, ...bar(s, s.for + s.neutral + s.against)), el('td', {}, sideWords(s))),
      ),
  );
}

// The texts that may be embedded, with the words of the selected positions marked; offsets are code points, as in the data.
function sourceTexts(positions) {
  const byDocument = new Map();
  for (const p of positions) {
    const r = D.firstRow[p],
      doc = documentOf(r);
    if (doc && doc.text !== undefined && startOf(r) !== null) (byDocument.get(doc) || byDocument.set(doc, []).get(doc)).push(p);
  }
  return [...byDocument]
    .slice(0, 3)
    .map(([doc, list]) =>
      el(
        'details',
        { class: 'source', open: positions.length <= 3, on: { toggle: e => showMark(e.target.querySelector('.text')) } },
        el('summary', {}, 'In the source: ', doc.title),
        el(
          'div',
          { class: 'text', tabindex: 0, role: 'region', 'aria-label': `Source text of ${doc.title}` },
          markedSource(doc, new Set(list)),
        ),
        el('p', { class: 'soft' }, doc.license ? `Licence: ${doc.license}` : 'Licence not stated.'),
      ),
    );
}

function markedSource(doc, chosen) {
  const points = Array.from(doc.text),
    spans = [];
  for (let p = 0; p < D.firstRow.length; p++) {
    const r = D.firstRow[p];
    if (documentOf(r) === doc && startOf(r) !== null) spans.push({ p, start: startOf(r), end: endOf(r), here: chosen.has(p) });
  }
  const cuts = [...new Set([0, points.length, ...spans.flatMap(s => [s.start, s.end])])]
    .filter(c => c <= points.length)
    .sort((a, b) => a - b);
  const open = spans.sort((a, b) => a.start - b.start || a.p - b.p);
  return cuts.slice(0, -1).map((cut, k) => {
    const piece = points.slice(cut, cuts[k + 1]).join(''),
      over = open.filter(s => s.start <= cut && s.end > cut);
    if (!over.length) return piece;
    const span = over.find(s => s.here) || over[0];
    return el(
      'mark',
      {
        class: over.some(s => s.here) ? `this ${sideOf(D.col.stance[D.firstRow[span.p]])}` : 'other',
        title: 'Show this position',
        on: { click: () => select(['position', idOf(span.p)]) },
      },
      piece,
    );
  });
}
