// Summary: what the panel tells of a file, an issue or a pair when there is more to say than single cards.

function welcome() {
  const sums = tally,
    dates = D.dates,
    issues = pairsOfIssues();
  return [
    el('h2', { id: 'panel-title' }, 'In this file'),
    el(
      'p',
      { class: 'sums' },
      ...bar(sums.sides, sums.positions, false),
      el('span', {}, `${plural(sums.positions, 'position')}: ${sideWords(sums.sides)}`),
    ),
    el(
      'p',
      {},
      `${plural(new Set(shown.map(r => D.col.holder[r])).size, 'actor')} on ${plural(new Set(shown.map(r => D.col.issue[r])).size, 'issue')}, ${dates.length > 1 ? dateWords(dates[0]) + ' to ' + dateWords(dates[dates.length - 1]) : dates.length ? dateWords(dates[0]) : 'undated'}.`,
    ),
    D.left_out ? el('p', { class: 'notice' }, D.left_out) : null,
    D.note ? el('p', { class: 'soft' }, D.note) : null,
    el('p', {}, 'Choose a cell, a line, a name or a bar. Its positions come here with their words and sources.'),
    issues.length
      ? [
          el('h3', {}, 'Where actors part'),
          el(
            'ul',
            { class: 'links' },
            issues.map(([i, low, high]) =>
              el(
                'li',
                {},
                el(
                  'button',
                  { class: 'link', on: { click: () => select(['issue', D.issues[i].code]) } },
                  chip(low, null, false, true),
                  chip(high, null, false, true),
                  ' ',
                  D.issues[i].label,
                ),
              ),
            ),
          ),
        ]
      : null,
    el('h3', {}, 'How to read it'),
    el(
      'dl',
      { class: 'key' },
      el('dt', {}, chip(3, null, false, true), chip(0, null, false, true), chip(-3, null, false, true)),
      el('dd', {}, 'Colour is the side: for, neutral, against. The number, −3 to +3, is the strength.'),
      ...D.ink.families
        .filter(f => D.words.act.some(act => f.acts.includes(act)))
        .flatMap(f => [el('dt', {}, el('i', { class: 'sign' }, f.sign), dashPicture(f.dash)), el('dd', {}, f.label)]),
      el('dt', {}, chip(2, null, true, true)),
      el('dd', {}, 'Double rim, or a diamond at the end of a line: one text held jointly.'),
      el('dt', {}, el('span', { class: 'dot' }, '·')),
      el('dd', {}, 'Silence: no position found. Never the same as neutral.'),
    ),
  ];
}

function dashPicture(dash) {
  return svg(
    'svg',
    { width: 34, height: 8, class: 'dash', 'aria-hidden': 'true' },
    svg('line', {
      x1: 1,
      x2: 33,
      y1: 4,
      y2: 4,
      stroke: 'currentColor',
      'stroke-width': 2,
      'stroke-dasharray': dash.length ? dash.join(' ') : 'none',
    }),
  );
}

// Issues on which shown actors take different sides, widest and most evenly split first.
function pairsOfIssues() {
  const n = D.issues.length,
    low = new Int8Array(n).fill(9),
    high = new Int8Array(n).fill(-9),
    plus = new Float64Array(n),
    minus = new Float64Array(n);
  for (let k = 0; k < shown.length; k++) {
    const i = D.col.issue[shown[k]],
      v = D.col.stance[shown[k]];
    low[i] = Math.min(low[i], v);
    high[i] = Math.max(high[i], v);
    if (v > 0) plus[i] += weightOf(shown[k]);
    else if (v < 0) minus[i] += weightOf(shown[k]);
  }
  return D.issues
    .map((_, i) => [i, low[i], high[i]])
    .filter(([, a, b]) => a < 0 && b > 0)
    .sort((x, y) => y[2] - y[1] - (x[2] - x[1]) || Math.min(plus[y[0]], minus[y[0]]) - Math.min(plus[x[0]], minus[x[0]]) || x[0] - y[0])
    .slice(0, 6);
}

// Two actors side by side: their mean stance on every issue that either spoke on.
function pairTable(rows) {
  const [, a, b] = state.sel,
    means = new Map();
  for (const r of rows) {
    const i = D.col.issue[r],
      side = D.actors[D.col.holder[r]].code === a ? 0 : 1,
      entry = means.get(i) || means.set(i, [[], []]).get(i);
    entry[side].push(D.col.stance[r]);
  }
  const mean = list => list.reduce((x, y) => x + y, 0) / list.length,
    both = [...means].filter(([, [x, y]]) => x.length && y.length);
  const alike = both.filter(([, [x, y]]) => Math.sign(mean(x)) === Math.sign(mean(y))).length;
  const mark = list =>
    list.length ? chip(Math.round(mean(list)), null, false, true) : el('span', { class: 'dot', title: 'no position found' }, '·');
  const list = [...means].sort(([, [x, y]], [, [u, v]]) => gap(u, v) - gap(x, y)).slice(0, 200);
  function gap(x, y) {
    return x.length && y.length ? Math.abs(mean(x) - mean(y)) : -1;
  }
  return [
    el('p', {}, `They lean the same way on ${alike} of ${plural(both.length, 'shared issue')}. Joint positions count for both.`),
    el(
      'table',
      { class: 'pair' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Issue'), el('th', { scope: 'col' }, a), el('th', { scope: 'col' }, b))),
      el(
        'tbody',
        {},
        list.map(([i, [x, y]]) =>
          el(
            'tr',
            { on: { click: () => select(['issue', D.issues[i].code]) } },
            el('th', { scope: 'row' }, D.issues[i].label),
            el('td', {}, mark(x)),
            el('td', {}, mark(y)),
          ),
        ),
      ),
    ),
  ];
}
