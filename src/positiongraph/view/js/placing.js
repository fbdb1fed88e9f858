// Placing: where nodes stand. Places come from Python; here they are fitted to the canvas, or put in rings around a node.

// The layout by time has a heading over each column of issues: from when to when they first came up.
function drawPeriods(context) {
  if (state.layout !== 'time') return;
  const columns = new Map();
  for (const node of graph.network.body.data.nodes.get()) {
    const { part, since } = graph.nodes.get(node.id) || {};
    if (!since || (part !== 'issue' && part !== 'topic')) continue;
    const column = columns.get(node.x) || columns.set(node.x, { from: since, to: since, top: node.y }).get(node.x);
    Object.assign(column, {
      from: since < column.from ? since : column.from,
      to: since > column.to ? since : column.to,
      top: Math.min(column.top, node.y),
    });
  }
  context.font = '600 14px system-ui, sans-serif';
  context.textAlign = 'center';
  context.fillStyle = tint('--soft');
  for (const [x, { from, to, top }] of columns) context.fillText(from === to ? from : `${from} – ${to}`, x, top - 34);
}

// Places of the nodes used: from Python, or rings around the selected node.
function placesOf(used, lines) {
  const centre = state.layout === 'around' ? centreOf(used) : null;
  if (centre) return rings(centre, lines);
  const name = state.layout === 'around' || state.layout === 'measured' ? 'bipartite' : state.layout,
    topics = [...used].some(id => id.startsWith('topic:'));
  return fitted(
    new Map(
      [...used]
        .map(id => {
          const p = graph.nodes.get(id)[topics ? 'rolled' : 'places'] || {};
          return [id, p[name] || p.bipartite || graph.nodes.get(id).places[name]];
        })
        .filter(x => x[1]),
    ),
  );
}

// Few nodes: the layout is squeezed or stretched to the shape of the canvas, as far as no two boxes come to overlap.
function fitted(places) {
  const all = [...places.values()],
    box = $('canvas');
  if (all.length < 2 || all.length > 150) return places;
  const [wide, tall] = [0, 1].map(k => Math.max(...all.map(p => p[k])) - Math.min(...all.map(p => p[k])));
  if (!wide || !tall) return places;
  let least = 0.3;
  for (const a of all) for (const b of all) if (a[0] < b[0] && Math.abs(a[1] - b[1]) < 46) least = Math.max(least, 205 / (b[0] - a[0]));
  const shape = box.clientWidth / box.clientHeight,
    across = Math.min(Math.max((tall + 60) * shape - 210, 0) / wide, 2.2);
  const x = Math.max(across, Math.min(least, 1)),
    y = Math.min(Math.max(((wide * x + 210) / shape - 60) / tall, 1), 2.5);
  return new Map([...places].map(([id, p]) => [id, [p[0] * x, p[1] * y]]));
}

function centreOf(used) {
  if (!state.sel) return null;
  const [kind, a, b] = state.sel;
  const position = kind === 'position' && D.idAt.has(a) ? actorNode(D.col.holder[D.firstRow[D.idAt.get(a)]]) : null;
  return (
    [
      position,
      'issue:' + b,
      'topic:' + b,
      ...['issue:', 'topic:', 'actor:', 'target:'].filter(sort => kind !== 'target' || sort === 'target:').map(sort => sort + a),
    ].find(id => id && used.has(id)) || null
  );
}

function rings(centre, lines) {
  const next = new Map();
  for (const { from, to } of lines) {
    (next.get(from) || next.set(from, new Set()).get(from)).add(to);
    (next.get(to) || next.set(to, new Set()).get(to)).add(from);
  }
  const first = [...(next.get(centre) || [])].sort(),
    places = new Map([[centre, [0, 0]]]);
  const radius = Math.max(260, first.length * 34);
  const round = (list, r) =>
    list.forEach((id, k) => {
      const a = (2 * Math.PI * k) / list.length - Math.PI / 2;
      places.set(id, [r * 1.5 * Math.cos(a), r * Math.sin(a)]);
    });
  round(first, radius);
  if (state.hops === 2) {
    const second = [...new Set(first.flatMap(id => [...next.get(id)]))].filter(id => !places.has(id)).sort();
    round(second, radius + Math.max(240, second.length * 18));
  }
  return places;
}
