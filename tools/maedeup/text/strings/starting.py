"""What a new site begins with, and what stands over an adopted output; in each language."""

from __future__ import annotations


class EnglishStart:
    """Texts by name; the other languages derive from it."""

    start_site_name = "My notes"
    start_dark_mode = "Switch to dark mode"
    start_light_mode = "Switch to light mode"
    start_heading_address = "Address of this heading"
    start_first_page = (
        "# Home\n\nThe first note is [[first-note]].\nAll notes are on the [[graph]].\n"
    )
    start_graph_page = "Graph of notes"
    start_tags_page = "Tags"
    start_first_note = "First note"
    start_first_tag = "start"
    start_first_note_text = (
        "**The mean of sine squared** is ![[first.py#mean|.2f]].\n"
        "That number and the figure below come from running `snippets/first.py`.\n"
        "Change the file and save: both change. Back to [[index]].\n\n"
        "![[first.py#curve]]\n"
    )
    start_first_snippet = "Draw sine squared and measure its mean."
    start_first_figure = "sin² x"
    saved_output = "Saved output, not run"
    """What stands over an output that a notebook was saved with."""


class KoreanStart(EnglishStart):
    """The same in Korean."""

    start_site_name = "나의 노트"
    start_dark_mode = "어두운 화면으로"
    start_light_mode = "밝은 화면으로"
    start_heading_address = "이 제목의 주소"
    start_first_page = "# 홈\n\n첫 노트는 [[first-note]]이다.\n모든 노트는 [[graph]]에 있다.\n"
    start_graph_page = "노트 그래프"
    start_tags_page = "태그"
    start_first_note = "첫 노트"
    start_first_tag = "시작"
    start_first_note_text = (
        "**사인의 제곱의 평균**은 ![[first.py#mean|.2f]]이다.\n"
        "이 수도 아래 그림도 `snippets/first.py`를 실행해서 나온 것이다.\n"
        "그 파일을 고치고 저장하면 둘 다 바뀐다. 처음으로는 [[index]]에서 돌아간다.\n\n"
        "![[first.py#curve]]\n"
    )
    start_first_snippet = "사인의 제곱을 그리고 그 평균을 잰다."
    start_first_figure = "sin² x"
    saved_output = "저장된 출력, 실행하지 않음"


class JapaneseStart(EnglishStart):
    """The same in Japanese."""

    start_site_name = "私のノート"
    start_dark_mode = "ダークモードに切り替える"
    start_light_mode = "ライトモードに切り替える"
    start_heading_address = "この見出しのアドレス"
    start_first_page = (
        "# ホーム\n\n最初のノートは [[first-note]] です。\n"
        "すべてのノートは [[graph]] にあります。\n"
    )
    start_graph_page = "ノートのグラフ"
    start_tags_page = "タグ"
    start_first_note = "最初のノート"
    start_first_tag = "はじめに"
    start_first_note_text = (
        "**サインの2乗の平均**は ![[first.py#mean|.2f]] です。\n"
        "この数も下の図も `snippets/first.py` を実行して得たものです。\n"
        "ファイルを直して保存すると、どちらも変わります。[[index]] に戻る。\n\n"
        "![[first.py#curve]]\n"
    )
    start_first_snippet = "サインの2乗を描き、その平均を測る。"
    start_first_figure = "sin² x"
    saved_output = "保存された出力、実行していません"
