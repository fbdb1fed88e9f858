"""The gallery: `python examples/gallery/build.py [--out build/gallery] [--data ../shared/data] [--screenshots examples/gallery]`.

Writes `statement.html` from the packaged sample and, where the data lie beside the checkout, `votes.html` (all roll calls of the UN General
Assembly), `votes-2018.html` (one year of them) and `debate.html` (positions extracted from ten speeches of the General Debate). With
`--screenshots` it takes the pictures of the README from `statement.html`, so that none is taken by hand.
"""

import argparse
import tarfile
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from positiongraph.demo import sample
from positiongraph.extraction import extract
from positiongraph.network import network
from positiongraph.reference.described import described
from positiongraph.sources.un_votes import read_votes
from positiongraph.view import page

ROOT = Path(__file__).parents[2]
SPEAKERS = ("USA", "CHN", "RUS", "GBR", "FRA", "DEU", "BRA", "IND", "ZAF", "UKR")
PICTURES = (
    ("page.png", 1400, 900, "light", "#sel=cell~RUS~nato-presence-in-the-asia-pacific"),
    ("page-dark.png", 1400, 900, "dark", "#view=graph&layout=topic&targets=1"),
    ("page-narrow.png", 700, 1000, "light", "#view=matrix&sel=issue~one-china-policy"),
)


def statement(out: Path) -> Path:
    """The meeting of 8 May 2025 in Moscow, from the packaged sample."""
    facts = sample().facts
    return page(network(facts, "positions"), facts, out / "statement.html", title="Moscow, 8 May 2025")


def votes(out: Path, data: Path) -> list[Path]:
    """All roll calls, and those of 2018 in full with their agreement network."""
    read = read_votes(str(data / "unvotes" / "votes.csv.gz"))
    rows = pa.Table.from_batches(read.batches())
    note = "Votes: Erik Voeten, United Nations General Assembly Voting Data, as in the R package unvotes."
    title = "Roll calls of the UN General Assembly"
    whole = page(None, rows, out / "votes.html", about=read.heads, title=title, note=note, budget=20_000_000)
    year = rows.filter(pc.starts_with(rows["date"].cast(pa.string()), "2018"))
    agreement = network(year, "holders", measure="identical")
    return [whole, page(agreement, year, out / "votes-2018.html", about=read.heads, title="UN General Assembly, votes of 2018", note=note)]


def debate(out: Path, data: Path) -> Path:
    """Positions extracted from ten speeches of the General Debate of 2022: what a machine reads, not what a person has checked."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(data / "speeches" / "ungdc-2015-2022.tar.gz") as archive:
        wanted = {f"{code}_77_2022.txt" for code in SPEAKERS}
        chosen = [member for member in archive.getmembers() if Path(member.name).name in wanted]
        archive.extractall(folder, members=chosen, filter="data")
        texts = sorted(str(path) for path in Path(folder).rglob("*.txt"))
        facts = described(extract(*texts, date="2022-09"))
    note = "Positions extracted by machine. Speeches: UN General Debate Corpus, doi:10.7910/DVN/0TJX8Y."
    title = "Ten speeches of the General Debate, 2022"
    return page(network(facts, "positions"), facts, out / "debate.html", title=title, note=note)


def screenshots(statement: Path, folder: Path) -> None:
    """Take the pictures of the README."""
    from playwright.sync_api import sync_playwright  # a test tool: only whoever takes pictures needs it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for name, width, height, scheme, fragment in PICTURES:
            shown = browser.new_context(offline=True, viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
            shown.goto(statement.absolute().as_uri() + fragment)
            shown.wait_for_selector("html[data-ready]")
            shown.screenshot(path=str(folder / name))
        browser.close()


def main() -> None:
    """Build what the data at hand allow."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, default=ROOT / "build" / "gallery")
    options.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options.add_argument("--screenshots", type=Path)
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    made = [statement(given.out)]
    if (given.data / "unvotes").is_dir():
        made += votes(given.out, given.data)
    if (given.data / "speeches").is_dir():
        made.append(debate(given.out, given.data))
    for path in made:
        print(f"{path}: {path.stat().st_size:,} bytes")
    if given.screenshots:
        screenshots(made[0], given.screenshots)


if __name__ == "__main__":
    main()
