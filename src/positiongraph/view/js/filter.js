// Filter: one pass over the rows tells which facets each row fails; from that come the rows shown and every facet's counts.

let shown = new Uint32Array(0);
let tally = { positions: 0, sides: {} };
let fails = null;
let searching = null;

function allowed(f) {
  const chosen = state.filters[f.id];
  if (!chosen || !chosen.size) return null;
  if (!f.many) {
    const ok = new Uint8Array(f.size);
    chosen.forEach(k => {
      ok[k] = 1;
    });
    return ok;
  }
  return Uint8Array.from([0, ...f.many.map(set => (set.some(k => chosen.has(k)) ? 1 : 0))]);
}

function tests() {
  const found = [];
  const topic = allowed(facet('topic')),
    issue = allowed(facet('issue'));
  for (const f of facets) {
    if (f.id === 'topic' || f.id === 'issue') continue;
    const ok = allowed(f);
    if (ok) found.push([f.bit, f.codes, ok]);
  }
  if (topic || issue) {
    const ok = Uint8Array.from(D.issues, (_, i) => ((issue && issue[i]) || (topic && topic[D.topicOf[i] + 1]) ? 1 : 0));
    found.push([facet('topic').bit, D.col.issue, ok]);
  }
  if (state.from || state.to) {
    const until = state.to ? (state.to + '~').slice(0, 11) : '';
    found.push([
      1 << 20,
      D.col.date,
      Uint8Array.from(['', ...D.dates], d => (d && (!state.from || d >= state.from.slice(0, d.length)) && (!until || d <= until) ? 1 : 0)),
    ]);
  }
  return found;
}

// A row is found when each searched word stands in its holder, issue, topic, speaker, targets, source or words.
function searcher() {
  const words = fold(state.q).split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  const has = (list, text) => words.map(w => Uint8Array.from(['', ...list], x => (fold(text(x) || '').includes(w) ? 1 : 0)));
  const id = x => x,
    named = x => x && x.label,
    titled = x => x && x.title;
  const actors = has(D.actors, x => x && x.label + ' ' + x.code),
    issues = has(D.issues, named),
    speakers = has(D.speakers, id);
  const documents = has(D.documents, titled),
    statements = has(D.statements, titled),
    topics = has(D.topics, named);
  const texts = D.texts ? has(D.texts, id) : null;
  const targets = words.map((_, w) => Uint8Array.from([[], ...D.targets], set => (set.some(k => actors[w][k + 1]) ? 1 : 0)));
  const c = D.col;
  return r =>
    words.every(
      (_, w) =>
        actors[w][c.holder[r] + 1] ||
        issues[w][c.issue[r] + 1] ||
        topics[w][D.topicOf[c.issue[r]] + 1] ||
        targets[w][c.targets[r]] ||
        speakers[w][c.speaker[r]] ||
        documents[w][c.document[r]] ||
        statements[w][c.statement[r]] ||
        (texts && texts[w][c.text[r]]),
    );
}

function applyFilters() {
  const list = tests(),
    search = searcher(),
    n = D.n;
  fails = fails || new Uint32Array(n);
  fails.fill(0);
  for (const [bit, codes, ok] of list) for (let r = 0; r < n; r++) if (!ok[codes[r]]) fails[r] |= bit;
  if (search) for (let r = 0; r < n; r++) if (!search(r)) fails[r] |= 1 << 21;
  let count = 0;
  for (let r = 0; r < n; r++) if (!fails[r]) count++;
  shown = new Uint32Array(count);
  for (let r = 0, k = 0; r < n; r++) if (!fails[r]) shown[k++] = r;
  tally = tallied(shown);
  facets.forEach(countValues);
}

// Positions are counted once, however many hold them; summed rows count for as many as they stand for.
function countValues(f) {
  const { counts, codes, bit, many } = f,
    last = new Int32Array(f.size).fill(-1),
    others = ~bit;
  counts.fill(0);
  const add = (k, r) => {
    if (last[k] !== D.position[r]) {
      last[k] = D.position[r];
      counts[k] += weightOf(r);
    }
  };
  for (let r = 0; r < D.n; r++) {
    if (fails[r] & others) continue;
    if (!many) add(codes[r], r);
    else if (codes[r]) for (const k of many[codes[r] - 1]) add(k, r);
  }
}

function tallied(rows) {
  const sides = { for: 0, neutral: 0, against: 0 };
  let positions = 0,
    last = -1;
  for (let k = 0; k < rows.length; k++) {
    const r = rows[k];
    if (D.position[r] === last) continue;
    last = D.position[r];
    positions += weightOf(r);
    sides[sideOf(D.col.stance[r])] += weightOf(r);
  }
  return { positions, sides };
}

const filtered = () => Boolean(state.q || state.from || state.to || facets.some(f => state.filters[f.id] && state.filters[f.id].size));
