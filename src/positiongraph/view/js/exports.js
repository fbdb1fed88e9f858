// Exports: what is shown, to take away as CSV, Turtle, SVG or PNG. A cell of CSV that a spreadsheet would run gets an apostrophe.

function save(name, parts, type) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = el('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

const fileName = extension =>
  (fold(document.title)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60) || 'positions') +
  '.' +
  extension;

const CSV = [
  'position',
  'holder',
  'holder_name',
  'stance',
  'issue',
  'issue_label',
  'date',
  'text',
  'start',
  'end',
  'act',
  'voice',
  'modality',
  'status',
  'attribution',
  'speaker',
  'targets',
  'document',
  'title',
  'source',
  'statement',
  'count',
];

function csvCells(r) {
  const doc = documentOf(r) || {},
    said = statementOf(r) || {};
  return [
    D.summed ? '' : idOf(D.position[r]),
    D.actors[D.col.holder[r]].code,
    D.actors[D.col.holder[r]].label,
    D.col.stance[r],
    D.issues[D.col.issue[r]].code,
    D.issues[D.col.issue[r]].label,
    dateOf(r),
    textOf(r),
    startOf(r),
    endOf(r),
    ...['act', 'voice', 'modality', 'status', 'attribution'].map(name => word(name, r)),
    speakerOf(r),
    targetsOf(r)
      .map(t => D.actors[t].code)
      .join(';'),
    doc.id,
    doc.title,
    doc.source,
    said.id,
    weightOf(r),
  ];
}

function csvCell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const guarded = /^[=+\-@\t\r\n]/.test(value) ? "'" + value : value;
  return /[",\r\n]/.test(guarded) ? '"' + guarded.replace(/"/g, '""') + '"' : guarded;
}

function exportCsv() {
  const lines = [CSV.join(',')];
  for (let k = 0; k < shown.length; k++) lines.push(csvCells(shown[k]).map(csvCell).join(','));
  save(fileName('csv'), ['\ufeff' + lines.join('\r\n') + '\r\n'], 'text/csv');
}

const encoded = text => encodeURIComponent(text).replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());
const iri = (sort, key) => `<${D.base}${sort}/${encoded(key)}>`;
const literal = text =>
  '"' +
  text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/[\u0000-\u001f\u007f]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0')) +
  '"';
const dated = date => `"${date}"^^xsd:${{ 4: 'gYear', 7: 'gYearMonth', 10: 'date' }[date.length]}`;

// Positions in the terms of the ontology. Every holder of a shown position is written: a position is never cut in half.
function exportTurtle() {
  const out = [
    '@prefix pos: <https://w3id.org/positiongraph/ontology#> .',
    '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .',
    '@prefix dcterms: <http://purl.org/dc/terms/> .',
    '@prefix oa: <http://www.w3.org/ns/oa#> .',
    '@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .',
    '@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .',
    '',
  ];
  const actors = new Set(),
    issues = new Set(),
    documents = new Set(),
    statements = new Map(),
    done = new Set();
  for (let k = 0; k < shown.length; k++) {
    const p = D.position[shown[k]];
    if (!done.has(p)) {
      done.add(p);
      out.push(turtleOf(p, { actors, issues, documents, statements }));
    }
  }
  for (const a of actors)
    out.push(
      `${iri('actor', D.actors[a].code)} a pos:${D.actors[a].kind} ; skos:notation ${literal(D.actors[a].code)} ; skos:prefLabel ${literal(D.actors[a].label)}@en .`,
    );
  for (const i of issues)
    out.push(
      `${iri('issue', D.issues[i].code)} a pos:Issue ; skos:notation ${literal(D.issues[i].code)} ; skos:prefLabel ${literal(D.issues[i].label)}@en${D.issues[i].pole ? ` ; pos:positivePole ${literal(D.issues[i].pole)}@en` : ''} .`,
    );
  for (const [s, doc] of statements)
    out.push(
      `${iri('statement', s.id)} a pos:Statement${s.kind ? ` ; pos:kind pos:${s.kind}` : ''}${s.date ? ` ; pos:date ${dated(s.date)}` : ''}${doc ? ` ; pos:inDocument ${iri('document', doc.id)}` : ''} .`,
    );
  for (const d of documents) out.push(`${iri('document', d.id)} a pos:Document ; dcterms:title ${literal(d.title)} .`);
  save(fileName('ttl'), [out.join('\n') + '\n'], 'text/turtle');
}

function turtleOf(p, seen) {
  const rows = rowsOfPosition(p),
    r = rows[0],
    act = word('act', r),
    from = startOf(r),
    text = textOf(r),
    doc = documentOf(r),
    said = statementOf(r),
    i = D.col.issue[r];
  rows.forEach(x => seen.actors.add(D.col.holder[x]));
  targetsOf(r).forEach(t => seen.actors.add(t));
  seen.issues.add(i);
  if (doc) seen.documents.add(doc);
  if (said) seen.statements.set(said, doc);
  const facts = [
    `a pos:Position`,
    ...rows.map(x => `pos:holder ${iri('actor', D.actors[D.col.holder[x]].code)}`),
    `pos:issue ${iri('issue', D.issues[i].code)}`,
    `pos:stance pos:${stanceTerm(D.col.stance[r])}`,
  ];
  if (said) facts.push(`pos:expressedIn ${iri('statement', said.id)}`);
  if (act) facts.push(`pos:act pos:${act}`);
  if (dateOf(r)) facts.push(`pos:date ${dated(dateOf(r))}`);
  if (word('attribution', r)) facts.push(`pos:attribution pos:${word('attribution', r)}`);
  for (const [name, usual] of [
    ['voice', 'unilateral'],
    ['modality', 'actual'],
    ['status', 'accepted'],
  ])
    if (word(name, r) && word(name, r) !== usual) facts.push(`pos:${name} pos:${word(name, r)}`);
  targetsOf(r).forEach(t => facts.push(`pos:target ${iri('actor', D.actors[t].code)}`));
  if (from !== null || text) {
    const place = from !== null ? `oa:hasSelector [ a oa:TextPositionSelector ; oa:start ${from} ; oa:end ${endOf(r)} ]` : '',
      quote = text ? `oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact ${literal(text)} ]` : '';
    facts.push(
      `pos:evidence [ a pos:Passage${doc ? ` ; oa:hasSource ${iri('document', doc.id)}` : ''}${[place, quote]
        .filter(Boolean)
        .map(x => ' ; ' + x)
        .join('')} ]`,
    );
  }
  const subject = D.ids ? iri('position', D.ids[p]) : '[]';
  return `${subject} ${facts.join(' ;\n    ')} .`;
}

const stanceTerm = stance => D.stance_terms[stance + 3];
