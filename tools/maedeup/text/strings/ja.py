"""The catalogue in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from maedeup.text.strings.en import English
from maedeup.text.strings.learning import JapaneseLearning
from maedeup.text.strings.starting import JapaneseStart


class Japanese(JapaneseLearning, JapaneseStart, English):
    """Texts by name, in the plain style."""

    language = "ja"

    search = "検索"
    not_found = "ページが見つからない"
    home = "最初のページ"
    updated = "本文の最終更新日"
    planned_note = "まだ書かれていないノート"
    references = "参考文献"
    unknown_work = "文献一覧にない"
    executed_notebook = "実行済みノートブックを見る"

    def not_found_text(self, home: str) -> str:
        return f"アドレスが変わったか、書き間違えられている。上の検索で探すか、{home}から始める。"

    def day(self, when: date) -> str:
        return f"{when.year}年{when.month}月{when.day}日"

    def taken_from(self, source: str) -> str:
        return f"{source}より"

    def moved(self, link: str, title: str) -> str:
        return f"この文章は{link}に移った。"

    def pages_of_work(self, pages: str) -> str:
        return f"{pages}頁"

    callouts: ClassVar[Mapping[str, str]] = {
        "note": "メモ",
        "abstract": "要約",
        "summary": "要約",
        "tldr": "要約",
        "info": "情報",
        "todo": "やること",
        "tip": "ヒント",
        "hint": "ヒント",
        "important": "重要",
        "success": "成功",
        "check": "確認",
        "done": "完了",
        "question": "質問",
        "help": "ヘルプ",
        "faq": "よくある質問",
        "warning": "注意",
        "caution": "注意",
        "attention": "注意",
        "failure": "失敗",
        "fail": "失敗",
        "missing": "欠落",
        "danger": "危険",
        "error": "エラー",
        "bug": "バグ",
        "example": "例",
        "quote": "引用",
        "cite": "引用",
        "correction": "訂正",
    }

    figure = "図"
    equation = "式"

    def figure_number(self, number: int) -> str:
        return f"図{number}"

    def figure_called(self, label: str) -> str:
        return f"図 {label}"

    def equation_number(self, number: str, title: str) -> str:
        return f"{title}の式({number})" if title else f"式({number})"

    def line(self, number: int) -> str:
        return f"{number}行目"

    read_before = "先に読むノート"
    read_after = "続けて読むノート"
    reading_order = "読む順序"
    mark_as_read = "既読にする"
    is_read = "既読"
    can_be_read = "もう読める"
    linked_from = "このノートへのリンク元"
    neighbours = "隣のノート"
    in_whole_graph = "全体のグラフで見る"
    near_lines = "太い線は互いに、点線は向こうからだけリンクしている。"
    loose_here = "このノートがリンクなしで触れているノート"
    loose_there = "リンクなしでこのノートに触れているノート"
    take_notebook = "ノートブックをダウンロード"
    open_in_colab = "Colabで開く"
    as_markdown = "Markdownで見る"
    correction = "訂正"
    slip = "原典から直したこと"

    def neighbours_count(self, n_all: int, n_shown: int) -> str:
        count = f"{n_all}件" if n_all == n_shown else f"{n_all}件のうち近い{n_shown}件"
        return f"隣のノート {count}"

    page_not_made = "ページを作れなかった"
    page_comes_back = "直して保存すると、このページは自然に戻る。"
    running = "実行している。"

    def took(self, seconds: float) -> str:
        return f"前回は{seconds:.1f}秒かかった。"

    def loose_mentions(self, number: int) -> str:
        return f"リンクのない言及 {number}件"

    def shown_by(self, links: str) -> str:
        return f"示すコード: {links}"

    graph = "ノートのグラフ"
    graph_list = "グループ別のノート"
    graph_tools = "グラフの操作"
    graph_find = "題名で探す"
    graph_find_label = "グラフの中を題名で探す"
    graph_larger = "拡大"
    graph_smaller = "縮小"
    graph_all = "全体を表示"
    graph_loose = "まだつながっていないノート"
    graph_keys = (
        "ドラッグで動かし、ホイールか二本の指で大きさを変える。キーボードでは、矢印で隣のノートへ、"
        "<kbd>Enter</kbd>でノートを開き、<kbd>Shift</kbd>+矢印で図を動かし、"
        "<kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd>で大きさを変え、<kbd>Esc</kbd>で選択を外す。"
    )

    def group_size(self, number: int) -> str:
        return f"{number}件"

    # Cells that are edited in the page, while serving.
    try_cell = "このセルを直して実行する"
    try_editor = "セルのコード"
    try_run = "実行 (Ctrl+Enter)"
    try_keep = "ファイルに書く"
    try_back = "元に戻す"
    try_edited = "直したもの"
    try_changed = "変わった"
    try_line = "行"
    try_failed = "サーバーが答えない。"

    stdout = "出力"
    stderr = "エラー出力"
    result = "値"
    original = "元のまま"
    changed_code = "変わるコード"
    not_reached = "ここまで実行されない。"
    nothing_shown = "表示する結果がない。"
    watch_kernel = "カーネル(スレッド、Cコード、子プロセスが読んだものまで)"
    watch_hooks = "Pythonのみ(Cコードと子プロセスが読んだものは不明)"
    file = "ファイル"
    run = "実行"
    run_time = "実行日時"
    versions = "バージョン"
    inputs = "読み込み"
    shapes = "形状"
    shapes_left_out = "載せていない。形状を記録した実行は違う結果を出した。"
    watched_by = "監視"
    more = "詳細"
    page_of_snippet = "このスニペットのページ"
    notebook = "ノートブック"
    shapes_by_line = "行ごとの形状"

    def code_lines(self, number: int) -> str:
        return f"コード {number}行"

    def seconds(self, number: float) -> str:
        return f"{number:.2f}秒"

    def changed_code_of(self, title: str) -> str:
        return f"変わるコード: {title}"

    def broken_claims(self, title: str) -> str:
        return f"「{title}」では成り立たなくなる主張"

    chart = "グラフ"
    chart_numbers = "グラフの数値"
    cut_object = "一部だけを示す。"

    def some_columns(self, n_shown: int, n_all: int) -> str:
        return f"全{n_all}列のうち{n_shown}列"

    def some_rows(self, n_shown: int, n_all: int) -> str:
        return f"全{n_all}行のうち{n_shown}行"

    def table_of(self, n_rows: int) -> str:
        return f"表、{n_rows}行"

    def shape_lines(self, number: int) -> str:
        return f"形状 {number}行"

    def documented_names(self, number: int) -> str:
        return f"名前{number}個の公式ドキュメント"

    def documentation_of(self, name: str, library: str) -> str:
        return f"{library}公式ドキュメントの{name}"

    def either(self, kinds: list[str]) -> str:
        return " または ".join(kinds)

    def values_between(self, span: str, is_first: bool) -> str:
        return f"{'最初の' if is_first else ''}値 {span}"

    shapes_sampled = "(繰り返しの一部を見た)"

    frame = "コマ"
    play = "再生"
    pause = "一時停止"

    def frame_number(self, number: str) -> str:
        return f"コマ {number}"

    def some_frames(self, n_shown: int, n_all: int) -> str:
        return f"全{n_all}コマのうち{n_shown}コマ"

    def frames_between(self, first: str, last: str, number: int) -> str:
        return f"{first}から{last}まで{number}コマ"

    def axis(self, is_horizontal: bool, label: str, low: str, high: str) -> str:
        return f"{'横軸' if is_horizontal else '縦軸'} {label} {low}から{high}まで"

    def legend(self, entries: list[str]) -> str:
        return f"凡例 {', '.join(entries)}"

    snippets = "スニペット集"
    run_record = "実行の記録"
    used_by = "このスニペットを使うノート"
    take_away = "ダウンロード"
    all_code = "すべてのコード"

    def about_snippets(self, number: int) -> str:
        return (
            f"{number}個のスニペットをフォルダー別に集めた。"
            "選ぶと、コードと結果、実行の記録、使っているノートが出る。"
        )

    def more_snippets(self, number: int) -> str:
        return f"残り{number}個"

    def ran_at(self, time: datetime, device: str, seconds: float) -> str:
        when = f"{self.day(time)} {time:%H:%M} UTC"
        return f"{when}に{device}で実行し、{self.seconds(seconds)}かかった。"

    def ran_with(self, versions: str) -> str:
        return f"使ったバージョンは{versions}である。"

    def ran_on_files(self, files: str) -> str:
        return f"読んだファイルは{files}である。"

    def ran_watched(self, watch: str) -> str:
        return f"実行を監視したのは{watch}である。"

    ran_without_shapes = "形状を記録した実行が違う結果を出したので、形状は載せていない。"
    ran_unchanged = (
        "その後、コードと読んだファイルとパッケージのバージョンが変わっていないので、"
        "この結果を示す。"
    )

    also_called = "別名"
    tags = "分類"
    code_of_page = "このページのコード"
    maps = "地図"
    labs = "実習"
    other_notes = "その他"
    llms_about = (
        "各ページのアドレスの末尾の`/`を`.md`に変えると、そのページのMarkdownがある。\n"
        "コードはこのサイトを作るときに実行したもので、出力と文中の値はその実行による。"
    )
    recent = "最近更新したノート"
    recent_unknown = "このサイトは、更新日がわからない状態で作られた。"
    recent_about = "日付はgitの履歴による。\n変更してまだコミットしていないノートはここにない。"

    def recent_feed(self, address: str) -> str:
        return f"[フィード]({address})もある。"

    hidden_code = "ノートには示さず、下のセルに必要なコード"
    switch = (
        "このノートは複数のスニペットやその変形を交互に示す。名前と乱数と補助モジュールを別々に保ち、\n"
        "一つずつ実行したときと同じ結果になるようにする。"
    )
    moved_claims = "この変形で成り立たない主張は下のセルにある"

    def from_site(self, site: str, address: str) -> str:
        return f"[{site}のこのノート]({address})より。"

    def outputs_from(self, versions: str) -> str:
        return (
            f"示した出力は{versions}で実行したものである。"
            "ほかのコンピューターでは数の最後の桁が違うことがあり、"
            "長く学習するともっと違うこともある。"
        )

    def run_above(self, snippet: str, cells: str) -> str:
        return f"上で実行した{snippet}のセル {cells}"

    def what_if(self, title: str) -> str:
        return f"もしも: {title}"

    mark_lab = "実習"
    mark_map = "地図"
    mark_guide = "案内"
    mark_code = "コード"
    by_alias = "別名"
    by_initials = "頭文字"
    by_layout = "キー配列"
    by_typo = "似た綴り"
    by_synonym = "同じ意味"
    by_sound = "似た音"
    by_part = "語の一部"
    nowhere = "どこにもない"
    most_found = "50件"
    at_least_found = "50件以上"

    copy_before = "前のコードも含めてコピー"
    copied_before = "前のコードも含めてコピーした"
    copied_alone = "ファイルを取得できず、このセルだけをコピーした"
    copied_modules = "下のコードがインポートするモジュールを一時フォルダーに置く。"
    show_shapes = "行ごとに形状を表示"
    graph_failed = "グラフを読み込めなかった。一覧を使う。"
    graph_chosen = "{title}: 隣のノート {n}件"
    graph_group = "グループ {group}"
    graph_found = "{n}件: {titles}"
    graph_none = "該当するノートがない"

    new_claim = "最初の文がこのノートの主張である。"
    new_title = "主張を一文で。"
    new_source = "出典: …"
