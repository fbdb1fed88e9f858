"""What others may read: a store without the texts whose licence does not let them be passed on.

On a loopback address a service shows its user's own store as it is. Beyond, whoever asks is somebody that the texts are passed on to, and
no query must reach them; so it answers from a twin of the engine's files that does without. The twin lies in its generation's folder,
shares the unchanged files by hard link, and goes when the generation goes.
"""

import os
import shutil
from pathlib import Path

import pyoxigraph as ox

from positiongraph.errors import StoreError
from positiongraph.graph.exports import withheld

WHOLE, SHARED = "engine", "engine-shared"
"""Names of the engine's files in a generation."""


def share(generation: Path) -> None:
    """Make a generation's twin without the texts that may not be passed on, where there is none yet.

    Raises:
        StoreError: the folder cannot be written.
    """
    if (generation / SHARED).is_dir():
        return
    fresh = generation / f"{SHARED}.{os.getpid()}"
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        ox.Store.read_only(str(generation / WHOLE)).backup(str(fresh))
        store = ox.Store(str(fresh))
        for quad in list(withheld(store)):
            store.remove(quad)
        store.flush()
        del store
        fresh.rename(generation / SHARED)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        if not (generation / SHARED).is_dir():  # another service may have been faster
            raise StoreError(f"{generation}: the texts that may not be passed on cannot be left out: {error}") from error
