"""What a colour means can be told from what it lies on: by day, by night, with more contrast and on paper.

Computed from tokens.css and the modes that replace meanings, after WCAG 2.2 (relative luminance, contrast ratio).
"""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parent.parent / "assets/css"
NAMED = {"white": "#ffffff", "black": "#000000"}


def definitions(css: str) -> dict[str, str]:
    """Every custom property that a piece of style sheet defines."""
    return {name: value.strip() for name, value in re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", css)}


def mode(file: str, prelude: str) -> dict[str, str]:
    """The meanings that the first :root inside a media query replaces."""
    after = (CSS / file).read_text("utf-8").partition(prelude)[2]
    assert after, prelude
    return definitions(after.partition(":root")[2].partition("}")[0])


DAY = definitions((CSS / "tokens.css").read_text("utf-8"))
NIGHT = DAY | mode("modes.css", "@media (prefers-color-scheme: dark)")
MORE = mode("modes.css", "@media (prefers-contrast: more)")
MODES = {"day": DAY, "night": NIGHT, "day, more contrast": DAY | MORE, "night, more contrast": NIGHT | MORE,
         "paper": NIGHT | mode("print.css", "@media print")}

GROUNDS = ("--bg", "--bg-quiet")
BODY = ("--text",)
TEXT = ("--text-2", "--main", "--light-behind", "--light-serious")
SHAPES = ("--main", "--light-behind", "--light-serious", "--text-2")


def colour(meanings: dict[str, str], name: str) -> tuple[int, int, int]:
    """The red, green and blue that a token stands for in the end."""
    value = meanings[name]
    while reference := re.fullmatch(r"var\((--[\w-]+)\)", value):
        value = meanings[reference[1]]
    digits = re.fullmatch(r"#([0-9a-f]{6})", NAMED.get(value, value))
    assert digits, f"{name}: {value}"
    red, green, blue = bytes.fromhex(digits[1])
    return red, green, blue


def luminance(rgb: tuple[int, int, int]) -> float:
    """WCAG 2.2, relative luminance: 0 black, 1 white."""
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in (part / 255 for part in rgb))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(meanings: dict[str, str], one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio: 1 to 21."""
    dark, light = sorted(luminance(colour(meanings, name)) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_is_that_of_wcag() -> None:
    assert ratio({"--a": "#ffffff", "--b": "#000000"}, "--a", "--b") == pytest.approx(21)
    assert ratio({"--a": "#777777", "--b": "white"}, "--a", "--b") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("name", MODES)
def test_body_text_has_seven_to_one_and_other_text_four_and_a_half(name: str) -> None:
    for ground in GROUNDS:
        assert [one for one in BODY if ratio(MODES[name], one, ground) < 7] == [], ground
        assert [one for one in TEXT if ratio(MODES[name], one, ground) < 4.5] == [], ground


@pytest.mark.parametrize("name", MODES)
def test_a_shape_has_three_to_one_against_its_ground_and_beside_an_open_cell(name: str) -> None:
    """An open cell is the ground of the bar; what is done must be told from it."""
    assert [one for one in SHAPES if ratio(MODES[name], one, "--bg") < 3] == []
    assert ratio(MODES[name], "--main", "--unit-off") >= 3
    assert ratio(MODES[name], "--text", "--unit-off") >= 3, "the line of today crosses open cells"


def test_every_colour_that_means_something_is_looked_at() -> None:
    """A rule only divides, an edge only repeats the cell: they carry nothing that is not said otherwise."""
    meanings = set(definitions((CSS / "tokens.css").read_text("utf-8").partition("floor 3")[2].partition("two units")[0]))
    assert meanings == {*GROUNDS, *BODY, *TEXT, *SHAPES, "--unit-off", "--unit-edge", "--rule"}
