"""The font of formulas holds what formulas show, and is called by what it holds."""

import base64
import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from maedeup.site import fonts

PAGE = (
    '<p>객체</p><math><semantics><mrow><mi>h</mi><mo>(</mo><mi>log</mi><mi mathvariant="normal">K'
    '</mi><mo>&lt;</mo><mtext>모델</mtext></mrow><annotation encoding="application/x-tex">'
    "\\wp⊕</annotation></semantics></math>"
)


def characters(font: bytes) -> set[int]:
    """Return what a font can write."""
    return set(TTFont(io.BytesIO(font)).getBestCmap())


def test_characters_are_those_that_formulas_show() -> None:
    found = fonts.drawn([PAGE, "<p>⊗</p>"])
    assert {"h", "ℎ", "(", "<", "모", "K", "x", "√", "−"} <= found
    assert not {"객", "⊕", "⊗", "𝐾", "𝑙", "&", ";", "\\"} & found
    assert fonts.drawn(["<p>x</p>"]) == frozenset()


def test_each_of_two_forms_of_a_letter_has_its_own_italic() -> None:
    found = fonts.drawn(["<math><mi>φ</mi><mi>ε</mi></math>"])
    assert {"𝜑", "𝜀"} <= found
    assert not {"𝜙", "𝜖"} & found


def test_font_is_smaller_the_same_each_time_and_grows_brackets(tmp_path: Path) -> None:
    first, again = (fonts.files(fonts.drawn([PAGE]), tmp_path / name) for name in "ab")
    assert first == again
    name, script, license = first
    assert script == f"{name}.js"
    assert base64.b64encode(first[name]) in first[script]
    assert name.startswith("assets/fonts/stix-two-math.")
    assert license == "assets/fonts/OFL.txt"
    assert len(first[name]) < fonts.SHIPPED.stat().st_size / 2
    assert {ord("ℎ"), ord("("), ord("√")} <= characters(first[name])
    assert ord("⊕") not in characters(first[name])
    font = TTFont(io.BytesIO(first[name]))
    variants = font["MATH"].table.MathVariants
    bracket = font.getBestCmap()[ord("(")]
    grown = dict(
        zip(variants.VertGlyphCoverage.glyphs, variants.VertGlyphConstruction, strict=True)
    )
    sizes = [v.VariantGlyph for v in grown[bracket].MathGlyphVariantRecord]
    assert len(sizes) > 3
    assert set(sizes) <= set(font.getGlyphOrder())


def test_another_letter_gives_the_font_another_name_and_leaves_no_old_one(tmp_path: Path) -> None:
    names = [
        next(iter(fonts.files(fonts.drawn([PAGE + more]), tmp_path)))
        for more in ("", "<math>⊕</math>")
    ]
    assert names[0] != names[1]
    assert len(list(tmp_path.glob("*"))) == 1


def test_site_without_formulas_has_no_font(tmp_path: Path) -> None:
    assert fonts.files(fonts.drawn(["<p>x</p>"]), tmp_path) == {}


def test_whole_font_is_published_where_nothing_can_cut_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "find_version", lambda name: None)
    font = next(iter(fonts.files(fonts.drawn([PAGE]), tmp_path).values()))
    assert font == fonts.SHIPPED.read_bytes()


def test_page_names_the_font_itself_and_asks_at_once_only_with_formulas() -> None:
    assert r'"<link rel=\"preload\" href=\"../f.woff2\"' in fonts.head("../f.woff2", True)
    assert "preload" not in fonts.head("../f.woff2", False)
    assert "<noscript><style>@font-face" in fonts.head("../f.woff2", False)
    assert 'url("../f.woff2")' in fonts.head("../f.woff2", False)
