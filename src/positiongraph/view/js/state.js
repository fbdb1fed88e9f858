// State: what is asked of the data and what is selected. All of it lives in the URL's hash: copy, open, same view.

const VIEWS = ['overview', 'matrix', 'graph', 'table', 'timeline'];
const CHOICES = {
  view: VIEWS,
  layout: ['bipartite', 'topic', 'similarity', 'time', 'around', 'measured'],
  sort: ['topic', 'count', 'split', 'name'],
  order: ['similarity', 'count', 'name'],
  lanes: ['issues', 'actors'],
  theme: ['', 'light', 'dark'],
};
const fresh = () => ({
  view: innerWidth < 900 || D.holders > 12 ? 'matrix' : 'overview',
  q: '',
  from: '',
  to: '',
  layout: D.layout || 'bipartite',
  sort: D.topics.length ? 'topic' : 'count',
  order: 'similarity',
  lanes: 'issues',
  theme: '',
  fold: '',
  on: '',
  rolled: D.issues.length > 300 && D.topics.length > 0,
  toggled: new Set(),
  hops: 1,
  targets: false,
  sel: null,
  filters: {},
});
let state = null;

// A facet is one dimension of the rows. Facets of one `bit` filter together: a topic and an issue are alternatives.
let facets = [];
function makeFacets() {
  const topicCodes = new Uint32Array(D.n);
  for (let r = 0; r < D.n; r++) topicCodes[r] = D.topicOf[D.col.issue[r]] + 1;
  const stances = new Uint8Array(D.n);
  for (let r = 0; r < D.n; r++) stances[r] = D.col.stance[r] + 3;
  const titled = list => k => list[k - 1].title || list[k - 1].id;
  const words = name => ({
    codes: D.col[name],
    size: D.words[name].length + 1,
    label: k => spaced(D.words[name][k - 1]),
    key: k => D.words[name][k - 1],
  });
  facets = [
    { id: 'stance', title: 'Stance', codes: stances, size: 7, label: k => D.stanceOf.get(k - 3).short, key: k => String(k - 3), from: 0 },
    { id: 'act', title: 'Act', ...words('act') },
    {
      id: 'actor',
      title: 'Who',
      codes: D.col.holder,
      size: D.actors.length,
      label: k => D.actors[k].label,
      key: k => D.actors[k].code,
      from: 0,
    },
    {
      id: 'topic',
      title: 'Topic',
      codes: topicCodes,
      size: D.topics.length + 1,
      label: k => D.topics[k - 1].label,
      key: k => D.topics[k - 1].code,
    },
    {
      id: 'issue',
      title: 'On what',
      codes: D.col.issue,
      size: D.issues.length,
      label: k => D.issues[k].label,
      key: k => D.issues[k].code,
      from: 0,
      with: 'topic',
    },
    { id: 'voice', title: 'Voice', ...words('voice') },
    {
      id: 'target',
      title: 'Addressed to',
      codes: D.col.targets,
      size: D.actors.length,
      many: D.targets,
      label: k => D.actors[k].label,
      key: k => D.actors[k].code,
      from: 0,
    },
    {
      id: 'statement',
      title: 'Said in',
      codes: D.col.statement,
      size: D.statements.length + 1,
      label: titled(D.statements),
      key: k => D.statements[k - 1].id,
    },
    {
      id: 'document',
      title: 'Source',
      codes: D.col.document,
      size: D.documents.length + 1,
      label: titled(D.documents),
      key: k => D.documents[k - 1].id,
    },
    {
      id: 'speaker',
      title: 'Spoken by',
      codes: D.col.speaker,
      size: D.speakers.length + 1,
      label: k => D.speakers[k - 1],
      key: k => D.speakers[k - 1],
    },
    { id: 'attribution', title: 'Whose words', ...words('attribution') },
    { id: 'modality', title: 'Modality', ...words('modality') },
    { id: 'status', title: 'Status', ...words('status') },
  ];
  facets.forEach(f => {
    f.from = f.from ?? 1;
    f.counts = new Uint32Array(f.size);
  });
  facets.forEach((f, i) => {
    f.bit = f.with ? facets.find(other => other.id === f.with).bit : 1 << i;
  });
}
const facet = id => facets.find(f => f.id === id);
const spaced = text => text.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
const filterOf = id => state.filters[id] || (state.filters[id] = new Set());

// A selection is a kind and its codes: actor, issue, topic, bloc, target, cell (actor, issue), pair (actor, actor), position (id).
const selKey = sel => (sel ? sel.map(encodeURIComponent).join('~') : '');
const sameSel = (a, b) => selKey(a) === selKey(b);

function readHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  const next = fresh();
  for (const name in CHOICES)
    if (CHOICES[name].includes(given.get(name)) && (given.get(name) !== 'topic' || name !== 'sort' || D.topics.length))
      next[name] = given.get(name);
  for (const name of ['q', 'from', 'to', 'fold', 'on']) next[name] = given.get(name) || '';
  for (const name of ['rolled', 'targets']) if (given.has(name)) next[name] = given.get(name) === '1';
  if (given.get('hops') === '2') next.hops = 2;
  next.toggled = new Set(
    given
      .getAll('toggled')
      .map(code => D.topicAt.get(code))
      .filter(k => k !== undefined),
  );
  if (given.get('sel')) {
    try {
      next.sel = given.get('sel').split('~').map(decodeURIComponent);
    } catch {
      next.sel = null;
    }
    if (next.sel && !matcher(next.sel)) next.sel = null;
  }
  for (const f of facets) {
    const wanted = new Set(given.getAll(f.id));
    if (!wanted.size) continue;
    next.filters[f.id] = new Set();
    for (let k = f.from; k < f.size; k++) if (wanted.has(f.key(k))) next.filters[f.id].add(k);
  }
  state = next;
}

function hashOf() {
  const told = new URLSearchParams(),
    plain = fresh();
  for (const name of [...Object.keys(CHOICES), 'q', 'from', 'to', 'fold', 'on'])
    if (state[name] !== plain[name]) told.set(name, state[name]);
  for (const name of ['rolled', 'targets']) if (state[name] !== plain[name]) told.set(name, state[name] ? '1' : '0');
  if (state.hops !== 1) told.set('hops', state.hops);
  for (const k of [...state.toggled].sort((a, b) => a - b)) told.append('toggled', D.topics[k].code);
  if (state.sel) told.set('sel', selKey(state.sel));
  for (const f of facets) for (const k of [...(state.filters[f.id] || [])].sort((a, b) => a - b)) told.append(f.id, f.key(k));
  return told.toString();
}

function writeHash() {
  const hash = '#' + hashOf();
  if (hash === location.hash || (hash === '#' && !location.hash)) return;
  try {
    history.replaceState(null, '', hash);
  } catch {
    /* a srcdoc frame has no address of its own */
  }
}

// Returns row → boolean for a selection; null where it names what this file does not hold.
function matcher(sel) {
  const [kind, a, b] = sel,
    at = code => D.actorAt.get(code),
    { holder, issue } = D.col;
  const known = (...codes) => codes.every(code => code !== undefined);
  if (kind === 'actor' && known(at(a))) return r => holder[r] === at(a);
  if (kind === 'issue' && D.issueAt.has(a)) {
    const i = D.issueAt.get(a);
    return r => issue[r] === i;
  }
  if (kind === 'cell' && known(at(a)) && D.issueAt.has(b)) {
    const h = at(a),
      i = D.issueAt.get(b);
    return r => holder[r] === h && issue[r] === i;
  }
  if (kind === 'topic' && D.topicAt.has(a)) {
    const t = D.topicAt.get(a);
    return r => D.topicOf[issue[r]] === t;
  }
  if (kind === 'topiccell' && known(at(a)) && D.topicAt.has(b)) {
    const h = at(a),
      t = D.topicAt.get(b);
    return r => holder[r] === h && D.topicOf[issue[r]] === t;
  }
  if (kind === 'pair' && known(at(a), at(b))) {
    const [x, y] = [at(a), at(b)];
    return r => holder[r] === x || holder[r] === y;
  }
  if (kind === 'target' && known(at(a))) {
    const t = at(a);
    const sets = D.targets.map(set => set.includes(t));
    return r => D.col.targets[r] > 0 && sets[D.col.targets[r] - 1];
  }
  if (kind === 'bloc' && D.seats.bodies.some(body => body.code === a)) {
    const members = membersOf(a, state ? state.on : '');
    if (b === undefined) return r => members.has(holder[r]);
    const i = D.issueAt.get(b),
      t = D.topicAt.get(b);
    return r => members.has(holder[r]) && (issue[r] === i || (i === undefined && D.topicOf[issue[r]] === t));
  }
  if (kind === 'position') {
    const p = D.idAt.has(a) ? D.idAt.get(a) : /^#\d+$/.test(a) && !D.ids ? Number(a.slice(1)) : undefined;
    if (p !== undefined && p < D.firstRow.length) return r => D.position[r] === p;
  }
  return null;
}

// Who sits in a body on a day (default: the last day in the data). A span without an end is open.
function membersOf(body, on) {
  const day = on || D.dates[D.dates.length - 1] || '9999',
    k = D.seats.bodies.findIndex(x => x.code === body);
  const last = (day + '-12-31').slice(0, 10);
  return new Set(
    D.seats.seats.filter(([b, , since, until]) => b === k && (!since || since <= last) && (!until || until >= day)).map(seat => seat[1]),
  );
}
