// Grid: the matrix in the document. Only the rows and columns in sight are there, whatever the size of the data.

function measureMatrix() {
  const count = matrix.columns.length,
    narrow = innerWidth < 800;
  const longest = Math.max(0, ...matrix.columns.slice(0, 400).map(c => c.label.length));
  const column = count <= 7 ? (narrow ? 78 : 92) : count <= 16 ? 58 : 34,
    labels = Math.max(0, ...matrix.rows.slice(0, 400).map(row => row.label.length * 7.4 + 40));
  const least = narrow ? 168 : 268,
    free = state.view === 'matrix' || narrow ? $('matrix-scroll').clientWidth - count * column - 24 : least;
  matrix.size = {
    label: Math.min(Math.max(least, Math.min(labels, free)), 520),
    row: 28,
    wide: count <= 7,
    column,
    head: count <= 7 ? 44 : Math.min(150, 18 + longest * 6.6),
  };
}

function refreshMatrix() {
  matrix.cells.clear();
  matrix.columns = matrixColumns();
  matrix.rows = matrixRows();
  measureMatrix();
  matrix.cursor = [
    Math.min(matrix.cursor[0], Math.max(matrix.rows.length - 1, 0)),
    Math.min(matrix.cursor[1], Math.max(matrix.columns.length - 1, 0)),
  ];
  const { size, rows, columns } = matrix,
    grid = $('grid');
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
  const { size, rows, columns } = matrix,
    box = $('matrix-scroll'),
    grid = $('grid');
  if (!size || !box.clientHeight) return;
  const top = Math.max(0, Math.floor((box.scrollTop - size.head) / size.row) - 3),
    bottom = Math.min(rows.length, top + Math.ceil(box.clientHeight / size.row) + 7);
  const left = Math.max(0, Math.floor((box.scrollLeft - size.label) / size.column) + 0),
    right = Math.min(columns.length, left + Math.ceil(box.clientWidth / size.column) + 2);
  const focused = grid.contains(document.activeElement);
  const head = el(
    'div',
    { class: 'row head', role: 'row', 'aria-rowindex': 1, style: { height: size.head + 'px' } },
    el(
      'div',
      { class: 'corner', role: 'columnheader', style: { width: size.label + 'px', height: size.head + 'px' } },
      el('span', {}, cornerWords()),
    ),
    columns.slice(left, right).map((column, k) => columnHead(column, left + k)),
  );
  fill(
    grid,
    head,
    rows.slice(top, bottom).map((row, k) => matrixRow(row, top + k, left, right)),
  );
  if (focused) focusCursor();
}

function cornerWords() {
  const issues = matrix.rows.filter(row => row.issue !== undefined).length,
    topics = matrix.rows.length - issues;
  const blocs = matrix.columns.filter(column => column.bloc).length,
    actors = matrix.columns.length - blocs;
  return `${issues ? plural(issues, 'issue') : plural(topics, 'topic')} × ${plural(actors, 'actor')}${blocs ? ' and a bloc' : ''}`;
}

function columnHead(column, k) {
  const { size } = matrix,
    sel = column.bloc ? ['bloc', column.bloc] : ['actor', column.code];
  return el(
    'div',
    {
      class: `columnhead${size.wide ? ' wide' : ''}${sameSel(sel, state.sel) ? ' selected' : ''}`,
      role: 'columnheader',
      'aria-colindex': k + 2,
      title: column.title || column.label,
      style: { left: size.label + k * size.column + 'px', width: size.column + 'px', height: size.head + 'px' },
      on: { click: () => select(sel) },
    },
    el('span', {}, column.label),
  );
}

function matrixRow(row, y, left, right) {
  const { size, columns } = matrix,
    group = row.topic !== undefined;
  const sel = group ? (row.topic < 0 ? null : ['topic', D.topics[row.topic].code]) : ['issue', D.issues[row.issue].code];
  const head = el(
    'div',
    {
      class: `rowhead${sel && sameSel(sel, state.sel) ? ' selected' : ''}`,
      role: 'rowheader',
      style: { width: size.label + 'px' },
      title: row.label,
      on: { click: () => sel && select(sel) },
    },
    group && row.topic >= 0
      ? el(
          'button',
          {
            class: 'fold',
            tabindex: -1,
            'aria-expanded': String(!row.closed),
            'aria-label': `${row.closed ? 'Unfold' : 'Fold'} ${row.label}`,
            on: {
              click: e => {
                e.stopPropagation();
                toggleTopic(row.topic);
              },
            },
          },
          row.closed ? '▸' : '▾',
        )
      : null,
    el('span', {}, ...marked(row.label)),
    group ? el('small', {}, ' ' + row.issues) : null,
  );
  const box = el(
    'div',
    {
      class: `row${group ? ' group' : ''}${group && !row.closed ? ' open' : ''}`,
      role: 'row',
      'aria-rowindex': y + 2,
      style: { top: size.head + y * size.row + 'px', height: size.row + 'px' },
    },
    head,
  );
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
  const { size } = matrix,
    sel = cellSel(row, column),
    group = row.topic !== undefined;
  const related =
    cell &&
    state.sel &&
    !sameSel(sel, state.sel) &&
    !group &&
    ['actor', 'issue', 'topic', 'target', 'position', 'pair', 'bloc'].includes(state.sel[0]) &&
    cell.rows.some(selected);
  const at = y === matrix.cursor[0] && k === matrix.cursor[1];
  const names = `${column.label} on ${row.label}: `;
  const said = !cell
    ? 'no position found'
    : cell.positions === 1
      ? `${verbs(cell.rows[0]).words} (${signed(D.col.stance[cell.rows[0]])})${cell.joint ? ', jointly' : ''}`
      : `${plural(cell.positions, 'position')}: ${sideWords(cell.sides)}`;
  return el(
    'div',
    {
      class: `cell${cell ? '' : ' silent'}${sameSel(sel, state.sel) ? ' selected' : related ? ' related' : ''}`,
      role: 'gridcell',
      'aria-colindex': k + 2,
      'aria-label': names + said,
      'aria-selected': String(sameSel(sel, state.sel)),
      tabindex: at ? 0 : -1,
      data: { y, k },
      title: names + said,
      style: { left: size.label + k * size.column + 'px', width: size.column + 'px' },
      on: {
        click: () => {
          matrix.cursor = [y, k];
          select(sel);
        },
      },
    },
    cell ? cellMarks(cell, group && !row.closed) : el('span', { class: 'dot', 'aria-hidden': 'true' }, '·'),
  );
}

function cellMarks(cell, quiet) {
  const { size } = matrix,
    small = size.column < 44;
  if (quiet) return el('span', { class: 'quiet', 'aria-hidden': 'true' }, short(cell.positions));
  if (cell.positions === 1) {
    const r = cell.rows[0];
    return chip(D.col.stance[r], familyOf(r), cell.joint, small);
  }
  if (cell.positions <= Math.floor((size.column - 4) / 27) && !small)
    return cell.rows
      .filter((r, k) => !k || D.position[r] !== D.position[cell.rows[k - 1]])
      .map(r => chip(D.col.stance[r], null, isJoint(r), true));
  return bar(cell.sides, cell.positions, !small);
}

function toggleTopic(t) {
  if (state.toggled.has(t)) state.toggled.delete(t);
  else state.toggled.add(t);
  changed({ data: false, matrix: true });
}

// Brings the selected cell, row or column in sight.
function revealInMatrix() {
  if (!state.sel || !matrix.size) return;
  const [kind, a, b] = state.sel,
    { rows, columns, size } = matrix,
    box = $('matrix-scroll');
  const p = kind === 'position' ? rowsOfPosition(D.idAt.get(a) ?? Number(a.slice(1)))[0] : null;
  const what = { cell: b, topiccell: b, bloc: b, issue: a, topic: a, position: p !== null ? D.issues[D.col.issue[p]].code : null }[kind],
    who = p !== null ? D.col.holder[p] : D.actorAt.get(a);
  const y =
    what === undefined
      ? -1
      : rows.findIndex(row =>
          row.issue !== undefined ? D.issues[row.issue].code === what : row.topic >= 0 && D.topics[row.topic].code === what,
        );
  const k =
    kind === 'issue' || kind === 'topic'
      ? -1
      : kind === 'bloc'
        ? columns.findIndex(c => c.bloc === a)
        : who === undefined
          ? -1
          : matrix.columnOf[who];
  if (y >= 0) box.scrollTop = Math.min(Math.max(box.scrollTop, y * size.row + size.head + size.row - box.clientHeight + 30), y * size.row);
  if (k >= 0)
    box.scrollLeft = Math.min(Math.max(box.scrollLeft, (k + 1) * size.column + size.label - box.clientWidth + 30), k * size.column);
}

function focusCursor() {
  const [y, k] = matrix.cursor,
    found = $('grid').querySelector(`.cell[data-y="${y}"][data-k="${k}"]`);
  if (found) found.focus({ preventScroll: true });
}

function moveCursor(dy, dk) {
  const { rows, columns, size } = matrix,
    box = $('matrix-scroll');
  if (!rows.length) return;
  const y = Math.max(0, Math.min(rows.length - 1, matrix.cursor[0] + dy)),
    k = Math.max(0, Math.min(columns.length - 1, matrix.cursor[1] + dk));
  matrix.cursor = [y, k];
  const top = y * size.row,
    left = k * size.column;
  box.scrollTop = Math.min(Math.max(box.scrollTop, top + size.head + size.row - box.clientHeight + 4), top);
  box.scrollLeft = Math.min(Math.max(box.scrollLeft, left + size.label + size.column - box.clientWidth + 4), left);
  drawMatrix();
  focusCursor();
}

function matrixKeys(event) {
  if (!event.target.classList.contains('cell')) return;
  const steps = {
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    PageDown: [12, 0],
    PageUp: [-12, 0],
    Home: [0, -1e6],
    End: [0, 1e6],
  };
  if (steps[event.key]) {
    event.preventDefault();
    moveCursor(...steps[event.key]);
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    event.target.click();
  }
}
