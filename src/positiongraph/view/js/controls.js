// Controls: what buttons, fields and keys do to the state.

function show(view) {
  for (const left of ['grid', 'lines', 'lanes']) fill($(left));
  state.view = view;
  table.stale = true;
  writeHash();
  document.body.dataset.view = view;
  refreshMatrixIfSeen();
  drawViews(false, true);
  revealSelected();
}

const dark = () => (state.theme ? state.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);

function keys(event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === 'Escape') {
    if (!$('dossier').hidden) return closeDossier();
    if ($('menu').open) {
      $('menu').open = false;
      return;
    }
    if (document.body.classList.contains('filtering')) return toggleFacets(false);
    if (typing && event.target.id === 'q' && state.q) {
      state.q = $('q').value = '';
      return changed();
    }
    if (typing) event.target.blur();
    if (state.sel) select(null);
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !$('dossier').hidden) return;
  if (event.key === '/') {
    event.preventDefault();
    $('q').focus();
    $('q').select();
  } else if (event.key === '?') $('help').showModal();
  else if (/^[1-5]$/.test(event.key)) show(VIEWS[event.key - 1]);
}

function toggleFacets(on) {
  document.body.classList.toggle('filtering', on);
  $('filters').setAttribute('aria-expanded', String(document.body.classList.contains('filtering')));
}

async function copyLink() {
  const button = $('copy'),
    say = text => {
      button.textContent = text;
      setTimeout(() => {
        button.textContent = 'Copy link';
      }, 1500);
    };
  try {
    await navigator.clipboard.writeText(location.href);
    say('Copied');
  } catch {
    const field = el('input', { value: location.href, 'aria-label': 'Link to this view' });
    button.after(field);
    field.select();
    setTimeout(() => field.remove(), 15000);
  }
}

function wire() {
  const on = (id, event, act) => $(id).addEventListener(event, act),
    frame = draw => {
      let asked = 0;
      return () => {
        if (!asked)
          asked = requestAnimationFrame(() => {
            asked = 0;
            draw();
          });
      };
    };
  let typing = 0;
  on('q', 'input', e => {
    state.q = e.target.value.trim();
    clearTimeout(typing);
    typing = setTimeout(changed, D.n > 20000 ? 250 : 60);
  });
  for (const button of document.querySelectorAll('[data-to]')) button.addEventListener('click', () => show(button.dataset.to));
  for (const id of ['sort', 'order'])
    on(id, 'change', e => {
      state[id] = e.target.value;
      changed({ data: false, matrix: true });
    });
  on('fold', 'change', e => {
    state.fold = e.target.value;
    changed({ data: false, matrix: true });
  });
  on('on', 'change', e => {
    state.on = e.target.value;
    changed({ data: false, matrix: true });
  });
  on('layout', 'change', e => {
    state.layout = e.target.value;
    changed({ data: false, refit: true });
  });
  on('hops', 'click', () => {
    state.hops = 3 - state.hops;
    changed({ data: false, refit: true });
  });
  on('lanes-by', 'change', e => {
    state.lanes = e.target.value;
    changed({ data: false });
  });
  on('rolled', 'change', e => {
    state.rolled = e.target.checked;
    state.toggled.clear();
    changed({ data: false, matrix: true, refit: true });
  });
  on('targets', 'change', e => {
    state.targets = e.target.checked;
    changed({ data: false, refit: true });
  });
  on('from', 'change', e => {
    state.from = validDate(e.target.value);
    changed();
  });
  on('to', 'change', e => {
    state.to = validDate(e.target.value);
    changed();
  });
  on('fit', 'click', fitGraph);
  on('reset', 'click', reset);
  on('theme', 'click', () => {
    state.theme = dark() ? 'light' : 'dark';
    changed({ data: false });
  });
  on('filters', 'click', () => toggleFacets());
  on('copy', 'click', copyLink);
  on('help-open', 'click', () => $('help').showModal());
  for (const [id, act] of [
    ['csv', exportCsv],
    ['turtle', exportTurtle],
    ['svg', exportSvg],
    ['png', exportPng],
  ])
    on(id, 'click', () => {
      $('menu').open = false;
      act();
    });
  on('matrix-scroll', 'scroll', frame(drawMatrix));
  on('table-scroll', 'scroll', frame(drawTable));
  on('timeline-scroll', 'scroll', frame(drawLanes));
  on('grid', 'keydown', matrixKeys);
  on('grid', 'focusin', e => {
    if (e.target.dataset.y !== undefined) matrix.cursor = [Number(e.target.dataset.y), Number(e.target.dataset.k)];
  });
  document.addEventListener('keydown', keys);
  addEventListener('hashchange', () => {
    if ('#' + hashOf() !== location.hash) {
      readHash();
      $('q').value = state.q;
      drawAllSelected();
    }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => changed({ data: false }));
  new ResizeObserver(
    frame(() => {
      if (seen('matrix')) {
        measureMatrix();
        refreshMatrix();
      }
      drawViews(false, true);
    }),
  ).observe(document.querySelector('main'));
  startBrush();
}

const validDate = text => (/^\d{4}(-\d\d(-\d\d)?)?$/.test(text.trim()) ? text.trim() : '');

function setUp() {
  document.title = D.title;
  $('title').textContent = $('title').title = D.title;
  const options = (id, list) =>
    fill(
      $(id),
      list.map(([value, label]) => el('option', { value }, label)),
    );
  options('fold', [['', 'no bloc'], ...D.seats.bodies.slice(0, 200).map(body => [body.code, body.label])]);
  const layouts = [
    ['bipartite', 'actors left, issues right'],
    ['topic', 'by topic'],
    ['similarity', 'by similarity'],
    ['time', 'by time'],
    ['around', 'around the selection'],
  ];
  options('layout', [...layouts, ...(graph.measured ? [['measured', graph.measured.kind + ', as measured']] : [])]);
  $('fold-box').hidden = !D.seats.bodies.length || D.holders < 4;
  $('rolled-box').hidden = !D.topics.length;
  $('targets-box').hidden = !D.targets.length;
  $('turtle').disabled = D.summed;
  for (const [id, list] of [['sort', D.topics.length ? [] : ['topic']]])
    for (const option of [...$(id).options]) if (list.includes(option.value)) option.remove();
}
