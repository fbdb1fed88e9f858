// Main: one state, one way. An act changes the state; the state is written to the address; the views in sight are drawn again.

let selected = () => false;

function select(sel, options = {}) {
  if (sel && !matcher(sel)) return;
  state.sel = sel && !options.keep && sameSel(sel, state.sel) ? null : sel;
  panel.limit = CARDS;
  changed({ data: false, refit: state.layout === 'around' });
  revealSelected();
  $('spoken').textContent = state.sel
    ? `${$('panel-title').textContent}: ${$('panel-body').querySelector('.sums > span:last-child')?.textContent || 'no position found'}`
    : '';
  if (!options.keep) $('panel').scrollTop = 0;
}

function changed({ data = true, refit = false, matrix: rows = false } = {}) {
  selected = state.sel ? matcher(state.sel) || (() => false) : () => false;
  writeHash();
  if (data) {
    applyFilters();
    drawFacets();
  }
  if (data || rows) refreshMatrixIfSeen();
  drawViews(data, refit);
}

const seen = view => state.view === view || (state.view === 'overview' && (view === 'matrix' || view === 'graph'));

function refreshMatrixIfSeen() {
  if (seen('matrix')) refreshMatrix();
  else matrix.columns = matrixColumns();
}

function drawViews(data, refit) {
  document.body.dataset.view = state.view;
  document.body.classList.toggle('chosen', state.sel !== null);
  document.documentElement.dataset.theme = state.theme;
  for (const button of document.querySelectorAll('[data-to]'))
    button.setAttribute('aria-pressed', String(button.dataset.to === state.view));
  for (const id of ['layout', 'sort', 'order', 'fold', 'lanes-by']) {
    const box = $(id),
      key = id === 'lanes-by' ? 'lanes' : id;
    if (box.value !== state[key]) box.value = state[key];
  }
  $('on').value = state.on;
  $('on').hidden = !state.fold;
  $('rolled').checked = state.rolled;
  $('targets').checked = state.targets;
  $('reset').hidden = !filtered() && !state.sel;
  $('hops').hidden = state.layout !== 'around';
  $('hops').textContent = state.hops === 1 ? 'Expand' : 'Collapse';
  const all = D.positions.toLocaleString('en'),
    counted = `${tally.positions.toLocaleString('en')} of ${plural(D.positions, 'position')}`;
  if ($('count').textContent !== counted) $('count').textContent = counted;
  $('count').title = `${tally.positions.toLocaleString('en')} shown of ${all} in this file`;
  if (seen('matrix') && !data) drawMatrix();
  if (seen('graph')) drawGraph(refit);
  if (state.view === 'table') {
    if (data || table.stale) refreshTable();
    else drawTable();
    table.stale = false;
  } else if (data) table.stale = true;
  if (state.view === 'timeline') refreshLanes();
  drawStrip();
  drawPanel();
}

function drawAll() {
  applyFilters();
  drawFacets();
  refreshMatrixIfSeen();
  drawViews(true, true);
}

function drawAllSelected() {
  selected = state.sel ? matcher(state.sel) || (() => false) : () => false;
  drawAll();
  revealSelected();
}

unpackPayload()
  .then(payload => {
    prepare(payload);
    makeFacets();
    readHash();
    startGraph();
    setUp();
    makeBins();
    wire();
    $('q').value = state.q;
    drawAllSelected();
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        document.documentElement.dataset.ready = String(Math.round(performance.now()));
      }),
    );
  })
  .catch(error => {
    $('count').textContent = `This page cannot be shown here: ${error.message}. A browser of 2023 or later is needed.`;
    throw error;
  });

