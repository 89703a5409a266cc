"""Particles and last sounds, as a Korean reader would have them."""

import re
import unicodedata

import pytest
from maedeup.text.korean import (
    final_consonant,
)
from maedeup.text.particles import (
    PARTICLE_PAIR,
    choose_particle,
    find_fitting,
    strip_particle,
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# --- the last sound -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "final"),
    [
        ("역전파", ""),
        ("합성곱", "ㅂ"),
        ("학습률", "ㄹ"),
        ("값", "ㅄ"),
        ("신경망", "ㅇ"),
        ("경사 하강법", "ㅂ"),
        (nfd("학습률"), "ㄹ"),
        ("ㄹ", "ㄹ"),  # 리을
        ("ㄲ", "ㄱ"),  # 쌍기역
        ("ㅏ", ""),
    ],
)
def test_hangul_ends_in_its_own_final(word: str, final: str) -> None:
    assert final_consonant(word) == final


@pytest.mark.parametrize(
    ("word", "final"),
    [
        ("0", "ㅇ"),  # 영
        ("1", "ㄹ"),
        ("2", ""),
        ("3", "ㅁ"),
        ("4", ""),
        ("5", ""),
        ("6", "ㄱ"),
        ("7", "ㄹ"),
        ("8", "ㄹ"),
        ("9", ""),
        ("10", "ㅂ"),  # 십
        ("12", ""),
        ("50", "ㅂ"),
        ("100", "ㄱ"),  # 백
        ("1,000", "ㄴ"),  # 천
        ("10000", "ㄴ"),  # 만
        ("100,000", "ㄴ"),  # 십만
        ("100000000", "ㄱ"),  # 억
        ("1,000,000,000,000", ""),  # 조
        ("1" + "0" * 16, "ㅇ"),  # 경
        ("1,024", ""),
        ("60,000", "ㄴ"),
        ("3.1", "ㄹ"),  # 삼점일
        ("0.50", "ㅇ"),  # 영점오영
        ("0.001", "ㄹ"),
        ("2.0", "ㅇ"),
        ("-1", "ㄹ"),
        ("−0.3", "ㅁ"),
        ("1e-3", "ㅁ"),  # 일 이 마이너스 삼
        ("1.2e+05", ""),  # 오
        ("3e10", "ㅂ"),
        ("1.6.1", "ㄹ"),
        ("3x3", "ㅁ"),
        ("28×28", "ㄹ"),
        ("1/2", "ㄹ"),  # 이분의 일
        ("3/4", "ㅁ"),  # 사분의 삼
        ("1/n", "ㄹ"),
        ("１０", "ㅂ"),
        ("½", "ㄹ"),  # 이분의 일
        ("¾", "ㅁ"),
        ("1e+00", "ㅇ"),  # 영
        ("1e-05", ""),
        ("9.0e-20", "ㅂ"),  # 이십
        ("1e+100", "ㄱ"),  # 백
        ("+0.8", "ㄹ"),
        ("-37.7", "ㄹ"),
        ("±0.02", ""),
        ("−2.50", "ㅇ"),
        ("0.0", "ㅇ"),
        ("nan", "ㄴ"),
        ("7,885,898", "ㄹ"),
        ("(32, 10)", "ㅂ"),
        ("[1, 2, 3]", "ㅁ"),
    ],
)
def test_number_is_read_in_sino_korean(word: str, final: str) -> None:
    assert final_consonant(word) == final


@pytest.mark.parametrize(
    ("word", "final"),
    [
        ("97%", ""),  # 퍼센트
        ("97.5 %", ""),
        ("25°C", ""),  # 도
        ("30°", ""),
        ("3 s", ""),  # 초
        ("3초", ""),
        ("12 ms", ""),  # 밀리초
        ("5 min", "ㄴ"),  # 분
        ("3 m", ""),  # 미터; a bare m is 엠
        ("224 px", "ㄹ"),  # 픽셀
        ("512 MB", ""),  # 바이트
        ("80GB", ""),
        ("2 kg", "ㅁ"),  # 킬로그램
        ("2.4 GHz", ""),
        ("20 dB", "ㄹ"),
        ("7B", ""),
        ("1.5M", "ㅁ"),  # 엠
        ("3개", ""),
        ("10명", "ㅇ"),
        ("20%p", ""),  # 퍼센트포인트
        ("5 fps", ""),
        ("100 MB/s", ""),  # 초
        ("2 J", "ㄹ"),  # 줄
        ("10 L", ""),  # 리터
        ("15 kcal", ""),  # 칼로리
        ("1 t", "ㄴ"),  # 톤
        ("30 cm²", ""),  # 제곱센티미터
        ("9.8 m/s²", "ㅂ"),  # 초 제곱
        ("3×", ""),  # 배
        ("78만", "ㄴ"),
        ("788만 5천", "ㄴ"),
    ],
)
def test_unit_after_a_number_is_read_as_a_unit(word: str, final: str) -> None:
    assert final_consonant(word) == final


@pytest.mark.parametrize(
    ("word", "final"),
    [
        ("MLP", ""),  # 피
        ("SGD", ""),  # 디
        ("CNN", "ㄴ"),
        ("RNN", "ㄴ"),
        ("LSTM", "ㅁ"),
        ("URL", "ㄹ"),
        ("HTML", "ㄹ"),
        ("GPU", ""),
        ("PCA", ""),
        ("VR", "ㄹ"),  # 알
        ("LLM", "ㅁ"),
        ("GPUs", ""),
        ("mlp", ""),
        ("lr", "ㄹ"),
        ("nn", "ㄴ"),
        ("x", ""),
        ("n", "ㄴ"),
        ("L", "ㄹ"),
        ("m", "ㅁ"),
        ("L1", "ㄴ"),  # 엘원
        ("L2", ""),
        ("GPT-3", ""),  # 쓰리
        ("GPT-4", ""),
        ("ResNet-50", "ㅂ"),  # 오십
        ("N-1", "ㄹ"),
        ("fp16", "ㄱ"),  # 십육
        ("YOLOv3", ""),  # 브이쓰리
        ("MobileNetV3", ""),
        ("conv3", "ㅁ"),
    ],
)
def test_acronym_is_read_by_letter_names(word: str, final: str) -> None:
    assert final_consonant(word) == final


@pytest.mark.parametrize(
    ("final", "words"),
    [
        (
            "",
            "sigmoid batch gradient loss bias weight autograd zero_grad Conv2d reshape unsqueeze "
            "numpy pandas loader Linear ReLU relu GELU softmax ELU MNIST CIFAR LeakyReLU AdamW "
            "CrossEntropyLoss DataLoader feature features layer transformer optimizer scheduler "
            "encoder encoding_size network benchmark mask rank state reward list text float dict "
            "loop check bit repeat patch stride squeeze backward forward PyTorch TensorFlow graph "
            "query key value head policy agent accuracy matrix vector tanh exp sqrt config log "
            "word2vec_size GitHub cache device byte tape README",
        ),
        ("ㅅ", "dropout dataset ResNet net set logit input output plot one-hot target concat fit"),
        ("ㅂ", "step backprop matplotlib map clip group dtype crop deep warmup web"),
        ("ㄱ", "epoch metric stack block word2vec callback notebook logic LaTeX"),
        ("ㄹ", "kernel model channel label module sample scale tuple XML recall pixel variable"),
        ("ㅇ", "pooling padding learning training embedding string"),
        ("ㅁ", "Adam norm BatchNorm algorithm momentum transform dim frame column LightGBM"),
        (
            "ㄴ",
            "token attention function neuron pipeline mean min cosine cos JSON hidden GAN epsilon",
        ),
    ],
)
def test_english_word_is_read_as_it_is_transcribed(final: str, words: str) -> None:
    assert {word: final_consonant(word) for word in words.split()} == dict.fromkeys(
        words.split(), final
    )


@pytest.mark.parametrize(
    ("word", "final"),
    [
        ("σ", ""),  # 시그마
        ("λ", ""),
        ("η", ""),  # 에타
        ("π", ""),
        ("ε", "ㄴ"),  # 엡실론
        (r"$\eta$", ""),
        (r"$\epsilon$", "ㄴ"),
        ("$x_n$", "ㄴ"),
        ("x₁", "ㄹ"),
        ("W₃", "ㅁ"),
        ("W₁₀", "ㅂ"),
        ("x²", "ㅂ"),  # 제곱
        ("x^2", "ㅂ"),
        ("10^8", "ㅂ"),
        ("10^{-3}", "ㅂ"),
        ("x^T", ""),
        ("∇", ""),  # 나블라
        ("∞", ""),  # 무한대
        ("C++", ""),
        ("C#", "ㅂ"),  # 씨샵
        ("f(x)", ""),
        ("L(θ)", ""),  # 엘 세타
        ("O(n)", "ㄴ"),
        ("O(n log n)", "ㄴ"),
        ("O(n²)", "ㅂ"),
        ("O(n^2)", "ㅂ"),
    ],
)
def test_mathematics_is_read_aloud(word: str, final: str) -> None:
    assert final_consonant(word) == final


@pytest.mark.parametrize(
    ("word", "final"),
    [
        ("`ReLU`", ""),
        ("**합성곱**", "ㅂ"),
        ("“학습률”", "ㄹ"),
        ("「신경망」", "ㅇ"),
        ("[[역전파]]", ""),
        ("렐루(ReLU)", ""),
        ("합성곱(convolution)", "ㅂ"),
        ("역전파 (backprop)", ""),
        ("**역전파**(backprop)", ""),
        ("평균제곱오차(MSE(평균))", ""),
        ("(합성곱)", "ㅂ"),
        ("(ReLU)", ""),
        ("`(합성곱)`", "ㅂ"),
        ("nn.Linear", ""),
        ("nn.Linear(784, 10)", ""),
        ("x.grad", ""),
        ("model.train()", "ㄴ"),
        ("x.grad.zero_()", ""),
        ("__init__", "ㅅ"),
        ("n_heads", ""),
        ("batch_norm", "ㅁ"),
        ("train.py", ""),
        ("README.md", ""),
        ("index.html", "ㄹ"),
        ("mkdocs.yml", "ㄹ"),
        ("data.json", "ㄴ"),
        ("1_intro.ipynb", ""),
        ("<pad>", ""),
        ("식 (2)", ""),
        ("식 (3)", "ㅁ"),
    ],
)
def test_only_the_last_spoken_word_counts(word: str, final: str) -> None:
    assert final_consonant(word) == final


@pytest.mark.parametrize("word", ["", "  ", "()", "語", "🙂", r"$\frac{1}{n}$", "A^{-1}", "→"])
def test_what_cannot_be_read_gives_none(word: str) -> None:
    assert final_consonant(word) is None


@pytest.mark.parametrize(
    ("final", "words"),
    [
        (
            "",
            "MLP SGD GPU PCA k-means MSE LeakyReLU ReLU AdamW zero_grad nn.Linear softmax PyTorch "
            "GRU MNIST LU x 97% 0.5 31조 cm GRU 12 β",
        ),
        ("ㄴ", "CNN RNN DBSCAN GCN n token JSON mean 1억 4,367만 1,000 ε"),
        ("ㄹ", "XOR FTRL L kernel model HTML file 1 0.8 1/2 eval"),
        ("ㅁ", "SVM LSTM Adam RBM m norm 3 kg 2.5M"),
        ("ㄱ", "196억 100 epoch stack VGG16 6"),
        ("ㅂ", "step RMSprop 10 x² 10^8 matplotlib"),
        ("ㅅ", "ResNet dropout Dataset render_template fit AlexNet"),
        ("ㅇ", "0 1.50 padding embedding"),
    ],
)
def test_known_reading_is_certain(final: str, words: str) -> None:
    for word in words.replace("1억 4", "1억\xa04").split(" "):
        assert final_consonant(word, certain=True) == final, word


@pytest.mark.parametrize(
    "word",
    "LaTeX JIT C3 L1 GPT-4 h_0 $h_0$ W₃ 1/n $e^c$ Foobar WARNING_LEVEL JPEG MAP OR "
    "img lr_tmp x^T".split(),
)
def test_reading_that_varies_or_is_guessed_is_not_certain(word: str) -> None:
    assert final_consonant(word, certain=True) is None


# --- choosing a particle ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "pair", "particle"),
    [
        ("역전파", "은(는)", "는"),
        ("합성곱", "은(는)", "은"),
        ("합성곱", "는(은)", "은"),
        ("역전파", "이(가)", "가"),
        ("손실", "가(이)", "이"),
        ("텐서", "을(를)", "를"),
        ("기울기", "를(을)", "를"),
        ("학습률", "을(를)", "을"),
        ("행렬", "과(와)", "과"),
        ("텐서", "와(과)", "와"),
        ("지민", "아(야)", "아"),
        ("영희", "야(아)", "야"),
        ("합성곱", "(으)로", "으로"),
        ("텐서", "(으)로", "로"),
        ("학습률", "(으)로", "로"),  # ㄹ takes the short form
        ("학습률", "으로(로)", "로"),
        ("신경망", "로(으로)", "으로"),
        ("모델", "(으)로서", "로서"),
        ("값", "(으)로부터", "으로부터"),
        ("합성곱", "(이)다", "이다"),
        ("역전파", "(이)다", "다"),
        ("모델", "(이)라", "이라"),
        ("역전파", "(이)며", "며"),
        ("합성곱", "(이)고", "이고"),
        ("텐서", "(이)나", "나"),
        ("과적합", "(이)란", "이란"),
        ("역전파", "(이)라는", "라는"),
        ("신경망", "(이)라고", "이라고"),
        ("0", "(이)므로", "이므로"),
        ("벡터", "(이)지만", "지만"),
        ("양수", "(이)면", "면"),
        ("행렬", "(이)든", "이든"),
        ("3", "(이)야", "이야"),
        ("합성곱", "(이)었다", "이었다"),
        ("역전파", "(이)었다", "였다"),
        ("역전파", "(이)에요", "예요"),
        ("손실", "(이)가", "이"),
        ("텐서", "(이)가", "가"),
        ("3.1", "은(는)", "은"),
        ("97%", "이(가)", "가"),
        ("0.97", "을(를)", "을"),
        ("1e-3", "(으)로", "으로"),
        ("1", "(으)로", "로"),
        ("10000", "이(가)", "이"),
        ("ReLU", "은(는)", "는"),
        ("Adam", "은(는)", "은"),
        ("SGD", "(으)로", "로"),
        ("CNN", "(으)로", "으로"),
        ("URL", "(으)로", "로"),
        ("softmax", "을(를)", "를"),
        ("epoch", "이(가)", "이"),
        ("dropout", "은(는)", "은"),
        ("렐루(ReLU)", "은(는)", "는"),
        ("합성곱(convolution)", "이(가)", "이"),
        ("`nn.Linear`", "을(를)", "를"),
        ("σ", "와(과)", "와"),
        (nfd("합성곱"), nfd("은(는)"), "은"),
        ("語", "은(는)", "은(는)"),
        ("🙂", "(으)로", "(으)로"),
    ],
)
def test_particle_fits_the_reading(word: str, pair: str, particle: str) -> None:
    assert choose_particle(word, pair) == particle


def test_particle_in_one_form_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^not a particle in both forms: 은$"):
        choose_particle("역전파", "은")


@pytest.mark.parametrize(
    ("word", "particle", "fitting"),
    [
        ("함수", "이", "가"),
        ("함수", "으로", "로"),
        ("분석", "로는", "으로는"),
        ("모델", "으로써", "로써"),
        ("모델", "으로부터", "로부터"),
        ("SVM", "와의", "과의"),
        ("ReLU", "은커녕", "는커녕"),
        ("합성곱", "다", "이다"),
        ("합성곱", "라는", "이라는"),
        ("합성곱", "며", "이며"),
        ("합성곱", "고", "이고"),
        ("합성곱", "나", "이나"),
        ("합성곱", "였다", "이었다"),
        ("합성곱", "예요", "이에요"),
        ("함수", "이란", "란"),
        ("함수", "아", "야"),
        ("196억", "가", "이"),
        ("1억 4,367만", "를", "을"),
        ("31조", "이", "가"),
    ],
)
def test_particle_that_does_not_fit_is_put_right(word: str, particle: str, fitting: str) -> None:
    assert find_fitting(word, particle) == fitting
    assert find_fitting(word, fitting) == ""


@pytest.mark.parametrize(
    "attached", "이다 이며 이고 이나 이라는 의 에서는 들이 축이 이후 미지 로그".split()
)
def test_what_may_follow_a_vowel_is_left(attached: str) -> None:
    assert find_fitting("함수", attached) == ""


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("은(는) 미분이다", "은(는)"),
        ("으로(로) 간다", "으로(로)"),
        ("로(으로) 간다", "로(으로)"),
        ("(으)로서 쓴다", "(으)로서"),
        ("(이)라는 함수", "(이)라는"),
        ("(이)다.", "(이)다"),
        ("와(과)의 차이", "와(과)"),
    ],
)
def test_pair_is_matched_where_it_starts(text: str, matched: str) -> None:
    match = PARTICLE_PAIR.match(f"[[x]]{text}", 5)
    assert match is not None
    assert match[0] == matched


@pytest.mark.parametrize(
    "text",
    [
        "은",
        "은 (는)",
        "이 값은",
        "가중치(weight)",
        "(이하 생략)",
        "(이)",
        "(으) 로",
        "은(ReLU)",
        " 은(는)",
    ],
)
def test_ordinary_words_are_not_a_pair(text: str) -> None:
    assert PARTICLE_PAIR.match(text) is None


# --- stripping particles ------------------------------------------------------------------------

KNOWN = {
    "역전파",
    "합성곱",
    "합성곱 신경망",
    "과적합",
    "소프트맥스",
    "텐서",
    "학습률",
    "손실",
    "손실함수",
    "ReLU",
    "Adam",
    "softmax",
    "평",
    "평가",
    "語",
}


@pytest.mark.parametrize(
    ("stem", "particles"),
    [
        ("역전파", "를"),
        ("역전파", "는"),
        ("역전파", "가"),
        ("역전파", "와"),
        ("역전파", "의"),
        ("역전파", "에서는"),
        ("역전파", "로부터의"),
        ("역전파", "다"),
        ("역전파", "이다"),
        ("역전파", "라는"),
        ("역전파", "였다"),
        ("역전파", "예요"),
        ("역전파", "뿐이다"),
        ("역전파", "라기보다는"),
        ("합성곱", "이면서도"),
        ("합성곱", "으로"),
        ("합성곱", "은"),
        ("합성곱", "과의"),
        ("합성곱", "이라고"),
        ("합성곱", "이었다"),
        ("합성곱", "만으로도"),
        ("합성곱 신경망", "에서도"),
        ("과적합", "이란"),
        ("과적합", "인지를"),
        ("과적합", "일"),
        ("소프트맥스", "처럼"),
        ("소프트맥스", "보다"),
        ("텐서", "들의"),
        ("텐서", "들을"),
        ("텐서", "들로"),
        ("텐서", "까지만"),
        ("학습률", "이며"),
        ("학습률", "로"),
        ("학습률", "을"),
        ("손실함수", "입니다"),
        ("손실함수", "마다"),
        ("손실", "이"),
        ("ReLU", "는"),
        ("Adam", "은"),
        ("softmax", "를"),
        ("語", "은"),
        ("語", "는"),
        ("역전파", ""),
        ("평가", ""),
        ("평가", "를"),
    ],
)
def test_known_stem_is_parted_from_its_particles(stem: str, particles: str) -> None:
    assert strip_particle(stem + particles, KNOWN.__contains__) == (stem, particles)


@pytest.mark.parametrize(
    "word",
    [
        "역전파기",
        "역전파을",
        "역전파은",
        "역전파이",
        "역전파과",
        "역전파으로",
        "합성곱를",
        "합성곱는",
        "합성곱가",
        "합성곱와",
        "합성곱로",
        "합성곱다",
        "합성곱였다",
        "학습률으로",
        "텐서들를",
        "텐서플로",
        "손실률",
        "역전파를는",
        "순방향",
        "",
    ],
)
def test_longer_word_or_wrong_form_is_not_a_mention(word: str) -> None:
    assert strip_particle(word, KNOWN.__contains__) is None


def test_stem_in_nfd_is_looked_up_in_nfc() -> None:
    assert strip_particle(nfd("합성곱으로"), KNOWN.__contains__) == ("합성곱", "으로")


@pytest.mark.parametrize(
    "sentence",
    [
        "3.1을", "97%를", "1e-3이", "1e-03으로", "1e-05로", "0.5가", "-3은", "−0.25와", "0.10과",
        "12 ms가", "3.5 GHz로", "25°C는", "5 kg이", "7,885,898이", "78만을", "100.0%라서",
        "2.0이라서", "1e+00이", "0.3으로", "0.8로", "½이", "20%p로", "3 m²가", "64개를", "12층으로",
    ],
)  # fmt: skip
def test_particle_after_a_value_fits_the_number_as_it_is_read(sentence: str) -> None:
    """Either form in the note gives the one that is said."""
    particle = re.search(r"[은는이가을를과와으로라서]+$", sentence)
    assert particle
    pairs = {
        "은": "은(는)",
        "는": "은(는)",
        "이": "이(가)",
        "가": "이(가)",
        "을": "을(를)",
        "를": "을(를)",
    }
    pairs |= {"과": "과(와)", "와": "과(와)", "으로": "(으)로", "로": "(으)로"}
    pairs |= {"라서": "(이)라서", "이라서": "(이)라서"}
    value = sentence[: particle.start()]
    assert value + choose_particle(value, pairs[particle[0]]) == sentence
