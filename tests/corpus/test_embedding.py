"""Embedding models: the shipped one without torch, and any other through sentence-transformers."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers
from torch.nn import Module

from corpus.settings import CORPUS
from corpus.store.embedding import ModelError, StaticEmbeddings, TransformerEmbeddings, load_embeddings

MODEL = CORPUS / "models" / "static-th"
TEXTS = [
    "โครงสร้างพื้นฐานสำหรับใช้ภายในหน่วยงานเข้าเกณฑ์หรือไม่",
    "Does in-house infrastructure qualify?",
    "มาตรา ๘๒/๓ ร้อยละ 10 AIหลังบ้าน",
    "ก" * 3000,
    "émigré 漢字 🙂",
    "",
    "   ",
]


def _folder(path: Path, seed: int = 0, *, normalise: bool = True) -> Path:
    """Save a small random static model."""
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "a": 1, "b": 2}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(seed).normal(size=(3, 4)).astype(np.float32)
    modules: list[Module] = [
        StaticEmbedding(tokenizer, embedding_weights=weights),
        *([Normalize()] if normalise else []),
    ]
    SentenceTransformer(modules=modules, device="cpu").save(str(path), create_model_card=False)
    return path


@pytest.fixture(scope="module")
def shipped() -> StaticEmbeddings:
    """Return the shipped model."""
    model = load_embeddings(str(MODEL))
    assert isinstance(model, StaticEmbeddings)
    return model


def test_vectors_are_those_of_sentence_transformers(shipped: StaticEmbeddings) -> None:
    """NumPy and torch read the same table to the same vectors. The weights are float16: torch sums in float32."""
    theirs = SentenceTransformer(str(MODEL), device="cpu").float().encode(TEXTS)
    assert np.abs(shipped.encode(TEXTS) - theirs).max() < 1e-5


@pytest.mark.parametrize("normalise", [True, False])
def test_any_static_model_reads_alike(tmp_path: Path, normalise: bool) -> None:
    """A static model of someone else's, normalising or not, needs no torch either."""
    folder = _folder(tmp_path, normalise=normalise)
    ours = load_embeddings(str(folder))
    assert isinstance(ours, StaticEmbeddings)
    theirs = SentenceTransformer(str(folder), device="cpu").encode(["a b", "b c", ""])
    assert np.abs(np.array(ours.embed_documents(["a b", "b c", ""])) - theirs).max() < 1e-5


def test_a_query_and_a_passage_of_one_text_have_one_vector(shipped: StaticEmbeddings) -> None:
    """Alone or in a batch, the vector is the same."""
    assert shipped.embed_documents(TEXTS)[1] == shipped.embed_query(TEXTS[1])


def test_a_text_without_a_token_has_the_zero_vector(shipped: StaticEmbeddings) -> None:
    """Nothing is near to nothing."""
    assert not any(shipped.embed_query(""))


def test_a_question_is_nearest_to_its_passage_across_languages(shipped: StaticEmbeddings) -> None:
    """An English question lands on the Thai passage about the same thing."""
    passages = ["การย้ายระบบงานขึ้นสู่ระบบคลาวด์", "หลักสูตรอบรมและใบประกาศนียบัตร", "ความมั่นคงปลอดภัยของแพลตฟอร์ม"]
    questions = ["moving systems to the cloud", "training course and certificate", "platform security"]
    scores = shipped.encode(questions) @ shipped.encode(passages).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]


def test_the_shipped_model_needs_no_torch() -> None:
    """A process that embeds with the shipped model imports neither torch nor sentence-transformers."""
    code = (
        "import sys; from corpus.store.embedding import load_embeddings;"
        f"load_embeddings({str(MODEL)!r}).embed_query('ก');"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_shipped_model_is_small() -> None:
    """Weights and tokenizer fit into 20 MB."""
    assert sum(path.stat().st_size for path in MODEL.rglob("*")) <= 20e6


def test_fingerprints_name_the_weights(tmp_path: Path) -> None:
    """The same weights have the same name, others another."""
    one, same, other = (_folder(tmp_path / name, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    prints = [load_embeddings(str(folder)).fingerprint for folder in (one, same, other)]
    assert prints[0] == prints[1] != prints[2]


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a small random BERT with mean pooling, as a hub model would lie in a folder."""
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("bert")
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b"]))
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=7, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8
    )
    BertModel(config).save_pretrained(folder)
    module = Transformer(str(folder))
    saved = folder / "model"
    SentenceTransformer(modules=[module, Pooling(8)], device="cpu").save(str(saved), create_model_card=False)
    return saved


def test_a_transformer_embeds_through_sentence_transformers(transformer: Path) -> None:
    """Any other model works by its folder, with vectors of length 1."""
    model = load_embeddings(str(transformer))
    assert isinstance(model, TransformerEmbeddings)
    theirs = SentenceTransformer(str(transformer), device="cpu").encode(["a b"], normalize_embeddings=True)
    assert np.allclose(model.embed_documents(["a b"]), theirs, atol=1e-5)
    assert np.linalg.norm(model.embed_query("a b")) == pytest.approx(1, abs=1e-5)


def test_a_transformer_has_the_fingerprint_of_its_weights(transformer: Path) -> None:
    """Loading twice gives one name, and it is not a static model's."""
    first, second = (load_embeddings(str(transformer)).fingerprint for _ in range(2))
    assert first == second
    assert first.startswith("transformer-")


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The error names the setting, in both languages, and nothing is fetched."""
    with pytest.raises(ModelError) as caught:
        load_embeddings(str(tmp_path / "absent"))
    assert "DGA_EMBEDDING_MODEL" in caught.value.message.th
    assert "absent" in caught.value.message.en


def test_the_model_card_says_what_is_shipped() -> None:
    """The card gives the table's true size."""
    card = (MODEL / "README.md").read_text(encoding="utf-8")
    vocabulary = json.loads((MODEL / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    assert f"{len(vocabulary):,}" in card
