"""The signs of symbol fonts, which have no letters of their own codes, as Unicode (ECMA-376 part 1, 17.3.3.30)."""

from __future__ import annotations

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    " ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
)
"""The font Symbol from 20 and from A0 on."""
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x9F: "•",
    0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑", **{0x81 + i: chr(0x2460 + i) for i in range(10)}, **{0x8C + i: chr(0x2776 + i) for i in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x95: "•", 0x97: "●", 0xA3: "□"}
_FONTS = {
    "symbol": {at + i: sign for at, signs in zip((0x20, 0xA0), _SYMBOL, strict=True) for i, sign in enumerate(signs)},
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
}


def symbol(font: str, code: str) -> str:
    """The sign that a font shows for a code in hexadecimal digits ("F0A3"), "" for one that is not known."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    place = value - 0xF000 if 0xF000 <= value <= 0xF0FF else value
    if font.lower() in _FONTS:
        return _FONTS[font.lower()].get(place, "")
    return chr(value) if 0x20 < value < 0xD800 or 0x10000 <= value < 0x110000 else ""
