// Graph: vis-network with places from Python and no physics.

const graph = { network: null, nodes: new Map(), drawn: [], note: '' };
const tint = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function startGraph() {
  const given = JSON.parse($('network').textContent);
  given.nodes.forEach(node =>
    graph.nodes.set(node.id, D.by_topic && node.part === 'topic' ? { ...node, sel: ['issue', node.code] } : node),
  );
  graph.measured = given.measured;
  graph.network = new vis.Network(
    $('canvas'),
    { nodes: [], edges: [] },
    {
      physics: false,
      layout: { improvedLayout: false, randomSeed: 1 },
      autoResize: false,
      nodes: {
        shape: 'box',
        margin: { top: 5, bottom: 5, left: 8, right: 8 },
        borderWidth: 1,
        font: { size: 15, face: 'system-ui, sans-serif' },
      },
      edges: { smooth: false, arrows: { to: { enabled: true, scaleFactor: 0.5 } }, selectionWidth: 0, hoverWidth: 0 },
      interaction: {
        hover: true,
        hideEdgesOnDrag: given.nodes.length > 400,
        hideEdgesOnZoom: given.nodes.length > 400,
        tooltipDelay: 120,
        multiselect: false,
        keyboard: false,
      },
    },
  );
  window.network = graph.network; // by the name it has in pyvis's own pages, for whoever scripts this one
  graph.network.on('click', event => {
    if (event.nodes.length) select(graph.network.body.data.nodes.get(event.nodes[0]).sel);
    else if (event.edges.length) {
      const edge = graph.network.body.data.edges.get(event.edges[0]);
      if (edge && edge.sel) select(edge.sel);
    } else select(null);
  });
  graph.network.on('doubleClick', event => {
    if (!event.nodes.length) return;
    state.sel = graph.network.body.data.nodes.get(event.nodes[0]).sel;
    state.layout = 'around';
    changed({ data: false, refit: true });
  });
  graph.network.on('beforeDrawing', drawPeriods);
  graph.network.on('hoverNode', () => {
    $('canvas').style.cursor = 'pointer';
  });
  graph.network.on('hoverEdge', () => {
    $('canvas').style.cursor = 'pointer';
  });
  graph.network.on('blurNode', () => {
    $('canvas').style.cursor = '';
  });
  graph.network.on('blurEdge', () => {
    $('canvas').style.cursor = '';
  });
}

function drawGraph(refit) {
  if (!graph.network || !$('canvas').clientHeight) return;
  const measured = state.layout === 'measured' && graph.measured;
  const { nodes, edges, note } = measured ? measuredGraph() : positionGraph();
  const view = { position: graph.network.getViewPosition(), scale: graph.network.getScale() };
  if (graph.wide !== $('canvas').clientWidth || graph.tall !== $('canvas').clientHeight) {
    [graph.wide, graph.tall] = [$('canvas').clientWidth, $('canvas').clientHeight];
    graph.network.setSize('100%', '100%');
  }
  graph.network.setData({ nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) });
  const shape = nodes.map(node => node.x + ',' + node.y).join(' ');
  if (refit || shape !== graph.shape) fitGraph();
  else graph.network.moveTo(view);
  graph.shape = shape;
  graph.drawn = edges;
  $('graph-note').textContent = note;
  $('canvas').setAttribute('aria-label', `Graph: ${note}. The matrix holds the same positions, for reading and for the keyboard.`);
}

const fitGraph = () => graph.network.fit({ animation: false, maxZoomLevel: 1.5 });

function positionGraph() {
  const { level, lines } = graphLines(),
    dim = state.sel !== null && state.layout !== 'around',
    colours = { for: tint('--for'), neutral: tint('--neutral'), against: tint('--against') };
  const used = new Set(lines.flatMap(line => [line.from, line.to])),
    most = Math.max(1, ...lines.map(line => line.count).slice(0, 60000));
  const aims = state.targets && state.layout !== 'around' ? targetLines(level) : [];
  aims.forEach(line => used.add(line.to));
  const places = placesOf(used, lines),
    lit = new Set();
  const edges = lines
    .filter(line => places.has(line.from) && places.has(line.to))
    .map(line => {
      const hit = line.row !== undefined ? selected(line.row) : line.hits;
      if (hit && dim) {
        lit.add(line.from);
        lit.add(line.to);
      }
      const family = line.row !== undefined ? familyOf(line.row) : null,
        joint = line.row !== undefined && isJoint(line.row);
      return {
        id: line.id,
        from: line.from,
        to: line.to,
        sel: line.sel,
        row: line.row,
        count: line.count,
        width: line.row !== undefined ? (dim && hit ? 3.2 : 1.8) : 1 + 7 * Math.sqrt(line.count / most),
        color: {
          color: colours[sideOf(line.stance)],
          opacity: !dim ? (lines.length > 2000 ? 0.25 : lines.length > 500 ? 0.45 : 0.85) : hit ? 1 : 0.1,
          inherit: false,
        },
        dashes: family && family.dash.length ? family.dash : false,
        arrows: { to: { enabled: lines.length < 2000, type: joint ? 'diamond' : 'arrow', scaleFactor: 0.55 } },
        smooth: line.bend
          ? { enabled: true, type: 'curvedCW', roundness: 0.12 * Math.ceil(line.bend / 2) * (line.bend % 2 ? 1 : -1) }
          : false,
        title: lineTitle(line),
      };
    });
  const reach = dim ? new Set([...lit, ...(['target'].includes(state.sel[0]) ? ['target:' + state.sel[1]] : [])]) : null;
  for (const line of aims) {
    const hit = reach && (reach.has(line.from) || reach.has(line.to)) && line.rows.some(selected);
    if (hit) {
      reach.add(line.to);
    }
    edges.push({
      id: line.id,
      from: line.from,
      to: line.to,
      sel: ['target', line.code],
      width: hit ? 2 : 1,
      dashes: [2, 4],
      arrows: { to: { enabled: true, type: 'vee', scaleFactor: 0.4 } },
      color: { color: colours.neutral, opacity: !dim ? 0.5 : hit ? 0.9 : 0.08, inherit: false },
      smooth: false,
      title: `${D.actors[D.actorAt.get(line.code)].label} is addressed here`,
    });
  }
  const nodes = [...used].filter(id => places.has(id)).map(id => inked(id, places.get(id), !reach || reach.has(id)));
  const drawn = edges.reduce((sum, edge) => sum + (edge.count || 0), 0),
    all = shown.length && D.col.weight ? shown.reduce((sum, r) => sum + weightOf(r), 0) : shown.length;
  const what = {
    position: 'one line for each position and holder',
    cell: 'one line for each actor and issue, in the colour of the side that outweighs by a third, else grey',
    topic: 'one line for each actor and topic, in the colour of the side that outweighs by a third, else grey',
  }[level];
  return { nodes, edges, note: `graph shows ${drawn.toLocaleString('en')} of ${all.toLocaleString('en')} lines of position; ${what}` };
}

function inked(id, place, lit) {
  const node = graph.nodes.get(id),
    fg = tint('--fg'),
    bg = tint('--card'),
    line = tint('--edge'),
    paper = tint('--bg'),
    holder = node.part === 'holder';
  const fill = holder ? fg : node.part === 'topic' ? tint('--tint') : bg,
    border = holder || node.part === 'target' ? fg : line;
  const here = state.sel && sameSel(node.sel, state.sel);
  const colour = {
    background: fill,
    border: here ? tint('--accent') : border,
    highlight: { background: fill, border: tint('--accent') },
    hover: { background: fill, border: tint('--accent') },
  };
  return {
    id,
    label: node.label,
    title: node.title,
    x: place[0],
    y: place[1],
    sel: node.sel,
    borderWidth: here ? 4 : 1,
    color: colour,
    opacity: lit ? 1 : 0.25,
    font: { color: holder ? paper : fg, size: holder ? 17 : 14, bold: holder },
    shapeProperties: { borderDashes: node.part === 'target' ? [4, 3] : false, borderRadius: node.part === 'holder' ? 3 : 8 },
  };
}

// The network as Python measured it, over all positions: filters do not change it.
function measuredGraph() {
  const { nodes, edges, kind, about } = graph.measured,
    dim = state.sel !== null,
    chosen = state.sel ? state.sel.slice(1) : [];
  const colours = { '#0072B2': tint('--for'), '#D55E00': tint('--against'), '#767676': tint('--neutral') };
  const pair = state.sel && state.sel[0] === 'pair',
    hit = edge =>
      !dim || (pair ? chosen.includes(edge.from) && chosen.includes(edge.to) : chosen.includes(edge.from) || chosen.includes(edge.to));
  return {
    nodes: nodes.map(node => {
      graph.nodes.has(node.id) || graph.nodes.set(node.id, node);
      return { ...inked(node.id, [node.x, node.y], !dim || chosen.includes(node.id)), sel: node.sel };
    }),
    edges: edges.map((edge, k) => ({
      id: 'm' + k,
      from: edge.from,
      to: edge.to,
      width: edge.width,
      title: edge.title,
      sel: edge.sel,
      color: { color: colours[edge.color] || tint('--edge'), opacity: !hit(edge) ? 0.08 : dim || edges.length < 500 ? 0.75 : edges.length < 2000 ? 0.35 : 0.15, inherit: false },
      arrows: edge.arrows ? { to: { enabled: true, scaleFactor: 0.5 } } : { to: { enabled: false } },
    })),
    note: `${kind}, ${about}, as measured over all positions; filters do not change it`,
  };
}
