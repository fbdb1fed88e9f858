// Picture: the view that is shown, as one SVG drawing; PNG is that drawing made into dots. Colours are those on the screen.

const xml = text =>
  String(text)
    .replace(/[<>&"']/g, c => `&#${c.charCodeAt(0)};`)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '�');
const at = (x, y, text, extra = '') => `<text x="${x}" y="${y}" ${extra}>${xml(text)}</text>`;
const cut = (text, n) => (text.length > n ? text.slice(0, n - 1) + '…' : text);
const PICTURE_CELLS = 60000;

function picture() {
  const kind = state.view === 'overview' ? 'matrix' : state.view;
  const { body, width, height, note } = kind === 'graph' ? graphPicture() : kind === 'timeline' ? lanesPicture() : matrixPicture();
  const title = `${D.title}: ${$('count').textContent}${note ? ', ' + note : ''}`,
    total = Math.max(width, 480);
  return {
    width: total,
    height: height + 84,
    text:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="${height + 84}" viewBox="0 0 ${total} ${height + 84}" font-family="system-ui, sans-serif" font-size="13" fill="${tint('--fg')}">` +
      `<title>${xml(title)}</title><rect width="100%" height="100%" fill="${tint('--bg')}"/>${at(16, 28, cut(D.title, Math.floor(total / 10)), 'font-size="18" font-weight="600"')}${at(16, 48, cut($('count').textContent + (note ? ', ' + note : ''), Math.floor(total / 7)))}` +
      `<g transform="translate(0 60)">${body}</g>${legendPicture(height + 70)}</svg>`,
  };
}

function legendPicture(y) {
  return ['for', 'neutral', 'against']
    .map(
      (side, k) => `<rect x="${16 + k * 90}" y="${y - 10}" width="12" height="12" fill="${tint('--' + side)}"/>${at(34 + k * 90, y, side)}`,
    )
    .join('');
}

function chipPicture(x, y, stance, joint, wide) {
  const colour = tint('--' + sideOf(stance)),
    w = wide ? 30 : 22;
  return (
    `${joint ? `<rect x="${x - w / 2 - 2.5}" y="${y - 11.5}" width="${w + 5}" height="23" rx="6" fill="none" stroke="${colour}" stroke-width="1.5"/>` : ''}<rect x="${x - w / 2}" y="${y - 9}" width="${w}" height="18" rx="4" fill="${colour}"/>` +
    at(x, y + 4.5, signed(stance), 'fill="#fff" text-anchor="middle" font-weight="700" font-size="12"')
  );
}

function matrixPicture() {
  const rows = matrix.rows.slice(0, Math.max(1, Math.floor(PICTURE_CELLS / Math.max(1, matrix.columns.length)))),
    { columns } = matrix;
  const label = 330,
    step = columns.length <= 7 ? 92 : columns.length <= 16 ? 58 : 34,
    head = columns.length <= 7 ? 30 : Math.min(170, 20 + Math.max(0, ...columns.map(c => c.label.length)) * 7),
    line = 26;
  const out = columns.map((c, k) => {
    const x = label + (k + 0.5) * step;
    return columns.length <= 7
      ? at(x, head - 10, cut(c.label, 14), 'text-anchor="middle" font-weight="600"')
      : `<text transform="translate(${x + 4} ${head - 6}) rotate(-90)">${xml(cut(c.label, 24))}</text>`;
  });
  rows.forEach((row, y) => {
    const top = head + y * line,
      middle = top + line / 2,
      cells = cellsOf(row);
    out.push(
      `<line x1="16" x2="${label + columns.length * step}" y1="${top}" y2="${top}" stroke="${tint('--line')}"/>`,
      at(row.topic !== undefined ? 16 : 28, middle + 4.5, cut(row.label, 46), row.topic !== undefined ? 'font-weight="700"' : ''),
    );
    columns.forEach((_, k) => {
      const cell = cells.get(k),
        x = label + (k + 0.5) * step;
      if (!cell) {
        if (row.issue !== undefined) out.push(`<circle cx="${x}" cy="${middle}" r="1.2" fill="${tint('--soft')}"/>`);
        return;
      }
      if (cell.positions === 1) out.push(chipPicture(x, middle, D.col.stance[cell.rows[0]], cell.joint, step > 40));
      else out.push(barPicture(x, middle, step - 8, cell));
    });
  });
  return {
    body: out.join(''),
    width: label + columns.length * step + 24,
    height: head + rows.length * line + 12,
    note: rows.length < matrix.rows.length ? `picture shows ${rows.length} of ${matrix.rows.length} rows` : '',
  };
}

function barPicture(x, y, width, cell) {
  let left = x - width / 2;
  const parts = ['for', 'neutral', 'against']
    .filter(s => cell.sides[s])
    .map(s => {
      const w = (width * cell.sides[s]) / cell.positions,
        part = `<rect x="${left.toFixed(2)}" y="${y - 9}" width="${w.toFixed(2)}" height="11" fill="${tint('--' + s)}"/>`;
      left += w;
      return part;
    });
  return parts.join('') + at(x, y + 11, short(cell.positions), 'text-anchor="middle" font-size="9"');
}

function graphPicture() {
  if (!graph.network) return { body: '', width: 480, height: 40 };
  const nodes = graph.network.body.data.nodes.get(),
    place = new Map(nodes.map(n => [n.id, n])),
    widths = new Map(nodes.map(n => [n.id, 16 + Math.max(...n.label.split('\n').map(x => x.length)) * n.font.size * 0.56]));
  const xs = nodes.map(n => n.x),
    ys = nodes.map(n => n.y),
    left = Math.min(...xs, 0) - 160,
    top = Math.min(...ys, 0) - 50,
    width = Math.max(...xs, 0) - left + 160,
    height = Math.max(...ys, 0) - top + 50;
  const lines = graph.drawn
    .filter(e => place.has(e.from) && place.has(e.to))
    .map(e => {
      const a = place.get(e.from),
        b = place.get(e.to),
        mx = (a.x + b.x) / 2 + (e.smooth ? (b.y - a.y) * e.smooth.roundness : 0),
        my = (a.y + b.y) / 2 - (e.smooth ? (b.x - a.x) * e.smooth.roundness : 0);
      return `<path d="M${a.x} ${a.y}Q${mx.toFixed(1)} ${my.toFixed(1)} ${b.x} ${b.y}" fill="none" stroke="${e.color.color}" stroke-opacity="${e.color.opacity}" stroke-width="${e.width}"${e.dashes ? ` stroke-dasharray="${e.dashes.join(' ')}"` : ''}/>`;
    });
  const boxes = nodes.map(n => {
    const w = widths.get(n.id),
      rows = n.label.split('\n'),
      h = rows.length * n.font.size * 1.2 + 8,
      dash = n.shapeProperties.borderDashes ? ' stroke-dasharray="4 3"' : '';
    return (
      `<g opacity="${n.opacity}"><rect x="${n.x - w / 2}" y="${n.y - h / 2}" width="${w}" height="${h}" rx="6" fill="${n.color.background}" stroke="${n.color.border}"${dash}/>` +
      rows
        .map((row, k) =>
          at(
            n.x,
            n.y + (k - (rows.length - 1) / 2) * n.font.size * 1.2 + n.font.size * 0.35,
            row,
            `text-anchor="middle" font-size="${n.font.size}" fill="${n.font.color}"`,
          ),
        )
        .join('') +
      '</g>'
    );
  });
  return { body: `<g transform="translate(${-left} ${-top})">${lines.join('')}${boxes.join('')}</g>`, width, height, note: graph.note };
}

function lanesPicture() {
  const list = lanes.list.slice(0, 80),
    label = 260,
    width = 760,
    n = Math.max(strip.bins.length, 1),
    out = [];
  list.forEach((lane, k) => {
    const top = k * 48,
      seen = new Map();
    for (const r of lane.rows) {
      const bin = strip.ofDate[D.col.date[r] - 1];
      if (bin >= 0) {
        const key = bin * 16 + D.col.stance[r] + 3;
        seen.set(key, [bin, D.col.stance[r], (seen.get(key) || [0, 0, 0])[2] + weightOf(r)]);
      }
    }
    out.push(
      at(16, top + 28, cut(lane.label, 36)),
      `<line x1="${label}" x2="${label + width}" y1="${top + 24}" y2="${top + 24}" stroke="${tint('--line')}"/>`,
    );
    for (const [bin, stance, count] of seen.values())
      out.push(
        `<circle cx="${(label + ((bin + 0.5) / n) * width).toFixed(1)}" cy="${(top + 24 - stance * 6).toFixed(1)}" r="${Math.min(10, 3 + Math.sqrt(count) * 1.3).toFixed(1)}" fill="${tint('--' + sideOf(stance))}" fill-opacity="0.85"/>`,
      );
  });
  const y = list.length * 48 + 14;
  out.push(...ticks(n).map(k => at(label + ((k + 0.5) / n) * width, y, strip.bins[k], 'text-anchor="middle" font-size="11"')));
  return {
    body: out.join(''),
    width: label + width + 24,
    height: y + 12,
    note: list.length < lanes.list.length ? `picture shows ${list.length} of ${lanes.list.length} lanes` : '',
  };
}

const exportSvg = () => save(fileName('svg'), [picture().text], 'image/svg+xml');

function exportPng() {
  const { text, width, height } = picture(),
    scale = Math.min(2, 16000 / Math.max(width, height)),
    image = new Image();
  image.onload = () => {
    const sheet = el('canvas', { width: Math.round(width * scale), height: Math.round(height * scale) });
    sheet.getContext('2d').drawImage(image, 0, 0, sheet.width, sheet.height);
    sheet.toBlob(blob => save(fileName('png'), [blob], 'image/png'));
  };
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
}
