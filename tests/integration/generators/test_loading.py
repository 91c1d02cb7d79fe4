"""Which generator a name means, and what refuses to load."""

from pathlib import Path
from typing import Any

import pytest

from bot.generators.endpoint import EndpointGenerator
from bot.generators.loading import load_generator, probe_generator
from bot.models.store import ModelStore
from summarizer.errors import ModelError


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


@pytest.fixture
def chat_folder(tmp_path: Path) -> Path:
    from tokenizers import Tokenizer, models
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = tmp_path / "tiny"
    words = {"<unk>": 0, "</s>": 1, "bridge": 2}
    PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel(words, unk_token="<unk>")), unk_token="<unk>", eos_token="</s>"
    ).save_pretrained(folder)
    config = LlamaConfig(
        vocab_size=3, hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1, bos_token_id=None,
        eos_token_id=1, pad_token_id=0,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.mark.parametrize("name", ["", "none"])
def test_no_name_is_no_generator(store: ModelStore, name: str) -> None:
    assert load_generator(name, store) is None
    assert probe_generator(name, store) == ""


def test_address_is_an_engine(store: ModelStore) -> None:
    generator = load_generator("https://gpu.example/v1#m", store)

    assert isinstance(generator, EndpointGenerator)
    generator.close()


def test_folder_is_a_local_model(store: ModelStore, chat_folder: Path) -> None:
    generator = load_generator(str(chat_folder), store)

    assert generator is not None
    assert generator.name == "tiny"
    assert probe_generator(str(chat_folder), store) == "tiny"


def test_chosen_model_is_taken_where_the_settings_name_none(store: ModelStore, chat_folder: Path) -> None:
    store.use(str(chat_folder))

    generator = load_generator("", store)

    assert generator is not None
    assert load_generator("none", store) is None


def test_own_model_is_pinned_at_its_first_use(store: ModelStore, chat_folder: Path) -> None:
    load_generator(str(chat_folder), store)
    config = chat_folder / "config.json"
    config.write_text(config.read_text() + " ")

    with pytest.raises(ModelError, match="not the pinned file"):
        load_generator(str(chat_folder), store)

    store.forget_pins(chat_folder)
    assert load_generator(str(chat_folder), store) is not None


def test_model_that_is_not_installed_says_how(store: ModelStore) -> None:
    with pytest.raises(ModelError, match="byline models install owner/name"):
        load_generator("owner/name", store)


def test_name_that_means_nothing_is_an_error(store: ModelStore) -> None:
    with pytest.raises(ModelError, match="no model no-such-thing"):
        load_generator("no-such-thing", store)


def test_commit_of_a_hub_is_fetched_when_it_is_missing(
    store: ModelStore, hub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    name = "owner/tiny@0123456789abcdef0123456789abcdef01234567"

    with pytest.raises(ModelError, match="cannot be loaded"):  # its weights are no model's
        load_generator(name, store)

    assert [m.name for m in store.installed()] == [name]
    asked = len(hub.asked)
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_generator(name, store)
    assert len(hub.asked) == asked


def test_altered_installed_model_is_refused(store: ModelStore, hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.models.hub import install
    from bot.models.table import HubModel

    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    install(HubModel("owner/tiny"), store, progress=lambda *_: None)
    (store.path(HubModel("owner/tiny")) / "model.safetensors").write_bytes(b"other")

    with pytest.raises(ModelError, match="wrong SHA-256"):
        load_generator("owner/tiny", store)


def test_damaged_manifest_is_named(store: ModelStore) -> None:
    store.folder.mkdir()
    (store.folder / "owner--tiny.json").write_text("{")

    with pytest.raises(ModelError, match=r"owner--tiny\.json is damaged"):
        load_generator("owner/tiny", store)
