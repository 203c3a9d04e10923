"""Word's ways of counting: a number as digits, letters or words (ECMA-376 part 1, 17.18.59; LibreOffice is the second opinion)."""

from __future__ import annotations

_ONES = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
         "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FIRST = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}

_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_REPEATED = {
    "russianLower": _RUSSIAN, "russianUpper": _RUSSIAN.upper(),
    "arabicAbjad": "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ", "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي", "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
    "thaiLetters": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ", "hindiVowels": "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
}  # fmt: skip
"""Alphabets that double their letters after the last one, as Latin ones do."""
_AROUND = {
    "ganada": "가나다라마바사아자차카타파하", "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
    "aiueo": "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
}  # fmt: skip
"""Syllables that begin again after the last one."""
_TERMS = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
"""Signs after the last of which there are figures."""
_DIGITS = {
    "hindiNumbers": "०१२३४५६७८९", "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙", "decimalFullWidth": "０１２３４５６７８９",
    "koreanDigital": "영일이삼사오육칠팔구",
    "koreanDigital2": "零一二三四五六七八九", "japaneseDigitalTenThousand": "〇一二三四五六七八九",
    "taiwaneseDigital": "○一二三四五六七八九",
    "ideographDigital": "〇一二三四五六七八九",
}  # fmt: skip
_HAN = "零一二三四五六七八九", "十百千万"
_JAPANESE = "〇一二三四五六七八九", "十百千万"
_LEGAL, _TRADITIONAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万"), ("零壹貳參肆伍陸柒捌玖", "拾佰仟萬")
_KOREAN = "영일이삼사오육칠팔구", "십백천만"
_CHINESE = {
    "chineseCounting": _HAN, "chineseCountingThousand": _HAN, "taiwaneseCounting": _HAN, "taiwaneseCountingThousand": _HAN,
    "chineseLegalSimplified": _LEGAL, "ideographLegalTraditional": _TRADITIONAL,
}  # fmt: skip
"""Digits with their powers of ten, a nought where powers are missing between digits."""
_WITHOUT_ONE = {"japaneseCounting": _JAPANESE, "koreanCounting": _KOREAN}
"""The same without a nought, and without the one of ten, a hundred and a thousand."""
_ENCLOSED = {
    "decimalEnclosedCircle": 0x245F, "decimalEnclosedCircleChinese": 0x245F, "ideographEnclosedCircle": 0x245F,
    "decimalEnclosedParen": 0x2473, "decimalEnclosedFullstop": 0x2487,
}  # fmt: skip
"""The sign before that of 1, of which there are twenty."""
IN_ENGLISH = frozenset({"cardinalText", "ordinalText"})
"""Ways that are words of the document's language, of which only English is known here."""


def counted(value: int, form: str) -> str | None:
    """A number in one of Word's number formats; None for one that is not known here."""
    match form:
        case "decimal" | "decimalHalfWidth":
            return str(value)
        case "upperRoman" | "lowerRoman":
            return _cased(_roman(value), form)
        case "upperLetter" | "lowerLetter":
            return _cased(_repeated(value, "abcdefghijklmnopqrstuvwxyz"), form)
        case "decimalZero":
            return f"{value:02d}"
        case "ordinal":
            return f"{value}{_ending(value)}"
        case "hex":
            return f"{value:X}"
        case "numberInDash":
            return f"- {value} -"
        case "cardinalText" | "ordinalText" if 0 < value < 1_000_000:
            words = _english(value)
            return _ordinal(words).capitalize() if form == "ordinalText" else words.capitalize()
        case "hebrew1" if 0 < value < 1000:
            return _hebrew(value)
        case _:
            return _of_a_table(value, form)


def _of_a_table(value: int, form: str) -> str | None:
    if form in _DIGITS:
        return "".join(_DIGITS[form][int(digit)] for digit in str(value))
    if form in _REPEATED:
        return _repeated(value, _REPEATED[form])
    if form in _AROUND:
        return _AROUND[form][(value - 1) % len(_AROUND[form])] if value > 0 else "0"
    if form in _TERMS:
        return _TERMS[form][value - 1] if 1 <= value <= len(_TERMS[form]) else str(value)
    if form in _CHINESE and 0 <= value < 100_000:
        return _powers(value, *_CHINESE[form], bare=False)
    if form in _WITHOUT_ONE and 0 <= value < 100_000:
        return _powers(value, *_WITHOUT_ONE[form], bare=True)
    if form in _ENCLOSED:
        return chr(_ENCLOSED[form] + value) if 1 <= value <= 20 else str(value)
    return None


def _cased(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _repeated(value: int, alphabet: str) -> str:
    """a to z, then aa to zz, as Word counts."""
    return alphabet[(value - 1) % len(alphabet)] * min((value - 1) // len(alphabet) + 1, 50) if value > 0 else "0"


def _roman(value: int) -> str:
    if not 0 < value < 40_000:
        return str(value)
    out = ""
    for sign, worth in (("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10),
                        ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)):  # fmt: skip
        count, value = divmod(value, worth)
        out += sign * count
    return out


def _ending(value: int) -> str:
    if 10 <= value % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _english(value: int) -> str:
    if value >= 1000:
        return f"{_english(value // 1000)} thousand {_english(value % 1000)}".rstrip()
    if value >= 100:
        return f"{_ONES[value // 100]} hundred {_english(value % 100)}".rstrip()
    if value < 20:
        return _ONES[value]
    return _TENS[value // 10] + (f"-{_ONES[value % 10]}" if value % 10 else "")


def _ordinal(words: str) -> str:
    """English words for a number as those for its place: twenty-first, twentieth, hundredth."""
    start = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[start:]
    return words[:start] + (_FIRST.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"))


def _hebrew(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    out = "ת" * (hundreds // 4) + ("", "ק", "ר", "ש")[hundreds % 4]
    if rest in (15, 16):  # not the letters of the divine name
        return out + "ט" + "וז"[rest - 15]
    return (out + " יכלמנסעפצ"[rest // 10] + " אבגדהוזחט"[rest % 10]).replace(" ", "")


def _powers(value: int, digits: str, powers: str, *, bare: bool) -> str:
    """Digits with the names of their powers of ten: 十, 二十, 一百零一; ``bare`` without noughts and ones: 百一."""
    if value == 0:
        return digits[0]
    out, gap = "", False
    for power, worth in ((4, 10_000), (3, 1000), (2, 100), (1, 10), (0, 1)):
        digit = value // worth % 10
        if not digit:
            gap = bool(out)
            continue
        out += digits[0] if gap and not bare else ""
        gap = False
        one = digit == 1 and power > 0 and ((bare and power < 4) or (power == 1 and not out and digits[1] == "一"))
        out += ("" if one else digits[digit]) + (powers[power - 1] if power else "")
    return out
