"""The ontology's terms as Python names, equal to `ontology/positions.ttl` and `schemes.ttl` by test.

>>> POS.holder, POS["from"]
(rdflib.term.URIRef('https://w3id.org/positiongraph/ontology#holder'), rdflib.term.URIRef('https://w3id.org/positiongraph/ontology#from'))
>>> STANCES[-2] == POS.opposes, NUMBERS[POS.opposes]
(True, -2)
"""

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace, Namespace

from positiongraph.iris import TERMS


class POS(DefinedNamespace):
    """Classes, properties and concepts of our own. A name that is not there raises AttributeError."""

    _NS = Namespace(TERMS)
    _fail = True
    _extras = ["assert", "from"]  # Python's own words: POS["assert"], POS["from"]  # noqa: RUF012

    # classes
    Act: URIRef
    Actor: URIRef
    Bloc: URIRef
    Document: URIRef
    Issue: URIRef
    Membership: URIRef
    Organisation: URIRef
    Passage: URIRef
    Person: URIRef
    Position: URIRef
    Stance: URIRef
    State: URIRef
    Statement: URIRef

    # properties
    act: URIRef
    attribution: URIRef
    concerns: URIRef
    confidence: URIRef
    contentHash: URIRef
    contradicts: URIRef
    date: URIRef
    evidence: URIRef
    expressedIn: URIRef
    holder: URIRef
    inDocument: URIRef
    issue: URIRef
    kind: URIRef
    modality: URIRef
    party: URIRef
    positivePole: URIRef
    proposition: URIRef
    reportedBy: URIRef
    revises: URIRef
    speaker: URIRef
    stance: URIRef
    status: URIRef
    target: URIRef
    until: URIRef
    voice: URIRef

    # schemes
    acts: URIRef
    attributions: URIRef
    kinds: URIRef
    modalities: URIRef
    stances: URIRef
    statuses: URIRef
    voices: URIRef

    # stances
    condemns: URIRef
    opposes: URIRef
    voicesConcern: URIRef
    takesNote: URIRef
    isOpenTo: URIRef
    supports: URIRef
    endorses: URIRef

    # acts
    praise: URIRef
    welcome: URIRef
    support: URIRef
    affirm: URIRef
    pledge: URIRef
    offer: URIRef
    urge: URIRef
    demand: URIRef
    concern: URIRef
    criticise: URIRef
    condemn: URIRef
    accuse: URIRef
    reject: URIRef
    deny: URIRef
    threaten: URIRef
    recognise: URIRef
    sign: URIRef
    vote: URIRef

    # voices
    unilateral: URIRef
    joint: URIRef
    parallel: URIRef

    # modalities
    actual: URIRef
    intended: URIRef
    conditional: URIRef
    hypothetical: URIRef
    denied: URIRef

    # attributions
    quote: URIRef
    mixed: URIRef
    paraphrase: URIRef
    inference: URIRef
    record: URIRef

    # statuses
    proposed: URIRef
    accepted: URIRef
    rejected: URIRef
    superseded: URIRef

    # kinds of statement
    jointStatement: URIRef
    pressConference: URIRef
    speech: URIRef
    pressRelease: URIRef
    communique: URIRef
    declaration: URIRef
    interview: URIRef
    letter: URIRef
    resolution: URIRef
    report: URIRef
    rollCall: URIRef
    otherStatement: URIRef


class OA(DefinedNamespace):
    """The terms of the Web Annotation Vocabulary that passages use; rdflib packages none."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    SpecificResource: URIRef
    TextPositionSelector: URIRef
    TextQuoteSelector: URIRef
    end: URIRef
    exact: URIRef
    hasSelector: URIRef
    hasSource: URIRef
    prefix: URIRef
    start: URIRef
    suffix: URIRef


STANCES: dict[int, URIRef] = {
    -3: POS.condemns,
    -2: POS.opposes,
    -1: POS.voicesConcern,
    0: POS.takesNote,
    1: POS.isOpenTo,
    2: POS.supports,
    3: POS.endorses,
}
"""Number → stance."""

NUMBERS: dict[URIRef, int] = {stance: number for number, stance in STANCES.items()}
"""Stance → number."""
