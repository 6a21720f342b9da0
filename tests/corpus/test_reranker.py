"""The optional reranker: a cross-encoder by folder, off by default, that only reorders the first hits."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.collection import Collection
from assistant.rank import RERANKED
from assistant.retrieve import HybridRetriever
from assistant.structure import Titled
from corpus.settings import Settings
from corpus.store.reranker import RerankerError, load_reranker
from corpus.store.store import Store
from tests.ingest.encoder import HashingEncoder

QUESTION = "โครงสร้างพื้นฐานใช้ภายในหน่วยงาน"


def _cross_encoder(folder: Path, outputs: int) -> Path:
    """Save a small random BERT that reads pairs, as a hub model would lie in a folder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    torch.manual_seed(2569)
    folder.mkdir()
    letters = [chr(code) for code in range(0x0E01, 0x0E4F)] + list("abcdefghijklmnopqrstuvwxyz0123456789")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt"), strip_accents=False).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    config.num_labels = outputs
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a random cross-encoder."""
    return _cross_encoder(tmp_path_factory.mktemp("reranker") / "model", outputs=1)


class _Backwards:
    """Scores the last text best."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return 0, 1, 2 …."""
        return [float(at) for at in range(len(texts))]


def test_none_by_default() -> None:
    """No model is asked for, and without one nothing loads torch."""
    assert Settings.model_fields["reranker"].default == ""
    assert load_reranker("") is None
    code = "import assistant.pipeline, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_cross_encoder_scores_as_sentence_transformers_does(model: Path) -> None:
    """One score per text, the library's own."""
    from sentence_transformers import CrossEncoder

    reranker = load_reranker(str(model))
    assert reranker is not None
    texts = ["ใช้ภายใน", "cloud first", ""]
    theirs = CrossEncoder(str(model), device="cpu").predict([(QUESTION, text) for text in texts])
    assert reranker.scores(QUESTION, texts) == pytest.approx(list(theirs), abs=1e-5)
    assert reranker.scores(QUESTION, []) == []


def test_a_model_that_cannot_rerank_is_named(model: Path) -> None:
    """One that is not there, and one with several outputs."""
    with pytest.raises(RerankerError) as absent:
        load_reranker(str(model / "absent"))
    assert "DGA_RERANKER" in absent.value.message.th
    several = _cross_encoder(model / "several", outputs=3)
    with pytest.raises(RerankerError, match="3 outputs"):
        load_reranker(str(several))


def test_only_the_first_hits_are_reordered(data_dir: Path, model: Path) -> None:
    """The first ten stay the first ten, in the model's order; what follows stays as it was."""
    generation = Store(data_dir).current()
    plain = [hit.anchor_id for hit in HybridRetriever(generation).retrieve(QUESTION, 20)]
    reranker = load_reranker(str(model))
    hits = HybridRetriever(generation, reranker).retrieve(QUESTION, 20)
    found = [hit.anchor_id for hit in hits]
    assert found != plain
    assert set(found[:RERANKED]) == set(plain[:RERANKED])
    assert found[RERANKED:] == plain[RERANKED:]


def test_what_is_asked_for_is_of_the_first_ten(data_dir: Path) -> None:
    """Fewer hits are asked for: the reranker still orders ten."""
    generation = Store(data_dir).current()
    plain = HybridRetriever(generation).retrieve(QUESTION, RERANKED)
    assert HybridRetriever(generation, _Backwards()).retrieve(QUESTION, 1)[0].anchor_id == plain[-1].anchor_id


def test_a_named_provision_leads_before_any_reranker(data_dir: Path) -> None:
    """What the question names stands first, whatever a model makes of it."""
    retriever = HybridRetriever(Store(data_dir).current(), _Backwards())
    assert retriever.retrieve("มาตรา 31")[0].anchor_id == "budget-act-2561/section-31"


def test_a_collection_is_reranked_likewise(tmp_path: Path) -> None:
    """A named provision leads, the others come in the reranker's order."""
    texts = [Titled(f"s{number}", f"กฎสวน ข้อ {number}", "รดน้ำต้นไม้ " * number) for number in range(1, 5)]
    made = [
        Collection.create(texts, tmp_path / name, HashingEncoder(), None, reranker)
        for name, reranker in (("plain", None), ("reranked", _Backwards()))
    ]
    plain, reranked = (one.search("ข้อ 2 รดน้ำต้นไม้") for one in made)
    assert plain[0] == reranked[0] == "s2"
    assert reranked[1:] == plain[:0:-1]
