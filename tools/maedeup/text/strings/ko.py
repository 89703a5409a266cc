"""The catalogue in Korean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from maedeup.text.particles import choose_particle
from maedeup.text.strings.en import English
from maedeup.text.strings.learning import KoreanLearning
from maedeup.text.strings.starting import KoreanStart


class Korean(KoreanLearning, KoreanStart, English):
    """Texts by name, in the plain style; particles stand where no value decides their form."""

    language = "ko"

    search = "검색"
    not_found = "찾는 쪽이 없다"
    home = "첫 쪽"
    updated = "글을 마지막으로 고친 날"
    planned_note = "아직 쓰지 않은 노트"
    references = "참고 문헌"
    unknown_work = "없는 문헌"
    executed_notebook = "실행한 노트북으로 보기"

    def not_found_text(self, home: str) -> str:
        return f"주소가 바뀌었거나 잘못 적혔다. 위의 검색으로 찾거나 {home}에서 시작한다."

    def day(self, when: date) -> str:
        return f"{when:%Y-%m-%d}"

    def taken_from(self, source: str) -> str:
        return f"{source}에서 가져옴"

    def moved(self, link: str, title: str) -> str:
        return f"이 글은 {link}{choose_particle(title, '(으)로')} 옮겼다."

    def pages_of_work(self, pages: str) -> str:
        return f"{pages}쪽"

    callouts: ClassVar[Mapping[str, str]] = {
        "note": "참고",
        "abstract": "요약",
        "summary": "요약",
        "tldr": "요약",
        "info": "정보",
        "todo": "할 일",
        "tip": "도움말",
        "hint": "힌트",
        "important": "중요",
        "success": "성공",
        "check": "확인",
        "done": "완료",
        "question": "질문",
        "help": "도움",
        "faq": "자주 묻는 질문",
        "warning": "주의",
        "caution": "주의",
        "attention": "주의",
        "failure": "실패",
        "fail": "실패",
        "missing": "없음",
        "danger": "위험",
        "error": "오류",
        "bug": "버그",
        "example": "예",
        "quote": "인용",
        "cite": "인용",
        "correction": "바로잡음",
    }

    figure = "그림"
    equation = "식"

    def figure_number(self, number: int) -> str:
        return f"그림 {number}"

    def figure_called(self, label: str) -> str:
        return f"그림 {label}"

    def equation_number(self, number: str, title: str) -> str:
        return f"{title} 식 ({number})" if title else f"식 ({number})"

    def line(self, number: int) -> str:
        return f"{number}행"

    read_before = "먼저 읽을 노트"
    read_after = "이어서 읽을 노트"
    reading_order = "읽는 순서"
    mark_as_read = "읽음으로 표시"
    is_read = "읽음"
    can_be_read = "이제 읽을 수 있다"
    linked_from = "이 노트를 가리키는 곳"
    neighbours = "이웃 노트"
    in_whole_graph = "그래프 전체에서 보기"
    near_lines = "굵은 선은 서로, 점선은 저쪽에서만 가리킨다."
    loose_here = "이 노트에서 링크 없이 부른 노트"
    loose_there = "다른 곳에서 링크 없이 부른 이 노트"
    take_notebook = "노트북으로 가져가기"
    open_in_colab = "Colab에서 열기"
    as_markdown = "마크다운으로 보기"
    correction = "바로잡음"
    slip = "원 노트에서 고친 것"

    def neighbours_count(self, n_all: int, n_shown: int) -> str:
        count = f"{n_all}개" if n_all == n_shown else f"{n_all}개 가운데 가까운 {n_shown}개"
        return f"이웃 노트 {count}"

    page_not_made = "쪽을 만들지 못했다"
    page_comes_back = "고쳐서 저장하면 이 쪽이 저절로 돌아온다."
    running = "실행하는 중이다."

    def took(self, seconds: float) -> str:
        return f"지난번에는 {seconds:.1f}초 걸렸다."

    def loose_mentions(self, number: int) -> str:
        return f"링크 없는 언급 {number}"

    def shown_by(self, links: str) -> str:
        return f"보인 코드: {links}"

    graph = "노트 그래프"
    graph_list = "무리별 노트"
    graph_tools = "그래프 다루기"
    graph_find = "제목으로 찾기"
    graph_find_label = "그래프에서 제목으로 찾기"
    graph_larger = "크게"
    graph_smaller = "작게"
    graph_all = "모두 보기"
    graph_loose = "아직 이어지지 않은 노트"
    graph_keys = (
        "끌어서 옮기고 휠이나 두 손가락으로 크기를 바꾼다. 글쇠로는 화살표가 옆 노트로 가고, "
        "<kbd>Enter</kbd>가 노트를 열고, <kbd>Shift</kbd>+화살표가 그림을 옮기고, "
        "<kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd>이 크기를 바꾸고, "
        "<kbd>Esc</kbd>가 고른 것을 놓는다."
    )

    def group_size(self, number: int) -> str:
        return f"{number}개"

    # Cells that are edited in the page, while serving.
    try_cell = "이 셀을 고쳐서 실행하기"
    try_editor = "셀의 코드"
    try_run = "실행 (Ctrl+Enter)"
    try_keep = "파일에 쓰기"
    try_back = "되돌리기"
    try_edited = "고친 것"
    try_changed = "달라졌다"
    try_line = "줄"
    try_failed = "서버가 대답하지 않는다."

    stdout = "출력"
    stderr = "오류 출력"
    result = "값"
    original = "원래"
    changed_code = "바뀌는 코드"
    not_reached = "여기까지 실행되지 않는다."
    nothing_shown = "보이는 결과가 없다."
    watch_kernel = "커널(스레드, C 코드, 자식 프로세스가 읽은 것까지)"
    watch_hooks = "파이썬뿐(C 코드와 자식 프로세스가 읽은 것은 모름)"
    file = "파일"
    run = "실행"
    run_time = "실행한 때"
    versions = "판"
    inputs = "읽은 것"
    shapes = "모양"
    shapes_left_out = "적지 않았다. 모양을 적은 실행은 이와 다른 결과를 냈다."
    watched_by = "지켜본 것"
    more = "더 보기"
    page_of_snippet = "이 스니펫의 쪽"
    notebook = "노트북"
    shapes_by_line = "줄마다의 모양"

    def code_lines(self, number: int) -> str:
        return f"코드 {number}줄"

    def seconds(self, number: float) -> str:
        return f"{number:.2f}초"

    def changed_code_of(self, title: str) -> str:
        return f"바뀌는 코드: {title}"

    def broken_claims(self, title: str) -> str:
        return f"“{title}”에서 더는 맞지 않는 주장"

    chart = "그래프"
    chart_numbers = "그래프의 수"
    cut_object = "여기에는 일부만 보인다."

    def some_columns(self, n_shown: int, n_all: int) -> str:
        return f"모두 {n_all}열 가운데 {n_shown}열"

    def some_rows(self, n_shown: int, n_all: int) -> str:
        return f"모두 {n_all}행 가운데 {n_shown}행"

    def table_of(self, n_rows: int) -> str:
        return f"표, {n_rows}행"

    def shape_lines(self, number: int) -> str:
        return f"모양 {number}줄"

    def documented_names(self, number: int) -> str:
        return f"이름 {number}개의 공식 문서"

    def documentation_of(self, name: str, library: str) -> str:
        return f"{library} 공식 문서의 {name}"

    def either(self, kinds: list[str]) -> str:
        return " 또는 ".join(kinds)

    def values_between(self, span: str, is_first: bool) -> str:
        return f"{'처음 ' if is_first else ''}값 {span}"

    shapes_sampled = "(되풀이의 일부를 봄)"

    frame = "장면"
    play = "재생"
    pause = "멈춤"

    def frame_number(self, number: str) -> str:
        return f"장면 {number}"

    def some_frames(self, n_shown: int, n_all: int) -> str:
        return f"{n_all}장면 가운데 {n_shown}장면"

    def frames_between(self, first: str, last: str, number: int) -> str:
        return f"{first}에서 {last}까지 {number}장면"

    def axis(self, is_horizontal: bool, label: str, low: str, high: str) -> str:
        return f"{'가로축' if is_horizontal else '세로축'} {label} {low}부터 {high}까지"

    def legend(self, entries: list[str]) -> str:
        return f"범례 {', '.join(entries)}"

    snippets = "스니펫 모음"
    run_record = "실행한 기록"
    used_by = "이 스니펫을 쓰는 노트"
    take_away = "가져가기"
    all_code = "모든 코드"

    def about_snippets(self, number: int) -> str:
        return (
            f"스니펫 {number}개를 폴더별로 모았다. "
            "누르면 코드와 결과, 실행한 기록, 쓰는 노트가 나온다."
        )

    def more_snippets(self, number: int) -> str:
        return f"나머지 {number}개"

    def ran_at(self, time: datetime, device: str, seconds: float) -> str:
        return f"{time:%Y-%m-%d %H:%M} UTC에 실행했고, {device}에서 {self.seconds(seconds)} 걸렸다."

    def ran_with(self, versions: str) -> str:
        return f"쓴 판은 {versions}이다."

    def ran_on_files(self, files: str) -> str:
        return f"읽은 파일은 {files}이다."

    def ran_watched(self, watch: str) -> str:
        return f"실행을 지켜본 것은 {watch}이다."

    ran_without_shapes = "모양을 적은 실행이 이와 다른 결과를 내서 모양은 싣지 않았다."
    ran_unchanged = "그 뒤로 코드와 읽은 파일과 패키지의 판이 그대로라서 이 결과를 보인다."

    also_called = "같은 말"
    tags = "분류"
    code_of_page = "이 쪽의 코드"
    maps = "지도"
    labs = "실습"
    other_notes = "그 밖"
    llms_about = (
        "각 쪽의 주소에서 끝의 `/`를 `.md`로 바꾸면 그 쪽의 마크다운이 있다.\n"
        "코드는 이 사이트를 만들 때 실행한 것이고, 출력과 문장 속의 값은 그 실행에서 왔다."
    )
    recent = "최근에 고친 노트"
    recent_unknown = "이 사이트는 고친 때를 알 수 없이 만들어졌다."
    recent_about = (
        "노트를 고친 날은 git 기록에서 왔다.\n고치고 아직 커밋하지 않은 노트는 여기에 없다."
    )

    def recent_feed(self, address: str) -> str:
        return f"[피드]({address})로도 받아 본다."

    hidden_code = "노트에는 보이지 않고, 아래의 셀에 필요한 코드"
    switch = (
        "이 노트는 스니펫이나 그 변형 여럿을 번갈아 보인다. "
        "이름과 난수와 도우미 모듈을 저마다 따로 두어,\n"
        "하나씩 실행한 것과 같은 결과가 나오게 한다."
    )
    moved_claims = "이 변형에서 맞지 않는 주장은 아래의 셀에 있다"

    def from_site(self, site: str, address: str) -> str:
        return f"[{site}의 이 노트]({address})에서 왔다."

    def outputs_from(self, versions: str) -> str:
        return (
            f"보이는 출력은 {versions}에서 실행한 것이다. "
            "다른 컴퓨터에서는 수의 마지막 자리가 다를 수 있고, "
            "오래 배우면 더 다를 수도 있다."
        )

    def run_above(self, snippet: str, cells: str) -> str:
        return f"위에서 실행한 {snippet}의 셀 {cells}"

    def what_if(self, title: str) -> str:
        return f"만약에: {title}"

    mark_lab = "실습"
    mark_map = "지도"
    mark_guide = "안내"
    mark_code = "코드"
    by_alias = "다른 이름"
    by_initials = "초성"
    by_layout = "자판"
    by_typo = "비슷한 글자"
    by_synonym = "같은 뜻"
    by_sound = "소리 나는 대로"
    by_part = "낱말의 일부"
    nowhere = "어디에도 없음"
    most_found = "50개의"
    at_least_found = "50개 이상의"

    copy_before = "앞 코드까지 복사"
    copied_before = "앞 코드까지 복사했다"
    copied_alone = "파일을 가져올 수 없어 이 셀만 복사했다"
    copied_modules = "아래 코드가 가져오는 모듈을 임시 폴더에 둔다."
    show_shapes = "줄마다 모양 보이기"
    graph_failed = "그래프를 불러오지 못했다. 목록을 쓴다."
    graph_chosen = "{title}: 이웃 {n}개"
    graph_group = "{group} 무리"
    graph_found = "{n}개: {titles}"
    graph_none = "찾은 노트가 없다"

    new_claim = "첫 문장이 이 노트의 주장이다."
    new_title = "주장 한 문장."
    new_source = "출처: …"
