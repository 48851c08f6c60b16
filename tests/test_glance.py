"""The index of a memory, and whether something has changed, without reading what was built (tests/test_cache.py has the rest)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import cache, glance


def test_the_first_fields_of_a_memory_are_those_that_are_read_here() -> None:
    assert cache.Memory.__slots__[:len(glance.FIELDS)] == glance.FIELDS


@given(st.lists(st.text() | st.integers() | st.binary() | st.dictionaries(st.text(), st.tuples(st.integers(), st.binary()))))
def test_an_index_is_read_back(fields: list[object]) -> None:
    data = glance.index(fields)
    assert glance.digested(data[16:]) == data[:16]


def test_what_is_cut_or_changed_is_not_read(tmp_path: Path) -> None:
    data = glance.index([1, "2026-07-01"])
    for bad in (b"", data[:-1], data + b" ", data[:20] + bytes([data[20] ^ 1]) + data[21:]):
        (tmp_path / "index").write_bytes(bad)
        assert glance.read_index(str(tmp_path)) is None
    (tmp_path / "index").write_bytes(data)
    assert glance.read_index(str(tmp_path)) == [1, "2026-07-01"]


def test_another_version_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index").write_bytes(glance.index([1]))
    monkeypatch.setattr(glance, "FORMAT", glance.FORMAT + 1)
    assert glance.read_index(str(tmp_path)) is None


def test_two_outputs_have_two_memories(tmp_path: Path) -> None:
    assert glance.place(".portal", str(tmp_path / "a")) != glance.place(".portal", str(tmp_path / "b"))


def test_compiled_files_are_not_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "portal/__pycache__").mkdir(parents=True)
    (tmp_path / "portal/__pycache__/x.pyc").write_bytes(b"x")
    (tmp_path / "portal/x.py").write_text("x")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/.DS_Store").write_text("x")
    (tmp_path / "content/portal.yml").write_text("x")
    content, program = glance.ground(str(tmp_path / "content"), {"portal": str(tmp_path / "portal")})
    assert list(content) == ["portal.yml"]
    assert list(program) == ["portal/x.py"]
