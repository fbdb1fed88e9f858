// DOM: elements are built, never parsed. Text goes in as text nodes, so no data can become markup.

function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes || {}) {
    const value = attributes[name];
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const event in value) element.addEventListener(event, value[event]);
    else if (name === 'style') Object.assign(element.style, value);
    else if (name === 'data') Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(3)) if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const name in attributes || {}) {
    if (name === 'on') for (const event in attributes.on) element.addEventListener(event, attributes.on[event]);
    else if (attributes[name] !== null && attributes[name] !== undefined) element.setAttribute(name, attributes[name]);
  }
  element.append(...children);
  return element;
}

const $ = id => document.getElementById(id);

function fill(parent, ...children) {
  parent.replaceChildren(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
}

// The mark of a stance: colour says the side, the number how strongly, the sign what the words do, a double rim that it is joint.
function chip(stance, family, joint, small) {
  return el(
    'span',
    { class: `chip ${sideOf(stance)}${joint ? ' joint' : ''}${small ? ' small' : ''}`, 'aria-hidden': 'true' },
    signed(stance),
    family && family.sign && !small ? el('i', {}, family.sign) : null,
  );
}

// For, neutral and against as parts of one bar, with the count beside it.
function bar(sides, total, label) {
  const parts = ['for', 'neutral', 'against']
    .filter(side => sides[side])
    .map(side => el('span', { class: side, style: { flexGrow: String(sides[side]) } }));
  return [
    el('span', { class: 'bar', 'aria-hidden': 'true' }, parts),
    label === false ? null : el('b', { class: 'many', 'aria-hidden': 'true' }, short(total)),
  ];
}

const short = n => (n < 1000 ? String(n) : n < 1e6 ? (n / 1000).toFixed(n < 1e4 ? 1 : 0) + 'k' : (n / 1e6).toFixed(1) + 'M');
const sideWords = sides =>
  ['for', 'neutral', 'against']
    .filter(side => sides[side])
    .map(side => `${sides[side].toLocaleString('en')} ${side}`)
    .join(', ');

// Text with the searched words marked.
function marked(text) {
  const words = state.q ? fold(state.q).split(/\s+/).filter(Boolean) : [];
  const folded = fold(text);
  if (!words.length || folded.length !== text.length) return [text];
  const parts = [];
  let at = 0;
  while (at < text.length) {
    const hits = words
      .map(w => [folded.indexOf(w, at), w.length])
      .filter(hit => hit[0] >= 0)
      .sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    if (!hits.length) break;
    parts.push(text.slice(at, hits[0][0]), el('mark', {}, text.slice(hits[0][0], hits[0][0] + hits[0][1])));
    at = hits[0][0] + hits[0][1];
  }
  return [...parts, text.slice(at)];
}
