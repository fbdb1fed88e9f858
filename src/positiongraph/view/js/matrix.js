// Matrix: issues down, holders across. Only the rows and columns in sight are in the document, whatever the size of the data.

const matrix = { rows: [], columns: [], cells: new Map(), cursor: [0, 0], size: null, wanted: null };

function matrixColumns() {
  const n = D.actors.length, counts = facet('actor').counts, present = [], inBloc = state.fold ? membersOf(state.fold, state.on) : null;
  const held = new Uint32Array(n);
  for (let k = 0; k < shown.length; k++) held[D.col.holder[shown[k]]]++;
  for (let h = 0; h < n; h++) if (held[h] && !(inBloc && inBloc.has(h))) present.push(h);
  const rank = D.ranks, label = h => D.actors[h].label;
  const orders = { similarity: (a, b) => (rank[a] ?? 0) - (rank[b] ?? 0), count: (a, b) => counts[b] - counts[a], name: (a, b) => label(a).localeCompare(label(b), 'en') };
  present.sort((a, b) => orders[state.order](a, b) || a - b);
  const columns = present.map(h => ({ actor: h, code: D.actors[h].code, label: label(h) }));
  const folded = inBloc ? [...inBloc].filter(h => held[h]) : [];
  if (folded.length) {
    const body = D.seats.bodies.find(x => x.code === state.fold);
    columns.unshift({ bloc: body.code, code: body.code, members: folded, label: `${body.code} (${folded.length})`, title: body.label });
  }
  matrix.columnOf = new Int32Array(n).fill(-1);
  columns.forEach((c, k) => (c.members || [c.actor]).forEach(h => { matrix.columnOf[h] = k; }));
  return columns;
}

function matrixRows() {
  const counts = facet('issue').counts, issues = [], split = new Float64Array(D.issues.length);
  const present = new Uint8Array(D.issues.length);
  for (let k = 0; k < shown.length; k++) present[D.col.issue[shown[k]]] = 1;
  for (let i = 0; i < D.issues.length; i++) if (present[i]) issues.push(i);
  if (state.sort === 'split') {
    const low = new Int8Array(D.issues.length).fill(9), high = new Int8Array(D.issues.length).fill(-9);
    for (let k = 0; k < shown.length; k++) { const i = D.col.issue[shown[k]], v = D.col.stance[shown[k]]; if (v < low[i]) low[i] = v; if (v > high[i]) high[i] = v; }
    issues.forEach(i => { split[i] = high[i] - low[i]; });
  }
  const label = i => D.issues[i].label, named = (a, b) => label(a).localeCompare(label(b), 'en', { numeric: true });
  const orders = { topic: (a, b) => D.topicOf[a] - D.topicOf[b] || named(a, b), count: (a, b) => counts[b] - counts[a] || named(a, b), split: (a, b) => split[b] - split[a] || counts[b] - counts[a], name: named };
  issues.sort(orders[state.sort]);
  if (state.sort !== 'topic' || !D.topics.length) return issues.map(i => ({ issue: i, label: label(i) }));
  const rows = [];
  let at = -2;
  for (const i of issues.sort((a, b) => (D.topicOf[a] < 0) - (D.topicOf[b] < 0) || orders.topic(a, b))) {
    const t = D.topicOf[i];
    if (t !== at) { at = t; rows.push({ topic: t, label: t < 0 ? 'Other issues' : D.topics[t].label, issues: 0, closed: t >= 0 && state.rolled !== state.toggled.has(t) }); }
    rows.findLast(row => row.topic !== undefined).issues++;
    if (!(t >= 0 && state.rolled !== state.toggled.has(t))) rows.push({ issue: i, label: label(i) });
  }
  return rows;
}

// The cells of a row: column → { rows, sides, positions }. Made when the row comes in sight.
function cellsOf(row) {
  const key = row.issue !== undefined ? 'i' + row.issue : 't' + row.topic;
  if (matrix.cells.has(key)) return matrix.cells.get(key);
  const cells = new Map(), { start, order } = D.rowsOfIssue;
  const issues = row.issue !== undefined ? [row.issue] : [...D.topicOf.keys()].filter(i => D.topicOf[i] === row.topic);
  for (const i of issues) for (let k = start[i]; k < start[i + 1]; k++) {
    const r = order[k];
    if (fails[r]) continue;
    const c = matrix.columnOf[D.col.holder[r]];
    let cell = cells.get(c);
    if (!cell) cells.set(c, cell = { rows: [], sides: { for: 0, neutral: 0, against: 0 }, positions: 0, last: -1, stances: new Set(), joint: false });
    if (cell.rows.length < 40) cell.rows.push(r);
    if (cell.last === D.position[r]) continue;
    cell.last = D.position[r];
    cell.positions += weightOf(r);
    cell.sides[sideOf(D.col.stance[r])] += weightOf(r);
    cell.stances.add(D.col.stance[r]);
    cell.joint = cell.joint || isJoint(r);
  }
  matrix.cells.set(key, cells);
  return cells;
}

function measureMatrix() {
  const count = matrix.columns.length, narrow = innerWidth < 800;
  const longest = Math.max(0, ...matrix.columns.slice(0, 400).map(c => c.label.length));
  matrix.size = {
    label: narrow ? 168 : 268, row: 28, wide: count <= 7,
    column: count <= 7 ? (narrow ? 78 : 92) : count <= 16 ? 58 : 34,
    head: count <= 7 ? 44 : Math.min(150, 18 + longest * 6.6),
  };
}

function refreshMatrix() {
  matrix.cells.clear();
  matrix.columns = matrixColumns();
  matrix.rows = matrixRows();
  measureMatrix();
  matrix.cursor = [Math.min(matrix.cursor[0], Math.max(matrix.rows.length - 1, 0)), Math.min(matrix.cursor[1], Math.max(matrix.columns.length - 1, 0))];
  const { size, rows, columns } = matrix, grid = $('grid');
  const width = size.label + columns.length * size.column + 8;
  grid.style.width = width + 'px';
  grid.style.height = size.head + rows.length * size.row + 8 + 'px';
  grid.setAttribute('aria-rowcount', rows.length + 1);
  grid.setAttribute('aria-colcount', columns.length + 1);
  document.querySelector('main').style.setProperty('--wanted', width + 18 + 'px');
  $('matrix-note').textContent = rows.length ? '' : 'No position found with these filters.';
  drawMatrix();
}

function drawMatrix() {
  const { size, rows, columns } = matrix, box = $('matrix-scroll'), grid = $('grid');
  if (!size || !box.clientHeight) return;
  const top = Math.max(0, Math.floor((box.scrollTop - size.head) / size.row) - 3), bottom = Math.min(rows.length, top + Math.ceil(box.clientHeight / size.row) + 7);
  const left = Math.max(0, Math.floor((box.scrollLeft - size.label) / size.column) + 0), right = Math.min(columns.length, left + Math.ceil(box.clientWidth / size.column) + 2);
  const focused = grid.contains(document.activeElement);
  const head = el('div', { class: 'row head', role: 'row', 'aria-rowindex': 1, style: { height: size.head + 'px' } },
    el('div', { class: 'corner', role: 'columnheader', style: { width: size.label + 'px', height: size.head + 'px' } }, el('span', {}, cornerWords())),
    columns.slice(left, right).map((column, k) => columnHead(column, left + k)));
  fill(grid, head, rows.slice(top, bottom).map((row, k) => matrixRow(row, top + k, left, right)));
  if (focused) focusCursor();
}

function cornerWords() {
  const issues = matrix.rows.filter(row => row.issue !== undefined).length, topics = matrix.rows.length - issues;
  const blocs = matrix.columns.filter(column => column.bloc).length, actors = matrix.columns.length - blocs;
  return `${issues ? plural(issues, 'issue') : plural(topics, 'topic')} × ${plural(actors, 'actor')}${blocs ? ' and a bloc' : ''}`;
}

function columnHead(column, k) {
  const { size } = matrix, sel = column.bloc ? ['bloc', column.bloc] : ['actor', column.code];
  return el('div', { class: `columnhead${size.wide ? ' wide' : ''}${sameSel(sel, state.sel) ? ' selected' : ''}`, role: 'columnheader', 'aria-colindex': k + 2, title: column.title || column.label,
    style: { left: size.label + k * size.column + 'px', width: size.column + 'px', height: size.head + 'px' }, on: { click: () => select(sel) } },
  el('span', {}, column.label));
}

function matrixRow(row, y, left, right) {
  const { size, columns } = matrix, group = row.topic !== undefined;
  const sel = group ? (row.topic < 0 ? null : ['topic', D.topics[row.topic].code]) : ['issue', D.issues[row.issue].code];
  const head = el('div', { class: `rowhead${sel && sameSel(sel, state.sel) ? ' selected' : ''}`, role: 'rowheader', style: { width: size.label + 'px' }, title: row.label,
    on: { click: () => sel && select(sel) } },
  group && row.topic >= 0 ? el('button', { class: 'fold', tabindex: -1, 'aria-expanded': String(!row.closed), 'aria-label': `${row.closed ? 'Unfold' : 'Fold'} ${row.label}`, on: { click: e => { e.stopPropagation(); toggleTopic(row.topic); } } }, row.closed ? '▸' : '▾') : null,
  el('span', {}, ...marked(row.label)), group ? el('small', {}, ' ' + row.issues) : null);
  const box = el('div', { class: `row${group ? ' group' : ''}${group && !row.closed ? ' open' : ''}`, role: 'row', 'aria-rowindex': y + 2, style: { top: size.head + y * size.row + 'px', height: size.row + 'px' } }, head);
  const cells = cellsOf(row);
  for (let k = left; k < right; k++) box.append(matrixCell(row, cells.get(k), columns[k], y, k));
  return box;
}

function cellSel(row, column) {
  const what = row.issue !== undefined ? D.issues[row.issue].code : row.topic >= 0 ? D.topics[row.topic].code : '';
  if (column.bloc) return ['bloc', column.bloc, what];
  return [row.issue !== undefined ? 'cell' : 'topiccell', column.code, what];
}

function matrixCell(row, cell, column, y, k) {
  const { size } = matrix, sel = cellSel(row, column), group = row.topic !== undefined;
  const related = cell && state.sel && !sameSel(sel, state.sel) && !group && ['actor', 'issue', 'topic', 'target', 'position', 'pair', 'bloc'].includes(state.sel[0]) && cell.rows.some(selected);
  const at = y === matrix.cursor[0] && k === matrix.cursor[1];
  const names = `${column.label} on ${row.label}: `;
  const said = !cell ? 'no position found' : cell.positions === 1 ? `${verbs(cell.rows[0]).words} (${signed(D.col.stance[cell.rows[0]])})${cell.joint ? ', jointly' : ''}`
    : `${plural(cell.positions, 'position')}: ${sideWords(cell.sides)}`;
  return el('div', { class: `cell${cell ? '' : ' silent'}${sameSel(sel, state.sel) ? ' selected' : related ? ' related' : ''}`, role: 'gridcell', 'aria-colindex': k + 2, 'aria-label': names + said,
    'aria-selected': String(sameSel(sel, state.sel)), tabindex: at ? 0 : -1, data: { y, k }, title: names + said,
    style: { left: size.label + k * size.column + 'px', width: size.column + 'px' }, on: { click: () => { matrix.cursor = [y, k]; select(sel); } } },
  cell ? cellMarks(cell, group && !row.closed) : el('span', { class: 'dot', 'aria-hidden': 'true' }, '·'));
}

function cellMarks(cell, quiet) {
  const { size } = matrix, small = size.column < 44;
  if (quiet) return el('span', { class: 'quiet', 'aria-hidden': 'true' }, short(cell.positions));
  if (cell.positions === 1) { const r = cell.rows[0]; return chip(D.col.stance[r], familyOf(r), cell.joint, small); }
  if (cell.positions <= Math.floor((size.column - 4) / 27) && !small) return cell.rows.filter((r, k) => !k || D.position[r] !== D.position[cell.rows[k - 1]]).map(r => chip(D.col.stance[r], null, isJoint(r), true));
  return bar(cell.sides, cell.positions, !small);
}

function toggleTopic(t) {
  if (state.toggled.has(t)) state.toggled.delete(t); else state.toggled.add(t);
  changed({ data: false, matrix: true });
}

// Brings the selected cell, row or column in sight.
function revealInMatrix() {
  if (!state.sel || !matrix.size) return;
  const [kind, a, b] = state.sel, { rows, columns, size } = matrix, box = $('matrix-scroll');
  const p = kind === 'position' ? rowsOfPosition(D.idAt.get(a) ?? Number(a.slice(1)))[0] : null;
  const what = { cell: b, topiccell: b, bloc: b, issue: a, topic: a, position: p !== null ? D.issues[D.col.issue[p]].code : null }[kind], who = p !== null ? D.col.holder[p] : D.actorAt.get(a);
  const y = what === undefined ? -1 : rows.findIndex(row => row.issue !== undefined ? D.issues[row.issue].code === what : row.topic >= 0 && D.topics[row.topic].code === what);
  const k = kind === 'issue' || kind === 'topic' ? -1 : kind === 'bloc' ? columns.findIndex(c => c.bloc === a) : who === undefined ? -1 : matrix.columnOf[who];
  if (y >= 0) box.scrollTop = Math.min(Math.max(box.scrollTop, y * size.row + size.head + size.row - box.clientHeight + 30), y * size.row);
  if (k >= 0) box.scrollLeft = Math.min(Math.max(box.scrollLeft, (k + 1) * size.column + size.label - box.clientWidth + 30), k * size.column);
}

function focusCursor() {
  const [y, k] = matrix.cursor, found = $('grid').querySelector(`.cell[data-y="${y}"][data-k="${k}"]`);
  if (found) found.focus({ preventScroll: true });
}

function moveCursor(dy, dk) {
  const { rows, columns, size } = matrix, box = $('matrix-scroll');
  if (!rows.length) return;
  const y = Math.max(0, Math.min(rows.length - 1, matrix.cursor[0] + dy)), k = Math.max(0, Math.min(columns.length - 1, matrix.cursor[1] + dk));
  matrix.cursor = [y, k];
  const top = y * size.row, left = k * size.column;
  box.scrollTop = Math.min(Math.max(box.scrollTop, top + size.head + size.row - box.clientHeight + 4), top);
  box.scrollLeft = Math.min(Math.max(box.scrollLeft, left + size.label + size.column - box.clientWidth + 4), left);
  drawMatrix();
  focusCursor();
}

function matrixKeys(event) {
  if (!event.target.classList.contains('cell')) return;
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], PageDown: [12, 0], PageUp: [-12, 0], Home: [0, -1e6], End: [0, 1e6] };
  if (steps[event.key]) { event.preventDefault(); moveCursor(...steps[event.key]); }
  else if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); event.target.click(); }
}
