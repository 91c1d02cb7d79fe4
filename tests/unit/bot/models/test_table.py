"""Names of models."""

import pytest

from bot.models.table import MODELS, HubModel, parse_model

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("bart-cnn", HubModel("facebook/bart-large-cnn")),
        ("owner/some-model.1", HubModel("owner/some-model.1")),
        (f"owner/name@{COMMIT}", HubModel("owner/name", COMMIT)),
        (f"owner/name@{COMMIT}#sub/x.gguf", HubModel("owner/name", COMMIT, "sub/x.gguf")),
        ("owner/name#x-Q4_K_M.gguf", HubModel("owner/name", "", "x-Q4_K_M.gguf")),
    ],
)
def test_name_of_a_hub_model(name: str, model: HubModel) -> None:
    assert parse_model(name) == model


@pytest.mark.parametrize(
    "name",
    [
        "",
        "unknown",
        "a/b/c",
        "owner/name@main",
        "../x",
        "owner/..",
        "owner/name#../x.gguf",
        "owner/name#x.bin",
        "o/n m",
    ],
)
def test_anything_else_is_no_name(name: str) -> None:
    assert parse_model(name) is None


def test_table_names_are_unique_and_known() -> None:
    assert len({m.name for m in MODELS}) == len(MODELS)
    assert all(parse_model(m.name) == HubModel(m.repository) for m in MODELS)


def test_models_of_one_owner_and_name_do_not_share_a_folder() -> None:
    assert HubModel("a/b-c").folder != HubModel("a/b", file="c.gguf").folder
