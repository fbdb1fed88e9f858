// Lines: rows → what the graph draws between its nodes, at the finest level that can still be told apart.

const LINES = 6000;

const actorNode = h => 'actor:' + D.actors[h].code,
  issueNode = i => (D.by_topic ? 'topic:' : 'issue:') + D.issues[i].code;

// Rows → lines, at the finest level that stays under LINES.
function graphLines() {
  const topicNode = i => (D.topicOf[i] >= 0 ? 'topic:' + D.topics[D.topicOf[i]].code : issueNode(i));
  const levels = D.topics.length ? ['position', 'cell', 'topic'] : ['position', 'cell'];
  let level = state.rolled && D.topics.length ? 'topic' : shown.length <= LINES && !D.summed ? 'position' : 'cell',
    lines;
  const fits = list => list.length <= LINES;
  for (; ; level = levels[levels.indexOf(level) + 1]) {
    lines = level === 'position' ? positionLines(issueNode) : summedLines(level === 'topic' ? topicNode : issueNode, level);
    if (fits(lines) || level === levels[levels.length - 1]) break;
  }
  lines = lines.filter(line => graph.nodes.has(line.from) && graph.nodes.has(line.to));
  if (!fits(lines)) lines = lines.sort((a, b) => b.count - a.count).slice(0, LINES);
  return { level, lines };
}

function positionLines(nodeOf) {
  const lines = [],
    seen = new Map();
  for (let k = 0; k < shown.length; k++) {
    const r = shown[k],
      i = D.col.issue[r],
      h = D.col.holder[r],
      key = h * D.issues.length + i,
      before = seen.get(key) || 0;
    seen.set(key, before + 1);
    lines.push({
      id: 'r' + r,
      from: actorNode(h),
      to: nodeOf(i),
      stance: D.col.stance[r],
      row: r,
      count: 1,
      bend: before,
      sel: ['position', idOf(D.position[r])],
    });
  }
  return lines;
}

function summedLines(nodeOf, level) {
  const groups = new Map();
  for (let k = 0; k < shown.length; k++) {
    const r = shown[k],
      i = D.col.issue[r],
      h = D.col.holder[r];
    const to = level === 'topic' && D.topicOf[i] >= 0 ? -1 - D.topicOf[i] : i,
      key = h * 1e7 + to;
    let line = groups.get(key);
    if (!line) {
      const what =
        level === 'topic' && D.topicOf[i] >= 0
          ? ['topiccell', D.actors[h].code, D.topics[D.topicOf[i]].code]
          : ['cell', D.actors[h].code, D.issues[i].code];
      groups.set(
        key,
        (line = {
          id: 's' + key,
          from: actorNode(h),
          to: nodeOf(i),
          sides: { for: 0, neutral: 0, against: 0 },
          count: 0,
          sel: what,
          hits: false,
        }),
      );
    }
    line.count += weightOf(r);
    line.sides[sideOf(D.col.stance[r])] += weightOf(r);
    line.hits = line.hits || selected(r);
  }
  for (const line of groups.values()) {
    const balance = line.sides.for - line.sides.against;
    line.stance = Math.abs(balance) * 3 < line.count ? 0 : balance;
  }
  return [...groups.values()];
}

function lineTitle(line) {
  if (line.row !== undefined) {
    const r = line.row;
    return `${D.actors[D.col.holder[r]].label} ${verbs(r).words} ${D.issues[D.col.issue[r]].label} (${signed(line.stance)}${isJoint(r) ? ', jointly' : ''})`;
  }
  return `${graph.nodes.get(line.from).name}: ${sideWords(line.sides)} – ${graph.nodes.get(line.to).name}`;
}

function targetLines(level) {
  if (level === 'topic') return [];
  const lines = new Map();
  for (let k = 0; k < shown.length && lines.size < 1500; k++) {
    const r = shown[k];
    for (const t of targetsOf(r)) {
      const from = issueNode(D.col.issue[r]),
        to = 'target:' + D.actors[t].code,
        id = from + ' ' + to;
      if (!graph.nodes.has(to) || !graph.nodes.has(from)) continue;
      if (!lines.has(id)) lines.set(id, { id: 't' + id, from, to, code: D.actors[t].code, rows: [] });
      lines.get(id).rows.push(r);
    }
  }
  return [...lines.values()];
}
