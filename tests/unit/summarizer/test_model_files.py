"""Which model files may be read."""

from pathlib import Path

import pytest

from summarizer.errors import ModelError
from summarizer.model_files import check_model, pin_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model = tmp_path / "model"
    (model / "sub").mkdir(parents=True)
    (model / "model.safetensors").write_bytes(b"weights")
    (model / "config.json").write_text("{}")
    (model / "sub" / "more.json").write_text("{}")
    (model / ".cache").mkdir()
    (model / ".cache" / "lock").write_text("")
    return model


def test_pinned_model_passes(folder: Path) -> None:
    pins = pin_model(folder)

    assert sorted(pins) == ["config.json", "model.safetensors", "sub/more.json"]
    check_model(folder, pins)


def test_one_gguf_file_is_a_model(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF")

    check_model(file, pin_model(file))


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "x.PTH", "a.ckpt", "sub/weights.pkl", "tf_model.h5"])
def test_files_that_can_run_code_are_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")

    with pytest.raises(ModelError, match="can run code"):
        pin_model(folder)


def test_unsafe_file_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"")

    with pytest.raises(ModelError, match="can run code"):
        check_model(tmp_path / "model.bin", {})


def test_folder_without_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")

    with pytest.raises(ModelError, match="no weights"):
        pin_model(tmp_path)


def test_changed_file_is_refused(folder: Path) -> None:
    pins = pin_model(folder)
    (folder / "config.json").write_text('{"x": 1}')

    with pytest.raises(ModelError, match=r"config\.json is not the pinned file"):
        check_model(folder, pins)


def test_added_file_is_refused(folder: Path) -> None:
    pins = pin_model(folder)
    (folder / "model-2.safetensors").write_bytes(b"more")

    with pytest.raises(ModelError, match="added after"):
        check_model(folder, pins)


def test_missing_file_is_refused(folder: Path) -> None:
    pins = pin_model(folder)
    (folder / "config.json").unlink()

    with pytest.raises(ModelError, match=r"config\.json is missing"):
        check_model(folder, pins)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model at"):
        check_model(tmp_path / "nothing", {})


def test_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.safetensors").write_bytes(b"weights")
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors").symlink_to(tmp_path / "elsewhere.safetensors")

    with pytest.raises(ModelError, match="link out"):
        pin_model(folder)


def test_link_to_a_folder_outside_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (folder / "more").symlink_to(tmp_path / "other")

    with pytest.raises(ModelError, match="link out"):
        pin_model(folder)


def test_link_inside_the_folder_is_followed(folder: Path) -> None:
    (folder / "same.json").symlink_to(folder / "config.json")

    check_model(folder, pin_model(folder))
