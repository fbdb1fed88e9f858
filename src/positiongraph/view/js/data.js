// Data: unpacks the payload into columns of whole numbers, one entry a row (a position and one of its holders).
// In nullable columns 0 is "nothing" and k + 1 stands for value k. The other half of this file is columns.py.

let D = null;

async function unpackPayload() {
  const script = document.getElementById('payload');
  if (script.dataset.packed !== 'gzip') return JSON.parse(script.textContent);
  const bytes = Uint8Array.from(atob(script.textContent.trim()), c => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

function unpackColumn(column, rows) {
  if (column === undefined) return null;
  if ('all' in column) return (column.all < 0 ? new Int8Array(rows) : new Uint32Array(rows)).fill(column.all);
  const text = atob(column.data),
    bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i1: Int8Array }[column.type](bytes.buffer);
}

function prepare(payload) {
  D = payload;
  D.n = payload.rows;
  D.col = {};
  for (const name in payload.columns) D.col[name] = unpackColumn(payload.columns[name], D.n);
  D.position = new Uint32Array(D.n);
  for (let r = 0, p = -1; r < D.n; r++) D.position[r] = D.col.first ? (p += D.col.first[r]) : r;
  D.summed = Boolean(payload.summed);
  D.topicOf = new Int32Array(D.issues.length);
  D.issues.forEach((issue, i) => {
    D.topicOf[i] = issue.topic;
  });
  D.actorAt = new Map(D.actors.map((a, i) => [a.code, i]));
  D.issueAt = new Map(D.issues.map((x, i) => [x.code, i]));
  D.topicAt = new Map(D.topics.map((x, i) => [x.code, i]));
  D.idAt = new Map((D.ids || []).map((id, p) => [id, p]));
  D.familyOf = new Map(D.ink.families.flatMap(f => f.acts.map(act => [act, f])));
  const worded = list => new Map(list.map(s => [s.value, s]));
  D.voteOf = new Map([...worded(D.ink.stances), ...worded(D.ink.votes)]);
  D.stanceOf = D.words.act.length === 1 && D.words.act[0] === 'vote' ? D.voteOf : worded(D.ink.stances);
  D.rowsOfIssue = byCode(D.col.issue, D.issues.length);
  D.firstRow = new Uint32Array(payload.summed ? D.n : payload.positions);
  for (let r = D.n - 1; r >= 0; r--) D.firstRow[D.position[r]] = r;
  D.holders = new Set(D.col.holder).size;
  return D;
}

// Rows grouped by a code: rows of code c are order[start[c]] … order[start[c + 1] − 1].
function byCode(codes, size) {
  const start = new Uint32Array(size + 1),
    order = new Uint32Array(codes.length);
  for (let r = 0; r < codes.length; r++) start[codes[r] + 1]++;
  for (let c = 0; c < size; c++) start[c + 1] += start[c];
  const next = start.slice();
  for (let r = 0; r < codes.length; r++) order[next[codes[r]]++] = r;
  return { start, order };
}

const weightOf = r => (D.col.weight ? D.col.weight[r] : 1);
const sideOf = stance => (stance > 0 ? 'for' : stance < 0 ? 'against' : 'neutral');
const signed = stance => (stance === 0 ? '0' : (stance > 0 ? '+' : '−') + Math.abs(stance));
const word = (name, r) => {
  const k = D.col[name] ? D.col[name][r] : 0;
  return k ? D.words[name][k - 1] : null;
};
const dateOf = r => (D.col.date[r] ? D.dates[D.col.date[r] - 1] : '');
const textOf = r => (D.texts && D.col.text[r] ? D.texts[D.col.text[r] - 1] : null);
const speakerOf = r => (D.col.speaker[r] ? D.speakers[D.col.speaker[r] - 1] : null);
const documentOf = r => (D.col.document[r] ? D.documents[D.col.document[r] - 1] : null);
const statementOf = r => (D.col.statement[r] ? D.statements[D.col.statement[r] - 1] : null);
const targetsOf = r => (D.col.targets[r] ? D.targets[D.col.targets[r] - 1] : []);
const familyOf = r => D.familyOf.get(word('act', r)) || D.ink.families[0];
const idOf = p => (D.ids ? D.ids[p] : '#' + p);
const verbs = r => (word('act', r) === 'vote' ? D.voteOf : D.stanceOf).get(D.col.stance[r]);
const isJoint = r => word('voice', r) === 'joint';

function startOf(r) {
  return D.col.start && D.col.start[r] ? D.col.start[r] - 1 : null;
}
function endOf(r) {
  return D.col.end && D.col.end[r] ? D.col.end[r] - 1 : null;
}

// All rows of a position stand together.
function rowsOfPosition(p) {
  const rows = [];
  for (let r = D.firstRow[p]; r < D.n && D.position[r] === p; r++) rows.push(r);
  return rows;
}

const plural = (n, one, many = one + 's') => n.toLocaleString('en') + ' ' + (n === 1 ? one : many);
const fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const httpLink = address => (/^https?:\/\//i.test(address || '') ? address : null);

function dateWords(date) {
  const [year, month, day] = date.split('-');
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  return [day && String(Number(day)), month && months[month - 1], year].filter(Boolean).join(' ');
}
