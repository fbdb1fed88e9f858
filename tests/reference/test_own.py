"""A user's own actors and issues, laid over the packaged ones."""

import textwrap
from pathlib import Path

import pytest

from positiongraph import reference
from positiongraph.errors import InputError

OWN = """
actors:
  - {code: FIU, name: Free State of Fiume, aliases: [Korea], adjectives: [Fiuman], capital: Fiume, from: "1920"}
  - {code: riccardo-zanella, name: Riccardo Zanella, offices: [{office: president, of: FIU, from: "1921-10"}]}
  - {code: PACT, name: Adriatic Pact, kind: Bloc, members: [{actor: FIU}, {actor: FRA, until: "1940"}]}
issues:
  - {id: soup, label: Fiume question, positive_pole: serving it, aliases: [soup question], concerns: [FIU]}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, "utf-8")
    return path


def test_own_names_go_before_packaged_ones_and_leave_with_the_block(own: Path) -> None:
    with reference.with_overrides(own):
        found = reference.resolve("Korea").actor
        assert found is not None
        assert found.code == "FIU"
        assert [m.member for m in reference.members("PACT", on="1950")] == ["FIU"]
        holder = reference.resolve("the Fiuman president", on="1922").actor
        assert holder is not None
        assert holder.name == "Riccardo Zanella"
        issue = reference.resolve_issue("Soup question")
        assert issue is not None
        assert issue.id == "soup"
        paris = reference.actor("FRA")
        assert paris is not None
    assert reference.resolve("Korea").actor is None
    assert reference.actor("FIU") is None
    assert reference.members("PACT") == ()


@pytest.mark.parametrize(("text", "message"), [
    ("- {code: NO, name: Norway}", r"own.yaml:1: no usable code or id: False; expected text; quote codes"),
    ("- {code: X, name: 3}", "own.yaml:1: X: name is 3; expected text"),
    ("\n- {code: X, aliases: Y}", "own.yaml:2: X: aliases is 'Y'; expected a list of texts"),
    ('- {code: X, from: "13"}', "own.yaml:1: X: from is '13'; expected a quoted date"),
    ("- {code: X, from: 2013}", "own.yaml:1: X: from is 2013; expected a quoted date"),
    ('- {code: X, from: "2014", until: "2013"}', "X: from 2014 is after until 2013"),
    ("- {code: X, kind: Planet}", "own.yaml:1: X: unknown kind 'Planet'; expected State, Organisation, Bloc, Person"),
    ("- {code: X, members: [FRA]}", "own.yaml:1: X: members has 'FRA'; expected a mapping with actor"),
    ("- {id: x, label: X}", "own.yaml:1: x: positive_pole is None; expected text"),
    ("- [X]", "own.yaml: an entry that is no mapping"),
    ("words", "own.yaml:1: no list of entries"),
    ("- {", "own.yaml:.*expected YAML"),
])
def test_a_fault_says_where_what_and_what_was_expected(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        reference.load_overrides(path)


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="readable"):
        reference.load_overrides(tmp_path / "none.yaml")


def test_the_example_of_the_data_folder_is_a_file_of_ones_own(tmp_path: Path) -> None:
    text = (Path(reference.__file__).parent / "data" / "README.md").read_text("utf-8")
    example = textwrap.dedent("\n".join(line for line in text.splitlines() if line.startswith("    ")))
    path = tmp_path / "own.yaml"
    path.write_text(example, "utf-8")
    with reference.with_overrides(path):
        holder = reference.resolve("the Fiuman president", on="1921").actor
        assert holder is not None
        assert holder.code == "riccardo-zanella"
        assert [m.member for m in reference.members("PACT")] == ["FIU"]
