"""Train the static Thai–English embedding model that the product ships.

    python -m evals.train_embeddings thaigov.jsonl.xz corpus/models/static-th

Data: a JSON-lines file (plain or .xz) of news items with `title` and `text`; the glossary; the Thai and
English lines of the corpus documents. Pairs: title and part of the body, sentence and the rest of its part,
two parts of one body, a term and its other names, a Thai line and its English line. Loss: in-batch negatives
(multiple negatives ranking), both ways. The same seed, data and machine give the same weights.
"""

import argparse
import json
import lzma
import random
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
import yaml
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from corpus.settings import CORPUS
from corpus.text import normalise, tokens

UNKNOWN = "[UNK]"
PIECE = r"[a-z]+|[ก-ฺเ-๎]+|[0-9]+(?:[.,/][0-9]+)*|[^\s\p{L}\p{N}]|[^\sa-zก-๎0-9]+"
PART = 450
"""Characters of a body part: about a passage."""

Pair = tuple[str, str, int]
"""Two texts that belong together, and the source they come from: pairs of one source are no negatives."""


def news(path: Path, items: int) -> Iterator[tuple[str, list[str]]]:
    """Yield (title, body lines) of the first `items` news items, normalised."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == items:
                return
            item = json.loads(line)
            title = normalise(item["title"].rsplit("รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-", 1)[-1]).text
            body = [normalise(text).text for text in item["text"][:4000].split("\n")]
            # the page's furniture, and the title said again, would make the pairs trivial
            yield title, [text for text in body if len(text) > 30 and title[:30] not in text]


def parts(lines: list[str]) -> list[str]:
    """Join lines to parts of about `PART` characters."""
    found, part = [], ""
    for line in lines:
        for at in range(0, len(line), PART):
            part = f"{part} {line[at : at + PART]}".strip()
            if len(part) >= PART:
                found.append(part)
                part = ""
    return [*found, part] if len(part) > PART // 3 else found


def news_pairs(items: Iterable[tuple[str, list[str]]], chance: random.Random) -> Iterator[Pair]:
    """Yield the pairs of news items."""
    for source, (title, lines) in enumerate(items):
        bodies = parts(lines)[:4]
        if not bodies:
            continue
        if len(title) > 15:
            for body in bodies[:2]:
                yield title, body, source
        if len(bodies) > 1:
            first, second = chance.sample(bodies, 2)
            yield first, second, source
        for body in chance.sample(bodies, 1):
            pieces = body.split(" ")
            clauses = [at for at, piece in enumerate(pieces) if 15 < len(piece) < 120]
            if len(clauses) > 2:
                at = chance.choice(clauses)
                yield pieces[at], " ".join(pieces[:at] + pieces[at + 1 :]), source


def own_pairs(corpus: Path, first_source: int) -> list[Pair]:
    """Return the pairs of the glossary and of the corpus documents, none where they are not there."""
    found: list[Pair] = []
    source = first_source
    glossary = corpus / "glossary.yaml"
    if glossary.is_file():
        for entry in yaml.safe_load(glossary.read_text(encoding="utf-8")):
            names = [normalise(name).text for key in ("th", "en", "abbr") for name in entry.get(key, ())]
            found += [(a, b, source) for at, a in enumerate(names) for b in names[at + 1 :]]
            source += 1
    for path in sorted((corpus / "documents").glob("*.md")):
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        for section in re.split(r"^## ", body, flags=re.MULTILINE)[1:]:
            heading, _, rest = section.partition("\n")
            thai_heading, _, english_heading = re.sub(r"\s*\{#.*?\}", "", heading).partition(" | ")
            thai, _, english = rest.partition("### English")
            thai_lines, english_lines = _lines(thai.partition("### ไทย")[2]), _lines(english)
            found += [(a, b, source) for a, b in zip(thai_lines, english_lines, strict=False)]
            found.append((thai_heading, english_heading, source))
            for line in thai_lines + english_lines:
                found += [(thai_heading, line, source), (english_heading, line, source)]
            found.append((" ".join(thai_lines), " ".join(english_lines), source))
            source += 1
    return [(a, b, source) for a, b, source in found if a and b]


def _lines(block: str) -> list[str]:
    found = (re.sub(r"^(?:[-*]|\d+\.)\s+|\*\*", "", line.strip()) for line in block.split("\n"))
    return [normalise(line).text for line in found if line and not line.startswith("#")]


def new_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """Train a Unigram tokenizer on words, so that its pieces of an unspaced run come out near words."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(PIECE), "removed", invert=True)
    trainer = trainers.UnigramTrainer(
        vocab_size=size, special_tokens=[UNKNOWN], unk_token=UNKNOWN, max_piece_length=20, show_progress=False
    )
    words = (" ".join(token.text for token in tokens(text)) for text in texts)
    tokenizer.train_from_iterator(words, trainer)
    return tokenizer


def token_ids(tokenizer: Tokenizer, texts: list[str], length: int) -> list[NDArray[np.int32]]:
    """Return the first `length` token numbers of each text; an empty text has the unknown one."""
    found = []
    for at in range(0, len(texts), 5000):  # the encodings of all of them at once would fill the memory
        for encoding in tokenizer.encode_batch_fast(texts[at : at + 5000], add_special_tokens=False):
            found.append(np.array(encoding.ids[:length] or [0], dtype=np.int32))
    return found


def batches(
    ids: list[NDArray[np.int32]], order: NDArray[np.int64], size: int
) -> Iterator[tuple[NDArray[np.int64], list[tuple[torch.Tensor, torch.Tensor]]]]:
    """Yield (pair numbers, bags of both sides) per full batch; `ids` holds both sides of a pair in turn."""
    for at in range(0, len(order) - size + 1, size):
        chosen = order[at : at + size]
        bags = []
        for side in (0, 1):
            rows = [ids[2 * pair + side] for pair in chosen]
            offsets = np.cumsum([0, *map(len, rows[:-1])])
            bags.append((torch.from_numpy(np.concatenate(rows).astype(np.int64)), torch.from_numpy(offsets)))
        yield chosen, bags


def train(pairs: list[Pair], tokenizer: Tokenizer, arguments: argparse.Namespace) -> StaticEmbedding:
    """Train the table on `pairs` and return it."""
    unique = list(dict.fromkeys(text for a, b, _ in pairs for text in (a, b)))
    numbered = dict(zip(unique, token_ids(tokenizer, unique, arguments.length), strict=True))
    ids = [numbered[text] for a, b, _ in pairs for text in (a, b)]
    sources = torch.tensor([source for _, _, source in pairs])
    model = StaticEmbedding(tokenizer, embedding_dim=arguments.dimensions)
    torch.nn.init.normal_(model.embedding.weight, std=0.1)
    steps = arguments.epochs * (len(pairs) // arguments.batch)
    optimiser = torch.optim.Adam(model.parameters(), lr=arguments.rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=arguments.rate, total_steps=steps, pct_start=0.1, anneal_strategy="linear"
    )
    chance = np.random.default_rng(arguments.seed)
    step, started = 0, time.monotonic()
    for _ in range(arguments.epochs):
        for chosen, bags in batches(ids, chance.permutation(len(pairs)), arguments.batch):
            left, right = (torch.nn.functional.normalize(model.embedding(*bag)) for bag in bags)
            scores = left @ right.T * arguments.scale
            same = sources[chosen][:, None] == sources[chosen][None, :]
            scores = scores.masked_fill(same & ~torch.eye(len(chosen), dtype=torch.bool), float("-inf"))
            target = torch.arange(len(chosen))
            loss = (
                torch.nn.functional.cross_entropy(scores, target)
                + torch.nn.functional.cross_entropy(scores.T, target)
            ) / 2
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            step += 1
            if step % 100 == 0:
                print(
                    f"step {step}/{steps} loss {loss.item():.3f} {time.monotonic() - started:.0f} s",
                    flush=True,
                )
    return model


def main() -> None:
    """Read the arguments, train, save."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("news", type=Path, help="JSON lines of news items: title, text")
    parser.add_argument("folder", type=Path, help="where the model goes")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="glossary.yaml and documents/*.md")
    parser.add_argument("--items", type=int, default=70_000)
    parser.add_argument("--vocabulary", type=int, default=32_000)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--length", type=int, default=128, help="tokens of a text that are used")
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--scale", type=float, default=20.0)
    parser.add_argument("--own", type=int, default=8, help="times that the corpus's own pairs are repeated")
    parser.add_argument("--seed", type=int, default=2569)
    arguments = parser.parse_args()

    torch.manual_seed(arguments.seed)
    torch.use_deterministic_algorithms(True)
    chance = random.Random(arguments.seed)  # noqa: S311 - a sample, not a secret
    started = time.monotonic()
    pairs = list(news_pairs(news(arguments.news, arguments.items), chance))
    own = own_pairs(arguments.corpus, arguments.items)
    print(f"{len(pairs)} news pairs, {len(own)} own pairs, {time.monotonic() - started:.0f} s", flush=True)

    sample = [b for _, b, _ in chance.sample(pairs, min(30_000, len(pairs)))]
    tokenizer = new_tokenizer(sample + [f"{a} {b}" for a, b, _ in own] * arguments.own, arguments.vocabulary)
    print(f"{tokenizer.get_vocab_size()} pieces, {time.monotonic() - started:.0f} s", flush=True)

    table = train(pairs + own * arguments.own, tokenizer, arguments)
    table.embedding.weight.data = table.embedding.weight.data.half()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    SentenceTransformer(modules=[table, Normalize()], device="cpu").save(
        str(arguments.folder), create_model_card=False
    )
    print(f"saved to {arguments.folder}, {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
