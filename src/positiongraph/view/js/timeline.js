// Timeline: a strip of bars below every view, brushed for a range of dates, and a view of its own with a lane for each issue or actor.

const BARS = 130;
const strip = { bins: [], unit: 'day' };
const unitLength = { day: 10, month: 7, year: 4, decade: 3 };

function binName(date) {
  if (strip.unit === 'decade') return date.slice(0, 3) + '0s';
  return date.slice(0, unitLength[strip.unit]);
}

// Bins from the first to the last date, empty ones too: a gap in time must look like one.
function makeBins() {
  const dates = D.dates.filter(Boolean);
  strip.bins = [];
  if (!dates.length) return;
  const [first, last] = [dates[0], dates[dates.length - 1]];
  for (strip.unit of ['day', 'month', 'year', 'decade']) {
    strip.bins = spanOf(first, last);
    if (strip.bins.length && strip.bins.length <= BARS && !(strip.unit !== 'year' && dates.some(d => d.length < unitLength[strip.unit])))
      break;
  }
  strip.at = new Map(strip.bins.map((bin, k) => [bin, k]));
  strip.ofDate = Int32Array.from(D.dates, d => strip.at.get(binName(d)) ?? -1);
}

function spanOf(first, last) {
  if (strip.unit === 'decade') return range(Number(first.slice(0, 3)), Number(last.slice(0, 3))).map(d => d + '0s');
  if (strip.unit === 'year') return range(Number(first.slice(0, 4)), Number(last.slice(0, 4))).map(String);
  const month = d => Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7) || 1) - 1;
  if (strip.unit === 'month')
    return range(month(first), month(last)).map(
      m => `${String(Math.floor(m / 12)).padStart(4, '0')}-${String((m % 12) + 1).padStart(2, '0')}`,
    );
  const day = d => Date.parse((d + '-01-01').slice(0, 10) + 'T00:00:00Z') / 864e5;
  return range(day(first), day(last)).map(d => new Date(d * 864e5).toISOString().slice(0, 10));
}
const range = (a, b) => (b - a > 40000 || !(b >= a) ? [] : Array.from({ length: b - a + 1 }, (_, k) => a + k));

function countBins() {
  const counts = strip.bins.map(() => ({ for: 0, neutral: 0, against: 0, hits: { for: 0, neutral: 0, against: 0 } }));
  let last = -1;
  for (let k = 0; k < shown.length; k++) {
    const r = shown[k],
      d = D.col.date[r];
    if (!d || D.position[r] === last) continue;
    last = D.position[r];
    const bin = counts[strip.ofDate[d - 1]];
    if (!bin) continue;
    bin[sideOf(D.col.stance[r])] += weightOf(r);
    if (state.sel && selected(r)) bin.hits[sideOf(D.col.stance[r])] += weightOf(r);
  }
  return counts;
}

function drawStrip() {
  const box = $('bars'),
    counts = countBins(),
    n = Math.max(counts.length, 1),
    most = Math.max(1, ...counts.map(c => c.for + c.neutral + c.against));
  const width = 1000,
    height = 46,
    step = width / n,
    thick = Math.min(step * 0.86, 26);
  const parts = [];
  counts.forEach((c, k) => {
    const x = k * step + (step - thick) / 2;
    const stack = (parted, extra) => {
      let y = height;
      for (const side of ['against', 'neutral', 'for']) {
        const h = parted[side] ? Math.max(1.5, (parted[side] / most) * (height - 2)) : 0;
        y -= h;
        if (h)
          parts.push(svg('rect', { x: x.toFixed(2), y: y.toFixed(2), width: thick.toFixed(2), height: h.toFixed(2), class: side + extra }));
      }
    };
    stack(c, state.sel ? ' dim' : '');
    if (state.sel) stack(c.hits, ' hit');
    parts.push(
      svg(
        'rect',
        { x: (k * step).toFixed(2), y: 0, width: step.toFixed(2), height, class: 'reach' },
        svg('title', {}, `${dateWords(strip.bins[k])}: ${c.for + c.neutral + c.against ? sideWords(c) : 'no position found'}`),
      ),
    );
  });
  fill(box, ...parts);
  box.setAttribute('viewBox', `0 0 ${width} ${height}`);
  box.setAttribute(
    'aria-label',
    `Positions by ${strip.unit}, ${strip.bins[0] || ''} to ${strip.bins[n - 1] || ''}; drag to choose a range`,
  );
  fill(
    $('ticks'),
    ...ticks(n, box.getBoundingClientRect().width).map(k =>
      el('span', { style: { left: ((k + 0.5) / n) * 100 + '%' } }, strip.bins[k]),
    ),
  );
  $('from').value = state.from;
  $('to').value = state.to;
}

// The bins that bear their date: as many, up to six, as stand side by side in so many pixels.
function ticks(n, width) {
  if (!strip.bins.length) return [];
  const most = Math.floor(width / (strip.bins[0].length * 8 + 14));
  const each = Math.max(1, Math.ceil(n / Math.min(6, Math.max(1, most))));
  return Array.from({ length: Math.floor(n / each) }, (_, k) => k * each + Math.floor(each / 2));
}

function startBrush() {
  const box = $('bars');
  let from = null;
  const bin = e => {
    const { left, width } = box.getBoundingClientRect();
    return Math.max(0, Math.min(strip.bins.length - 1, Math.floor(((e.clientX - left) / width) * strip.bins.length)));
  };
  box.addEventListener('pointerdown', e => {
    if (strip.bins.length) {
      from = bin(e);
      box.setPointerCapture(e.pointerId);
    }
  });
  box.addEventListener('pointerup', e => {
    if (from === null) return;
    const [a, b] = [from, bin(e)].sort((x, y) => x - y),
      edge = k => strip.bins[k].replace(/0s$/, '');
    from = null;
    const same = state.from === edgeFrom(edge(a)) && state.to === edgeTo(edge(b));
    state.from = same ? '' : edgeFrom(edge(a));
    state.to = same ? '' : edgeTo(edge(b));
    changed();
  });
}
const edgeFrom = text => (text.length === 3 ? text + '0' : text);
const edgeTo = text => (text.length === 3 ? text + '9' : text);

// Lanes: every mark stands at its date and at the height of its stance, so that a change of mind is a step.
const lanes = { list: [], height: 62, label: 250 };

function refreshLanes() {
  const codes = state.lanes === 'actors' ? D.col.holder : D.col.issue,
    names = state.lanes === 'actors' ? D.actors : D.issues,
    rows = new Map();
  for (let k = 0; k < shown.length; k++) {
    const c = codes[shown[k]];
    (rows.get(c) || rows.set(c, []).get(c)).push(shown[k]);
  }
  lanes.list = [...rows].map(([code, list]) => ({ code, rows: list, label: names[code].label, key: names[code].code }));
  lanes.list.sort((a, b) => b.rows.length - a.rows.length || a.label.localeCompare(b.label, 'en'));
  $('lanes').style.height = lanes.list.length * lanes.height + 30 + 'px';
  drawLanes();
}

function drawLanes() {
  const box = $('timeline-scroll'),
    inner = $('lanes');
  if (!box.clientHeight) return;
  lanes.label = innerWidth < 800 ? 130 : 250;
  const first = Math.max(0, Math.floor(box.scrollTop / lanes.height) - 1),
    last = Math.min(lanes.list.length, first + Math.ceil(box.clientHeight / lanes.height) + 3);
  const width = Math.max(200, box.clientWidth - lanes.label - 30),
    n = Math.max(strip.bins.length, 1);
  const axis = el(
    'div',
    { class: 'axis', style: { paddingLeft: lanes.label + 'px' } },
    el(
      'div',
      { class: 'axisticks' },
      ticks(n, width).map(k => el('span', { style: { left: ((k + 0.5) / n) * width + 'px' } }, strip.bins[k])),
    ),
  );
  fill(
    inner,
    axis,
    lanes.list.slice(first, last).map((lane, k) => laneBox(lane, first + k, width, n)),
  );
}

// Brings the first lane that holds something selected in sight.
function revealLane() {
  const box = $('timeline-scroll'),
    k = lanes.list.findIndex(lane => lane.rows.some(selected));
  if (k >= 0 && (k * lanes.height < box.scrollTop || (k + 2) * lanes.height > box.scrollTop + box.clientHeight))
    box.scrollTop = Math.max(0, (k - 1) * lanes.height);
}

function laneBox(lane, k, width, n) {
  const sel = [state.lanes === 'actors' ? 'actor' : 'issue', lane.key],
    marks = new Map(),
    middle = lanes.height / 2;
  for (const r of lane.rows) {
    const bin = strip.ofDate[D.col.date[r] - 1],
      key = bin * 16 + D.col.stance[r] + 3;
    if (bin === undefined || bin < 0) continue;
    const mark = marks.get(key) || marks.set(key, { bin, stance: D.col.stance[r], rows: 0, row: r, hit: false, names: new Set() }).get(key);
    mark.rows += weightOf(r);
    mark.hit = mark.hit || Boolean(state.sel && selected(r));
    if (mark.names.size < 6) mark.names.add(state.lanes === 'actors' ? D.issues[D.col.issue[r]].label : D.actors[D.col.holder[r]].label);
  }
  const list = [...marks.values()],
    many = list.length > 8,
    x = m => ((m.bin + 0.5) / n) * width,
    y = m => middle - (m.stance * (lanes.height / 2 - 10)) / 3;
  const tip = svg('title', {}),
    told = m =>
      `${strip.bins[m.bin]}, ${signed(m.stance)}: ${[...m.names].join(', ')}${m.rows > m.names.size ? ' …' : ''} (${m.rows.toLocaleString('en')})`;
  const dots = list.map(m =>
    svg('circle', {
      class: `mark ${sideOf(m.stance)}${m.hit ? ' hit' : ''}`,
      cx: x(m).toFixed(1),
      cy: y(m).toFixed(1),
      r: Math.min(4 + Math.sqrt(m.rows) * 1.6, 13).toFixed(1),
      on: {
        click: () => select(m.rows === 1 ? rowSel(m.row) : sel),
        pointerover: () => {
          tip.textContent = told(m);
        },
      },
    }),
  );
  if (!many && state.lanes === 'issues')
    dots.push(
      ...list.map(m =>
        svg(
          'text',
          { class: 'marktext', x: (x(m) + 14).toFixed(1), y: (y(m) + 4).toFixed(1) },
          [...m.names].slice(0, 3).join(', ') + (m.names.size > 3 ? ' …' : ''),
        ),
      ),
    );
  return el(
    'div',
    {
      class: `lane${sameSel(sel, state.sel) ? ' selected' : ''}`,
      style: { top: 28 + k * lanes.height + 'px', height: lanes.height + 'px' },
    },
    el(
      'button',
      { class: 'lanehead', style: { width: lanes.label + 'px' }, title: lane.label, on: { click: () => select(sel) } },
      el('span', {}, lane.label),
      el('small', {}, plural(facet(state.lanes === 'actors' ? 'actor' : 'issue').counts[lane.code], 'position')),
    ),
    svg(
      'svg',
      {
        width,
        height: lanes.height,
        role: 'img',
        'aria-label': `${lane.label}: ${plural(facet(state.lanes === 'actors' ? 'actor' : 'issue').counts[lane.code], 'position')} over time`,
      },
      tip,
      svg('line', { x1: 0, x2: width, y1: middle, y2: middle, class: 'zero' }),
      ...dots,
    ),
  );
}
