// Table: one line a position and holder, in the order of the data or of a chosen column. Only the lines in sight are in the document.

const table = { order: new Uint32Array(0), by: 'date', down: false };
const LINE = 32,
  LONGEST = 400000;
const COLUMNS = [
  { id: 'date', title: 'Date', value: r => dateOf(r) },
  { id: 'holder', title: 'Who', value: r => D.actors[D.col.holder[r]].label },
  { id: 'stance', title: 'Stance', value: r => D.col.stance[r] },
  { id: 'issue', title: 'On what', value: r => D.issues[D.col.issue[r]].label },
  { id: 'words', title: 'Words', value: r => textOf(r) || '' },
  {
    id: 'said',
    title: 'Said in',
    value: r => {
      const s = statementOf(r);
      return (s && s.title) || (documentOf(r) || {}).title || '';
    },
  },
];

function refreshTable() {
  table.order = shown.slice();
  if (table.by !== 'date') {
    // rows come by date as they are
    const { value } = COLUMNS.find(c => c.id === table.by),
      values = new Array(D.n);
    for (const r of shown) values[r] = value(r);
    table.order.sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : a - b));
  }
  if (table.down) table.order.reverse();
  $('lines').style.height = Math.min(table.order.length, LONGEST) * LINE + 34 + 'px';
  $('lines').setAttribute('aria-rowcount', table.order.length + 1);
  $('table-note').textContent =
    table.order.length > LONGEST
      ? `table shows the first ${LONGEST.toLocaleString('en')} of ${table.order.length.toLocaleString('en')} lines; filter or sort to reach the rest`
      : '';
  drawTable();
}

function drawTable() {
  const box = $('table-scroll'),
    lines = $('lines');
  if (!box.clientHeight) return;
  const first = Math.max(0, Math.floor(box.scrollTop / LINE) - 4),
    last = Math.min(table.order.length, LONGEST, first + Math.ceil(box.clientHeight / LINE) + 8);
  const held = document.activeElement && lines.contains(document.activeElement) ? document.activeElement.dataset.line : null;
  const head = el(
    'div',
    { class: 'line headline', role: 'row' },
    COLUMNS.map(c =>
      el(
        'div',
        { class: 'c-' + c.id, role: 'columnheader', 'aria-sort': table.by === c.id ? (table.down ? 'descending' : 'ascending') : 'none' },
        el(
          'button',
          {
            class: 'plain',
            on: {
              click: () => {
                table.down = table.by === c.id && !table.down;
                table.by = c.id;
                refreshTable();
              },
            },
          },
          c.title,
          table.by === c.id ? (table.down ? ' ▾' : ' ▴') : '',
        ),
      ),
    ),
  );
  fill(
    lines,
    head,
    Array.from({ length: last - first }, (_, k) => tableLine(table.order[first + k], first + k)),
  );
  if (held !== null) lines.querySelector(`[data-line="${held}"]`)?.focus({ preventScroll: true });
}

function tableLine(r, k) {
  const stance = D.col.stance[r],
    words = textOf(r) || (D.summed ? plural(weightOf(r), 'position') : '');
  return el(
    'div',
    {
      class: `line${state.sel && selected(r) ? ' selected' : ''}`,
      role: 'row',
      'aria-rowindex': k + 2,
      tabindex: 0,
      data: { line: k, row: r },
      'aria-selected': String(Boolean(state.sel && selected(r))),
      style: { top: 34 + k * LINE + 'px' },
      on: { click: () => select(rowSel(r)), keydown: e => lineKeys(e, r, k) },
    },
    el('div', { class: 'c-date', role: 'cell' }, dateOf(r)),
    el('div', { class: 'c-holder', role: 'cell' }, ...marked(D.actors[D.col.holder[r]].label)),
    el('div', { class: 'c-stance', role: 'cell' }, chip(stance, familyOf(r), isJoint(r)), el('span', { class: 'words' }, verbs(r).short)),
    el('div', { class: 'c-issue', role: 'cell', title: D.issues[D.col.issue[r]].label }, ...marked(D.issues[D.col.issue[r]].label)),
    el('div', { class: 'c-words', role: 'cell' }, ...marked(words)),
    el('div', { class: 'c-said', role: 'cell' }, COLUMNS[5].value(r)),
  );
}

const rowSel = r =>
  D.summed ? ['cell', D.actors[D.col.holder[r]].code, D.issues[D.col.issue[r]].code] : ['position', idOf(D.position[r])];

function lineKeys(event, r, k) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    select(rowSel(r));
  }
  if (!step) return;
  event.preventDefault();
  const next = Math.max(0, Math.min(table.order.length - 1, k + step)),
    box = $('table-scroll');
  if (next * LINE < box.scrollTop) box.scrollTop = next * LINE;
  if ((next + 2) * LINE + 34 > box.scrollTop + box.clientHeight) box.scrollTop = (next + 2) * LINE + 34 - box.clientHeight;
  drawTable();
  $('lines').querySelector(`[data-line="${next}"]`)?.focus({ preventScroll: true });
}

function revealSelected() {
  if (seen('matrix')) revealInMatrix();
  if (state.view === 'timeline' && state.sel) revealLane();
  if (state.view !== 'table' || !state.sel) return;
  const box = $('table-scroll'),
    k = table.order.findIndex(selected);
  if (k >= 0 && (k * LINE < box.scrollTop || (k + 2) * LINE > box.scrollTop + box.clientHeight))
    box.scrollTop = Math.max(0, (k - 3) * LINE);
}
