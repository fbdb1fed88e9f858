// Matrix: issues down, holders across. Only the rows and columns in sight are in the document, whatever the size of the data.

const matrix = { rows: [], columns: [], cells: new Map(), cursor: [0, 0], size: null, wanted: null };

function matrixColumns() {
  const n = D.actors.length,
    counts = facet('actor').counts,
    present = [],
    inBloc = state.fold ? membersOf(state.fold, state.on) : null;
  const held = new Uint32Array(n);
  for (let k = 0; k < shown.length; k++) held[D.col.holder[shown[k]]]++;
  for (let h = 0; h < n; h++) if (held[h] && !(inBloc && inBloc.has(h))) present.push(h);
  const rank = D.ranks,
    label = h => D.actors[h].label;
  const orders = {
    similarity: (a, b) => (rank[a] ?? 0) - (rank[b] ?? 0),
    count: (a, b) => counts[b] - counts[a],
    name: (a, b) => label(a).localeCompare(label(b), 'en'),
  };
  present.sort((a, b) => orders[state.order](a, b) || a - b);
  const columns = present.map(h => ({ actor: h, code: D.actors[h].code, label: label(h) }));
  const folded = inBloc ? [...inBloc].filter(h => held[h]) : [];
  if (folded.length) {
    const body = D.seats.bodies.find(x => x.code === state.fold);
    columns.unshift({ bloc: body.code, code: body.code, members: folded, label: `${body.code} (${folded.length})`, title: body.label });
  }
  matrix.columnOf = new Int32Array(n).fill(-1);
  columns.forEach((c, k) =>
    (c.members || [c.actor]).forEach(h => {
      matrix.columnOf[h] = k;
    }),
  );
  return columns;
}

function matrixRows() {
  const counts = facet('issue').counts,
    issues = [],
    split = new Float64Array(D.issues.length);
  const present = new Uint8Array(D.issues.length);
  for (let k = 0; k < shown.length; k++) present[D.col.issue[shown[k]]] = 1;
  for (let i = 0; i < D.issues.length; i++) if (present[i]) issues.push(i);
  if (state.sort === 'split') {
    const low = new Int8Array(D.issues.length).fill(9),
      high = new Int8Array(D.issues.length).fill(-9);
    for (let k = 0; k < shown.length; k++) {
      const i = D.col.issue[shown[k]],
        v = D.col.stance[shown[k]];
      if (v < low[i]) low[i] = v;
      if (v > high[i]) high[i] = v;
    }
    issues.forEach(i => {
      split[i] = high[i] - low[i];
    });
  }
  const label = i => D.issues[i].label,
    named = (a, b) => label(a).localeCompare(label(b), 'en', { numeric: true });
  const orders = {
    topic: (a, b) => D.topicOf[a] - D.topicOf[b] || named(a, b),
    count: (a, b) => counts[b] - counts[a] || named(a, b),
    split: (a, b) => split[b] - split[a] || counts[b] - counts[a],
    name: named,
  };
  issues.sort(orders[state.sort]);
  if (state.sort !== 'topic' || !D.topics.length) return issues.map(i => ({ issue: i, label: label(i) }));
  const rows = [];
  let at = -2;
  for (const i of issues.sort((a, b) => (D.topicOf[a] < 0) - (D.topicOf[b] < 0) || orders.topic(a, b))) {
    const t = D.topicOf[i];
    if (t !== at) {
      at = t;
      rows.push({
        topic: t,
        label: t < 0 ? 'Other issues' : D.topics[t].label,
        issues: 0,
        closed: t >= 0 && state.rolled !== state.toggled.has(t),
      });
    }
    rows.findLast(row => row.topic !== undefined).issues++;
    if (!(t >= 0 && state.rolled !== state.toggled.has(t))) rows.push({ issue: i, label: label(i) });
  }
  return rows;
}

// The cells of a row: column → { rows, sides, positions }. Made when the row comes in sight.
function cellsOf(row) {
  const key = row.issue !== undefined ? 'i' + row.issue : 't' + row.topic;
  if (matrix.cells.has(key)) return matrix.cells.get(key);
  const cells = new Map(),
    { start, order } = D.rowsOfIssue;
  const issues = row.issue !== undefined ? [row.issue] : [...D.topicOf.keys()].filter(i => D.topicOf[i] === row.topic);
  for (const i of issues)
    for (let k = start[i]; k < start[i + 1]; k++) {
      const r = order[k];
      if (fails[r]) continue;
      const c = matrix.columnOf[D.col.holder[r]];
      let cell = cells.get(c);
      if (!cell)
        cells.set(
          c,
          (cell = { rows: [], sides: { for: 0, neutral: 0, against: 0 }, positions: 0, last: -1, stances: new Set(), joint: false }),
        );
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
