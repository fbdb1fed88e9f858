// Facets: counts for every value that the other filters leave, and a tick to narrow by it. The stance facet is the legend.

const MANY = 9;
const openFacets = new Set();
const facetSearch = {};

function drawFacets() {
  const held = document.activeElement && document.activeElement.closest ? document.activeElement.closest('[data-facet]') : null;
  const focus = held && [
    held.dataset.facet,
    document.activeElement.dataset.k,
    document.activeElement.tagName,
    document.activeElement.selectionStart,
  ];
  fill(
    $('facets-body'),
    facets.filter(f => used(f) && f.id !== 'issue').map(f => (f.id === 'topic' ? null : facetBox(f))),
    null,
  );
  const who = $('facets-body').querySelector('[data-facet="actor"]');
  if (who) who.after(...[used(facet('topic')) ? facetBox(facet('topic')) : null, facetBox(facet('issue'))].filter(Boolean));
  if (focus) {
    const box = $('facets-body').querySelector(`[data-facet="${focus[0]}"]`),
      again = box && (focus[1] !== undefined ? box.querySelector(`[data-k="${focus[1]}"]`) : box.querySelector(focus[2]));
    if (again) {
      again.focus({ preventScroll: true });
      if (focus[2] === 'INPUT' && again.type === 'search') again.setSelectionRange(focus[3], focus[3]);
    }
  }
  drawChosen();
}

// A facet with a single value tells nothing, except where it is the legend.
const used = f =>
  f.id === 'stance' ||
  ((f.id !== 'statement' || D.statements.some(s => s.title)) &&
    (valuesOf(f).length > 1 || Boolean(state.filters[f.id] && state.filters[f.id].size)));

function valuesOf(f) {
  if (!f.values) {
    const seen = new Uint8Array(f.size);
    if (f.many)
      f.many.forEach(set =>
        set.forEach(k => {
          seen[k] = 1;
        }),
      );
    else for (let r = 0; r < D.n; r++) seen[f.codes[r]] = 1;
    f.values = [...seen.keys()].filter(k => seen[k] && k >= f.from);
  }
  return f.values;
}

function facetBox(f) {
  const chosen = state.filters[f.id] || new Set(),
    values = valuesOf(f).slice(),
    asked = fold(facetSearch[f.id] || '');
  if (f.id === 'stance') values.reverse();
  else values.sort((a, b) => f.counts[b] - f.counts[a] || f.label(a).localeCompare(f.label(b), 'en'));
  const found = asked ? values.filter(k => fold(f.label(k)).includes(asked)) : values;
  const open = openFacets.has(f.id),
    limit = open ? 300 : MANY,
    listed = found.slice(0, limit).concat(found.slice(limit).filter(k => chosen.has(k)));
  return el(
    'fieldset',
    { data: { facet: f.id } },
    el(
      'legend',
      {},
      f.id === 'stance' ? 'Stance (legend)' : f.title,
      chosen.size
        ? el(
            'button',
            {
              class: 'link',
              'aria-label': `Clear ${f.title}`,
              on: {
                click: () => {
                  delete state.filters[f.id];
                  changed();
                },
              },
            },
            'clear',
          )
        : null,
    ),
    values.length > 14
      ? el('input', {
          type: 'search',
          value: facetSearch[f.id] || '',
          placeholder: `Find among ${values.length.toLocaleString('en')}`,
          'aria-label': `Find in ${f.title}`,
          on: {
            input: e => {
              facetSearch[f.id] = e.target.value;
              drawFacets();
            },
          },
        })
      : null,
    f.id === 'stance' ? sideButtons() : null,
    listed.map(k => facetItem(f, k, chosen)),
    found.length > MANY
      ? el(
          'button',
          {
            class: 'link',
            on: {
              click: () => {
                if (open) openFacets.delete(f.id);
                else openFacets.add(f.id);
                drawFacets();
              },
            },
          },
          open ? 'fewer' : `${(found.length - MANY).toLocaleString('en')} more`,
        )
      : null,
    open && found.length > 300
      ? el('p', { class: 'soft' }, `shows 300 of ${found.length.toLocaleString('en')}; type to find the others`)
      : null,
  );
}

function facetItem(f, k, chosen) {
  const count = f.counts[k],
    id = `${f.id}-${k}`;
  const sign =
    f.id === 'stance'
      ? chip(k - 3, null, false, true)
      : f.id === 'act'
        ? el('i', { class: 'sign', 'aria-hidden': 'true' }, (D.familyOf.get(f.key(k)) || D.ink.families[0]).sign)
        : null;
  return el(
    'label',
    { class: `item${count ? '' : ' none'}`, for: id, title: f.label(k) },
    el('input', {
      type: 'checkbox',
      id,
      checked: chosen.has(k),
      data: { k },
      on: {
        change: () => {
          const set = filterOf(f.id);
          if (set.has(k)) set.delete(k);
          else set.add(k);
          changed();
        },
      },
    }),
    sign,
    el('span', { class: 'name' }, f.label(k)),
    el('span', { class: 'n' }, count.toLocaleString('en')),
  );
}

// The three sides as one press each.
function sideButtons() {
  const f = facet('stance'),
    sides = { for: [4, 5, 6], neutral: [3], against: [0, 1, 2] },
    chosen = state.filters.stance || new Set(),
    values = valuesOf(f);
  return el(
    'div',
    { class: 'sides', role: 'group', 'aria-label': 'Sides' },
    Object.entries(sides).map(([side, all]) => {
      const own = all.filter(k => values.includes(k)),
        pressed = own.length > 0 && own.every(k => chosen.has(k)),
        count = own.reduce((n, k) => n + f.counts[k], 0);
      return el(
        'button',
        {
          class: `side ${side}`,
          'aria-pressed': String(pressed),
          disabled: !own.length,
          on: {
            click: () => {
              const set = filterOf('stance');
              own.forEach(k => (pressed ? set.delete(k) : set.add(k)));
              changed();
            },
          },
        },
        `${side} `,
        el('b', {}, short(count)),
      );
    }),
  );
}

// What is filtered, as tags to take off again.
function drawChosen() {
  const tags = facets.flatMap(f =>
    [...(state.filters[f.id] || [])].map(k => [`${f.title}: ${f.label(k)}`, () => state.filters[f.id].delete(k)]),
  );
  if (state.q)
    tags.unshift([
      `“${state.q}”`,
      () => {
        state.q = '';
        $('q').value = '';
      },
    ]);
  if (state.from)
    tags.push([
      `from ${state.from}`,
      () => {
        state.from = '';
      },
    ]);
  if (state.to)
    tags.push([
      `until ${state.to}`,
      () => {
        state.to = '';
      },
    ]);
  fill(
    $('chosen'),
    tags.slice(0, 24).map(([label, off]) =>
      el(
        'button',
        {
          class: 'tag',
          'aria-label': `Take off ${label}`,
          on: {
            click: () => {
              off();
              changed();
            },
          },
        },
        label,
        ' ×',
      ),
    ),
    tags.length > 1 ? el('button', { class: 'link', on: { click: reset } }, 'Clear all') : null,
  );
  $('chosen').hidden = !tags.length;
}

function reset() {
  Object.assign(state, { q: '', from: '', to: '', filters: {}, sel: null });
  $('q').value = '';
  changed();
}
