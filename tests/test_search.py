"""The index, answers in the terminal, and what is relied on in Material."""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
from pathlib import Path
from typing import Any
from unicodedata import normalize

import material
import pytest
from maedeup.hosts import material_search
from maedeup.hosts.cli import main
from maedeup.search.engine import Engine
from maedeup.search.index import (
    Index,
    _absent,
    build_index,
    encoded,
    identifiers,
    merge_host_index,
    said_lines,
)
from maedeup.text.sounds import sound_table, spoken_names

from .commands import mkdocs_build
from .conftest import MakeProject, write_files

THEME = Path(material.__file__).parent / "templates"
SITES = Path(__file__).parent / "sites"
VAULT = {
    "docs/synonyms.yml": "- [편향, 바이어스]\n- [합성곱, 컨볼루션]\n",
    "docs/index.md": "# 홈\n\n[[backprop]], [[overfit]], [[conv]], [[loss]], [[bias]]\n",
    "docs/notes/backprop.md": (
        "---\ntitle: 역전파\naliases: [backpropagation]\ntags: [학습]\n---\n\n"
        "**역전파**는 거꾸로 [[loss]]의 기울기를 구한다. 기울기가 사라진다.\n\n"
        "## 왜 거꾸로인가\n\n메모리를 아낀다.\n\n![[net.py#train]]\n"
    ),
    "docs/notes/overfit.md": (
        "---\ntitle: 과적합\n---\n\n**과적합**은 외우는 일이다.\n드롭아웃이 막는다.\n"
    ),
    "docs/notes/conv.md": "---\ntitle: 합성곱 신경망\naliases: [CNN]\n---\n\n이미지를 본다.\n",
    "docs/notes/loss.md": (
        "---\ntitle: 손실 함수\n---\n\n오차는 ![[net.py#rate|.1%]]이(가) 된다."
        " 가중치는 ![[net.py#n_weights|만]]을(를) 넘는다. $\\eta$를 곱한다.\n"
    ),
    "docs/notes/bias.md": "---\ntitle: 편향\n---\n\n**편향**은 더하는 수다. [[backprop]]\n",
    "snippets/net.py": (
        '"""작은 신경망을 한 번 학습한다."""\n\n# %% train\n'
        "import math\nn_weights = 143667240\nrate = math.sqrt(0.0625)  # secret_comment\n"
        "print('hidden_output')\n"
    ),
}


@pytest.fixture
def index(built: MakeProject) -> Index:
    project = built(VAULT)
    return build_index(project.web)


def entry(index: Index, location: str) -> dict[str, Any]:
    return next(doc for doc in index["docs"] if doc["location"] == location)


def titles(index: Index, query: str) -> list[str]:
    return [hit.entry["title"] for hit in Engine(index).find(query)]


class TestIndex:
    def test_page_has_its_names_claim_and_links(self, index: Index) -> None:
        page = entry(index, "notes/backprop/")
        assert page["aliases"] == ["backpropagation"]
        assert page["tags"] == ["학습"]
        assert page["text"][: page["claim"]] == "역전파는 거꾸로 손실 함수의 기울기를 구한다."
        assert page["links"] == 2

    def test_sections_have_the_anchors_of_the_page(self, index: Index) -> None:
        section = entry(index, "notes/backprop/#왜-거꾸로인가")
        assert section == {
            "location": "notes/backprop/#왜-거꾸로인가",
            "title": "왜 거꾸로인가",
            "text": "메모리를 아낀다.",
        }

    def test_values_and_particles_read_as_on_the_page(self, index: Index) -> None:
        assert (
            entry(index, "notes/loss/")["text"]
            == "오차는 25.0%가 된다. 가중치는 1억 4,367만을 넘는다. η를 곱한다."
        )

    def test_snippet_is_marked_and_has_names_of_its_code(self, index: Index) -> None:
        snippet = entry(index, "notes/backprop/#net-train")
        assert snippet["kind"] == "snippet"
        assert snippet["title"] == "net.py"
        assert snippet["text"] == "작은 신경망을 한 번 학습한다."
        assert snippet["code"] == "math n_weights rate math.sqrt"

    def test_printed_words_are_found_on_the_page_that_shows_them(self, index: Index) -> None:
        assert entry(index, "notes/backprop/#net-train")["output"] == "hidden output"
        assert titles(index, "hidden")[0] == "역전파"

    def test_errors_are_kept_whole_and_logs_as_words(self) -> None:
        log = "".join(f"epoch {n} loss {n / 7:.3f}\n" for n in range(500))
        assert said_lines([log, "IndexError: Target 3 is out of bounds.\n"]) == [
            "IndexError: Target 3 is out of bounds.",
            "epoch loss",
        ]

    def test_backlinks_and_comments_stay_out(self, index: Index) -> None:
        text = json.dumps(index["docs"], ensure_ascii=False)
        assert "이 노트를 가리키는 곳" not in text
        assert "secret_comment" not in text

    def test_pages_the_host_left_out_stay_out_and_its_own_stay_in(self, index: Index) -> None:
        host = {
            "config": {"lang": ["ko"], "separator": r"\s"},
            "docs": [
                {"location": "notes/loss/", "title": "손실", "text": "<p>…</p>"},
                {"location": "blog/", "title": "글", "text": "<p>a &lt; <b>b</b></p>"},
            ],
        }
        merged = merge_host_index(index, host)
        assert [doc["location"] for doc in merged["docs"]] == ["notes/loss/", "blog/"]
        assert merged["docs"][1]["text"] == "a < b"
        assert merged["config"]["separator"] == r"\s"
        assert "maedeup" in merged["config"]

    def test_identifiers_are_dotted_names_outside_strings_and_comments(self) -> None:
        code = "loss = nn.MSELoss()(x, 'no.name')  # no.comment\nfor name in f'{a}': pass"
        assert identifiers(code) == ["loss", "nn.MSELoss", "name"]


HINT = "write a list of groups: `- [bias, offset]`"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("편향: 바이어스", f"docs/synonyms.yml:1: not a list: dict\n\nhint: {HINT}"),
        (
            "- [a, b]\n- [편향]",
            "docs/synonyms.yml:2: broken list: a group is a list of two or more words, "
            f"not ['편향']\n\nhint: {HINT}",
        ),
        (
            "- [편향, 3]",
            "docs/synonyms.yml:1: broken list: a group is a list of two or more words, "
            f"not ['편향', 3]\n\nhint: {HINT}",
        ),
    ],
)
def test_broken_synonyms_are_a_problem(built: MakeProject, text: str, problem: str) -> None:
    assert problem in map(str, built({"docs/synonyms.yml": text}).problems)


class TestAnswers:
    @pytest.mark.parametrize(
        ("query", "title", "reason"),
        [
            ("역전파", "역전파", ""),
            ("역전파를", "역전파", ""),
            ("합성곱신경망에서는", "합성곱 신경망", ""),
            ("역 전파", "역전파", ""),
            ("backpropagation", "역전파", "backpropagation · 다른 이름"),
            ("ㅇㅈㅍ", "역전파", "역전파 · 초성"),
            ("ㅅㅅ ㅎㅅ", "손실 함수", "손실 함수 · 초성"),
            ("durwjsvk", "역전파", "역전파 · 자판"),
            ("추ㅜ", "합성곱 신경망", "CNN · 자판"),
            ("과적햡", "과적합", "과적합 · 비슷한 글자"),
            ("바이어스", "편향", "편향 · 같은 뜻"),
            ("컨볼루션 신경망", "합성곱 신경망", "합성곱 신경망 · 같은 뜻"),
            ("역ㅈ", "역전파", ""),
            ("ㅠㅁ차ㅔ개ㅔ", "역전파", "backprop · 자판"),
            ("bakcpropagation", "역전파", "backpropagation · 비슷한 글자"),
            ("math.sqrt", "역전파", ""),
            ("sqrt", "역전파", ""),
            ("기울기가 사라지는 이유", "역전파", ""),
            ("사라지면", "역전파", ""),
            ("합성 곱신경망", "합성곱 신경망", ""),
        ],
    )
    def test_first_answer_and_its_reason(
        self, index: Index, query: str, title: str, reason: str
    ) -> None:
        hit = Engine(index).find(query)[0]
        assert hit.entry["title"] == title
        assert " ".join(hit.reasons) == reason

    def test_exact_title_precedes_a_page_that_says_the_word_more_often(
        self, built: MakeProject
    ) -> None:
        files = {
            "docs/notes/a.md": "---\ntitle: 풀링\n---\n\n줄인다.\n",
            "docs/notes/b.md": "---\ntitle: 최대 풀링\naliases: [풀링층]\n---\n\n"
            + "풀링은 풀링이고 풀링이다. " * 30,
        }
        assert titles(build_index(built(files).web), "풀링")[:2] == ["풀링", "최대 풀링"]

    def test_equal_pages_are_ordered_by_links_to_them(self, built: MakeProject) -> None:
        same = "\n\n같은 글이다.\n"
        files = {
            "docs/notes/a.md": f"---\ntitle: 첫째 층\n---{same}",
            "docs/notes/b.md": f"---\ntitle: 둘째 층\n---{same}",
            "docs/notes/c.md": "---\ntitle: 길\n---\n\n[[b]]\n",
        }
        found = titles(build_index(built(files).web), "층")
        assert found.index("둘째 층") < found.index("첫째 층")

    def test_section_that_answers_is_named(self, index: Index) -> None:
        hit = Engine(index).find("메모리")[0]
        assert hit.section is not None
        assert hit.section["location"] == "notes/backprop/#왜-거꾸로인가"

    @pytest.mark.parametrize("query", ["", " ", "?!", "(", "[a-", "\\", "*", "ㅋ", "한" * 300])
    def test_no_query_is_an_error(self, index: Index, query: str) -> None:
        assert isinstance(Engine(index).find(query), list)

    def test_word_among_others_is_not_taken_for_one_that_looks_alike(self, index: Index) -> None:
        assert titles(index, "편햔")[0] == "편향"
        found = Engine(index).find("기울기 편햔 메모리")
        assert not any("비슷한 글자" in reason for hit in found for reason in hit.reasons)
        assert found[0].reasons == ("편햔 · 어디에도 없음",)

    def test_sound_is_heard_in_single_words_of_hangul(self, built: MakeProject) -> None:
        files = {
            "docs/notes/a.md": "---\ntitle: 자동 미분\naliases: [autograd]\n---\n\n값이다.\n",
            "docs/notes/b.md": "---\ntitle: 손실\n---\n\n로스가 커진다.\n",
        }
        index = build_index(built(files).web)
        assert titles(index, "오토그래드") == ["자동 미분"]
        assert titles(index, "로스 it grd") == ["손실"]

    def test_word_that_stands_nowhere_is_said(self, index: Index) -> None:
        hit, *others = Engine(index).find("결측치 가중치")
        assert hit.reasons == ("결측치 · 어디에도 없음",)
        assert not any("결측치" in reason for other in others for reason in other.reasons)
        assert Engine(index).find("역전파를")[0].reasons == ()

    def test_glued_not_is_cut_off(self, index: Index) -> None:
        assert titles(index, "안막는")[0] == "과적합"

    def test_words_of_no_title_heading_or_code_weigh_less(self, built: MakeProject) -> None:
        files = {
            "docs/notes/a.md": "---\ntitle: 정확도\n---\n\n맞힌 비율이다.\n",
            "docs/notes/b.md": "---\ntitle: 손실\n---\n\n갑작스레 정확도가 준다.\n",
            "docs/notes/c.md": "---\ntitle: 층\n---\n\n갑작스레 갑작스레 갑작스레.\n",
            "docs/notes/d.md": "---\ntitle: 정확도와 재현율\n---\n\n정확도를 잰다.\n",
        }
        assert titles(build_index(built(files).web), "갑작스레 정확도")[-1] == "층"

    def test_nonsense_finds_nothing(self, index: Index) -> None:
        assert Engine(index).find("쀍뚫꿿") == []


class TestCommand:
    def test_find_prints_pages_reasons_and_places(
        self, make_project: MakeProject, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = make_project(VAULT).root
        assert main(["--root", str(root), "find", "ㅇㅈㅍ"]) == 0
        assert capsys.readouterr().out == "역전파  [역전파 · 초성]\n    notes/backprop/\n"

    def test_find_without_an_answer_says_so(
        self, make_project: MakeProject, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = make_project(VAULT).root
        assert main(["--root", str(root), "find", "쀍뚫꿿"]) == 1
        assert capsys.readouterr().err == "nothing found: 쀍뚫꿿\n"

    def test_broken_synonyms_are_a_problem_of_their_file(
        self, make_project: MakeProject, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = make_project(VAULT | {"docs/synonyms.yml": "- [하나]\n"}).root
        assert main(["--root", str(root), "find", "편향"]) == 1
        assert capsys.readouterr().err.startswith("docs/synonyms.yml:1: broken list: a group is")


class TestMaterial:
    def test_installed_theme_speaks_the_protocol_our_worker_was_written_for(self) -> None:
        template = (THEME / "base.html").read_text("utf-8")
        stock = material_search.find_stock_worker(template)
        assert (THEME / stock).is_file()
        bundle = (THEME / material_search.find_bundle(template)).read_text("utf-8")
        assert material_search.unknown_messages(bundle) == []

    def test_changed_message_is_noticed(self) -> None:
        template = (THEME / "base.html").read_text("utf-8")
        bundle = (THEME / material_search.find_bundle(template)).read_text("utf-8")
        changed = bundle.replace("{type:2,data:", "{type:2,query:")
        assert material_search.unknown_messages(changed) == ["the query message"]

    def test_published_worker_is_at_most_9_kb(self) -> None:
        assert len(gzip.compress(material_search.worker_text().encode(), 9)) <= 9 * 1024

    def test_name_of_the_worker_changes_with_its_text(self) -> None:
        names = {material_search.worker_name(text) for text in ("a", "b")}
        assert len(names) == 2


class TestSite:
    def test_every_page_names_our_worker_and_the_index_is_ours(self, tmp_path: Path) -> None:
        root = Path(shutil.copytree(SITES / "linked", tmp_path / "site"))
        assert "search:" not in mkdocs_build(root).stderr
        name = material_search.worker_name(material_search.worker_text())
        assert (root / "site" / name).read_text("utf-8") == material_search.worker_text()
        pages = [*(root / "site").rglob("*.html")]
        assert len(pages) > 3
        assert [page for page in pages if name not in page.read_text("utf-8")] == []
        loaded = json.loads((root / "site/search/search_index.json").read_text("utf-8"))
        assert set(loaded["config"]) >= {"lang", "separator", "maedeup"}
        assert loaded["docs"] == []
        where = root / "site" / name
        place = where.parent / loaded["config"]["maedeup"]["pages"].partition("?")[0]
        index = json.loads(place.read_text("utf-8"))
        assert len(index["docs"]) > 3
        script = (root / "site/search/search_index.js").read_text("utf-8")
        assert json.loads(script.removeprefix("var __index=")) == index  # for file://
        for doc in index["docs"]:
            page, _, anchor = doc["location"].partition("#")
            html = (root / "site" / page / "index.html").read_text("utf-8")
            assert not anchor or f'id="{anchor}"' in html

    def test_unknown_theme_keeps_its_own_search_with_a_warning(self, tmp_path: Path) -> None:
        root = Path(shutil.copytree(SITES / "linked", tmp_path / "site"))
        base = (THEME / "base.html").read_text("utf-8")
        write_files(root, {"theme/base.html": base.replace("workers/search.", "workers/finder.")})
        config = (root / "mkdocs.yml").read_text("utf-8")
        changed = config.replace("name: material\n", "name: material\n  custom_dir: theme\n")
        (root / "mkdocs.yml").write_text(changed, "utf-8")
        stderr = mkdocs_build(root).stderr
        assert "search: this release of the theme is not known, so its own search stays" in stderr
        assert "search-worker" not in (root / "site/index.html").read_text("utf-8")
        index = json.loads((root / "site/search/search_index.json").read_text("utf-8"))
        assert "maedeup" not in index["config"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("오토그래드", "autograd"),
        ("그래디언트 클리핑", "gradient clipping"),
        ("디컨볼루션", "deconvolution"),
        ("백프로파게이션", "backpropagation"),
        ("옵티마이저", "optimizer"),
        ("트레이닝", "training"),
        ("케이민즈", "k-means"),
        ("엘에스티엠", "LSTM"),
        ("알랙스넷", "AlexNet"),
        ("블루프린트", "blueprint"),
    ],
)
def test_english_name_is_known_by_how_a_korean_says_it(said: str, meant: str) -> None:
    jamo = "".join(sound_table().get(letter, "") for letter in normalize("NFD", said))
    sound = re.sub(r"(.)\1+", r"\1", jamo)
    assert meant in spoken_names([meant, "convolution", "RNN", "cross entropy"])[sound]


def test_short_sounds_are_left_out_as_too_many_names_share_them() -> None:
    assert spoken_names(["Adam", "tanh", "k"]) == {}


def test_index_that_is_written_piece_by_piece_is_the_whole() -> None:
    docs = [{"location": f"{n}/", "title": f'제목 "{n}"', "text": "글"} for n in range(3)]
    for index in ({"config": {"lang": ["ko"]}, "docs": docs}, {"config": {}, "docs": []}):
        whole = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
        assert b"".join(encoded(index)) == whole


def test_absent_words_are_those_that_stand_nowhere_in_the_letters_of_all_pages() -> None:
    draw = random.Random(0)
    for _ in range(300):
        texts = ["".join(draw.choices("ab -", k=draw.randrange(5))) for _ in range(4)]
        words = ["".join(draw.choices("abc-", k=draw.randrange(1, 6))) for _ in range(6)]
        docs = [{"title": text, "text": ""} for text in texts]
        letters = re.sub(r"\W", "", "".join(texts))
        expected = [word for word in words if re.sub(r"\W", "", word) not in letters]
        assert _absent(words, docs) == expected
