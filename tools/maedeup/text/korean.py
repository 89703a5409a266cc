"""Korean as it is read: the last sound of a reading.

The last sound of a word picks the form of the particle after it (`particles`). It is found by
rules and short tables, never by a dictionary: what they cannot read gives None.

Consonants and vowels are compatibility jamo (U+3131 to U+3163); '' stands for "ends in a vowel".
"""

import re
import unicodedata

# Unicode order: a syllable is 0xAC00 + (initial * 21 + vowel) * 28 + final (Unicode core, 3.12).
SYLLABLE = "[가-힣]"
"""Pattern of one syllable."""

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS: tuple[str, ...] = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

_DIGITS = ("ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", "")  # 영 일 이 삼 사 오 육 칠 팔 구
_ENGLISH_DIGITS = {"1": "ㄴ", "7": "ㄴ", "8": "ㅅ", "9": "ㄴ"}  # 원 세븐 에잇 나인; others a vowel
_TENS = ("", "ㅂ", "ㄱ", "ㄴ")  # 십 백 천
_MYRIADS = ("", "ㄴ", "ㄱ", "", "ㅇ", "")  # 만 억 조 경 해

_LETTERS = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "r": "ㄹ"}  # 엘 엠 엔 알; the others a vowel
_GREEK = dict.fromkeys("αβγδζηθικλμνξπρστφχψωϑϕϱςΑΒΓΔΖΗΘΙΚΛΜΝΞΠΡΣΤΦΧΨΩµ", "")
_GREEK |= dict.fromkeys("εϵυοΕΥΟ", "ㄴ")  # 엡실론 입실론 오미크론
# 퍼센트 퍼밀 도 무한대 나블라 플러스 샵 프라임 배 이분의 일 삼분의 일 삼분의 이 사분의 일 사분의 삼
_SYMBOLS = {"%": "", "‰": "ㄹ", "°": "", "℃": "", "∞": "", "∇": "", "+": "", "#": "ㅂ", "′": "ㅁ"}
_SYMBOLS |= {"×": "", "½": "ㄹ", "⅓": "ㄹ", "⅔": "", "¼": "ㄹ", "¾": "ㅁ"}

# Units count as such only after a number: `3 m` is 삼 미터, but a bare `m` is 엠.
_UNITS = {
    # 초, 바이트, 미터, 헤르츠, 도, 볼트, 와트, 암페어, 플롭스, 비트, 배, 포인트, 리터, 칼로리.
    # 7K parameters are 칠 케이, which a learner meets far more often than kelvins.
    "": "s ms us µs μs ns B KB MB GB TB PB KiB MiB GiB TiB m cm mm km µm μm nm Hz kHz MHz GHz "
    "°C °F V W kW A FLOPS GFLOPS TFLOPS PFLOPS bit bits bps x pt mL ml L l K cal kcal",
    "ㄴ": "min h rad t",  # 분 시간 라디안 톤
    "ㄹ": "px dB J",  # 픽셀 데시벨 줄
    "ㅁ": "g kg mg µg μg",  # 그램
}
_UNIT_FINALS = {unit: final for final, units in _UNITS.items() for unit in units.split()}

# Words of the field and their usual Korean spelling: what the rules below would miss, and what is
# certain enough to call a particle wrong.
_READINGS = {
    # 루프 리프 비트 큐비트 체크 허브 깃허브 서브 사이파 유니크 오케이 디지트 아이파이엔비
    "": "loop leap bit qubit check gradcheck hub github sub cifar unique ok digit ipynb "
    # 시그모이드 배치 그래디언트 로스 …
    "accuracy adagrad adamw agent alpha array autograd axis backward batch benchmark beta bias "
    "cache client cookie data decoder device dict digits encoder error eta exp false feature "
    "features float forward gamma gelu grad gradient graph head image index kaggle key lambda "
    "layer linear list loader log loss lua mask matrix means mnist mode nesterov network numpy "
    "optimizer pandas parameter parameters patch permute pi policy predict print py pytorch query "
    "rank readme relu repeat request reshape response reward score server shape sigma sigmoid "
    "size softmax sqrt squeeze state stride tanh tape tensor tensorflow text torch transformer "
    "true txt unsqueeze value vector weight yolo",
    # 에폭 빅 백 메트릭 스택 블록 콜백 노트북
    "ㄱ": "epoch latex big bag metric stack block callback notebook rollback",
    # 코사인 토큰 어텐션 …
    "ㄴ": "cos attention cosine dbscan epsilon flatten function gan hidden json markdown mean min "
    "neuron none perceptron pipeline plugin python regression run session token torchvision train",
    # 커널 모델 채널 …
    "ㄹ": "channel compile eval file kernel label model module pixel recall sample scale tuple",
    # 아담 놈 모멘텀 …
    "ㅁ": "adam algorithm batchnorm column dim frame item kg mg momentum name norm",
    # 타입 클립 샵 유맵 스텝 드롭 …
    "ㅂ": "type dtype subtype prototype clip shap umap flop club app backprop colab crop group lab "
    "matplotlib rmsprop rprop step",
    # 굿 넷 드롭아웃 데이터셋 템플릿 …
    "ㅅ": "good alexnet commit concat dataset dropout fit get googlenet input lenet logit net out "
    "output plot reset resnet set split target template",
    "ㅇ": "embedding learning padding pooling string training warning",
}
_READINGS[""] += " cm mm km db"  # 센티미터 밀리미터 킬로미터 데시벨, also without a number
_WORD_FINALS = {word: final for final, words in _READINGS.items() for word in words.split()}
# Read by their letters though they could be read as words.
_SPELLED = set(
    "AI API ARI ASGD AUC CPU CUDA ELU GPU GRU IOU IP LDA LU MAE MSE OCR PCA RMSE ROC SSE UI URL "
    "USB UTC XOR".split()
)
_READ_TWO_WAYS = re.compile(
    r"(?i)(?:(?<![a-z])latex|[A-Za-zα-ω]['_-]?\{?\d|[₀-₉]|/[A-Za-z(].*|\^\{?[^\d{]+)\}?$"
)
"""레이텍 and 라텍, 씨 삼 and 씨 쓰리, 에이치 영 and 에이치 제로, 엔분의 일 and 일 나누기 엔."""

# English spelling to the final of its Korean transcription; the first that matches decides.
# A stop after a short vowel becomes a final (스텝, 데이터셋); after a long vowel or a consonant it
# gets a vowel of its own (리피트, 네트워크), as do b after u, d, f, g, s, v, z and any -e.
_SPELLINGS = tuple(
    (re.compile(pattern), final)
    for pattern, final in (
        (r"ng$", "ㅇ"),  # 패딩
        (r"le?$", "ㄹ"),  # 커널, 모듈, 샘플
        (r"(?:me?|mn|mb)$", "ㅁ"),  # 텀, 프레임, 칼럼
        (r"ne?$", "ㄴ"),  # 토큰, 파이프라인
        (r"[aeiou]pp?$", "ㅂ"),  # 스텝, 드롭, 그룹
        (r"[aeio]b$", "ㅂ"),  # 웹, 맷플롯립
        (r"(?:(?:^|[^aeiou])[aeiou]|ou)tt?$", "ㅅ"),  # 넷, 로짓, 드롭아웃
        (r"(?:ck|o?ok|[aeiou]c|ique)$", "ㄱ"),  # 스택, 훅, 메트릭, 테크닉
    )
)

_INTEGER = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_NUMBER = re.compile(
    rf"(?P<integer>{_INTEGER})(?P<fraction>(?:\.\d+)*)(?:[eE][+\-−]?(?P<exponent>\d+))?$"
)
_QUANTITY = re.compile(rf"(?<![A-Za-z\d])(?:{_INTEGER})(?:\.\d+)?\s?(?P<unit>[A-Za-zµμ°]+)$")
_RATIO = re.compile(r"(?<![\w./])(?P<numerator>\d+)/(?:\d+|[A-Za-z])$")
_POWER = re.compile(r"(?:\^\{?(?P<exponent>[-−\\\w⊤]+)|[⁰¹²³⁴-⁹ⁿ])$")
_NAMED_WITH_DIGIT = re.compile(
    r"(?:(?<![A-Za-z])(?:[A-Z]|[A-Z]{2,}-?)|(?<![a-z])v|V)(?P<digit>[1-9])$"
)
# TeX with arguments (\frac, \hat), and an inverse, 역행렬 to one reader, 인버스 to another.
_READ_VARIOUSLY = re.compile(r"\\[A-Za-z]+\{|\D(?:\^\{?[-−]1|⁻¹)$")
_ASCII_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉０１２３４５６７８９", "0123456789" * 2)
_DOUBLED = dict(zip("ㄲㄸㅃㅆㅉ", "ㄱㄷㅂㅅㅈ", strict=True))
_CLOSING = " \t\n\"'`”’»›」』】〉》>]}*_~|$^.,;:!?…·"


def _digits_final(digits: str) -> str | None:
    """Return the last sound of a whole number: 300 is 삼백, ㄱ."""
    significant = digits.lstrip("0").rstrip("0")
    if not significant:
        return "ㅇ"
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == 0:
        return _DIGITS[int(digits[-1])]
    if zeros < 4:
        return _TENS[zeros]
    return _MYRIADS[zeros // 4] if zeros // 4 < len(_MYRIADS) else None


def _number_final(match: re.Match[str]) -> str | None:
    """Return the last sound of a number: the exponent's, the last decimal's, or the integer's."""
    if match["exponent"]:
        return _digits_final(match["exponent"])
    if match["fraction"]:
        return _DIGITS[int(match["fraction"][-1])]  # decimals are read digit by digit
    return _digits_final(match["integer"].replace(",", ""))


def _latin_final(letters: str, certain: bool) -> str | None:
    """Return the last sound of a run of Latin letters: a word, or letter names for an acronym."""
    if (final := _WORD_FINALS.get(letters.lower())) is not None:
        return final
    # CrossEntropyLoss is heard as its last word, and the W of AdamW is a word of its own.
    camel = re.search(r"[A-Z]?[a-z]+$|[A-Z]+$", letters)
    word = camel[0] if camel else letters
    is_word = bool(re.search("[aeiouy]", word.lower()))
    if word.isupper() or len(word) == 1 or not is_word:
        if certain and len(word) > 1 and word not in _SPELLED and (is_word or word.islower()):
            return None
        return _LETTERS.get(word[-1].lower(), "")
    if (final := _WORD_FINALS.get(word.lower())) is not None:
        return final
    guess = next((final for pattern, final in _SPELLINGS if pattern.search(word.lower())), "")
    return None if certain else guess


def _opening(text: str) -> int:
    """Find the bracket that the last character of `text` closes; -1 when there is none."""
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += (text[index] == ")") - (text[index] == "(")
        if depth == 0:
            return index
    return -1


def _spoken(text: str) -> str:
    """Cut what is not read aloud from the end: closing marks and a gloss in brackets."""
    while True:
        text = text.rstrip(_CLOSING)
        if not text.endswith(")"):
            return text
        start = _opening(text)
        before, inside = text[: max(start, 0)].rstrip(), text[start + 1 : -1]
        # f(x) is 에프엑스 and 식 (2) is 식 이: there the bracket is the last thing said.
        letter_of = re.search(r"(?:^|[^\w.])[^\W\d_가-힣]$", before)
        applied = letter_of and re.search(r"(?:^|[^\w가-힣])(?:\w|\d+)(?:[²³ⁿ]|\^\w+)?$", inside)
        labelled = re.search(r"(?:^|\s)(?:식|표|그림)$", before) and re.fullmatch(r"[\d.]+", inside)
        is_gloss = re.search(r"\w[)\]_%°`'\"”’»」』》*]*$", before)
        text = before if is_gloss and not applied and not labelled else inside


def final_consonant(word: str, *, certain: bool = False) -> str | None:
    """Return the consonant that the reading of `word` ends in, '' for a vowel, None if unknown.

    Only the last word counts: `nn.Linear` is judged by Linear, `zero_grad` by grad, `train.py`
    by its extension, `렐루(ReLU)` by 렐루. Numbers are read in Sino-Korean, but a digit that is
    part of a name in capitals in English: L1 is 엘원, GPT-3 지피티 쓰리.

    Args:
        word: What is read, with anything before it.
        certain: Give None too for what is read in two ways, and for words no table holds.
    """
    text = _spoken(unicodedata.normalize("NFC", word))
    if not text or _READ_VARIOUSLY.search(text) or (certain and _READ_TWO_WAYS.search(text)):
        return None
    if (match := re.search(r"\d\s?([A-Za-z]+)[²³]$", text)) and match[1] in _UNIT_FINALS:
        return _UNIT_FINALS[match[1]]  # 3 m² is 삼 제곱미터
    if match := _POWER.search(text):
        # 제곱, 세제곱, n승: every power ends in a consonant that is not ㄹ, a transpose in a vowel.
        return "" if match["exponent"] in ("T", "⊤", r"\top") else "ㅂ"
    if match := _RATIO.search(text):
        return _digits_final(match["numerator"])  # 1/2 is 이분의 일
    if match := _NAMED_WITH_DIGIT.search(text):
        return _ENGLISH_DIGITS.get(match["digit"], "")
    text = text.translate(_ASCII_DIGITS)  # not before: W₃ is 더블유 삼, a W3 would be 더블유 쓰리
    if match := _NUMBER.search(text):
        return _number_final(match)
    if (match := _QUANTITY.search(text)) and match["unit"] in _UNIT_FINALS:
        return _UNIT_FINALS[match["unit"]]
    if match := re.search(r"[A-Za-z]+$", text):
        return _latin_final(match[0], certain)
    return char_final(text[-1])


def char_final(char: str) -> str | None:
    """Return the last sound of one Hangul, Greek or symbol character."""
    if 0 <= (syllable := ord(char) - 0xAC00) < 19 * 21 * 28:
        return _FINALS[syllable % 28]
    if char in _VOWELS:
        return ""
    if char in _INITIALS:  # a consonant's name ends in it: 리을, 쌍기역
        return _DOUBLED.get(char, char)
    return _GREEK.get(char, _SYMBOLS.get(char))
