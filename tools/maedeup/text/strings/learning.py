"""What a learner is told on the way: paths, exercises, predictions, evidence; in each language."""

from __future__ import annotations


class EnglishLearning:
    """Texts by name; the other languages derive from it."""

    reading_path = "Path"
    path_before = "Previous"
    path_next = "Next"
    path_end = "This was the last one"
    path_read = "read"
    path_continue = "Continue"
    path_start = "Start"
    path_done = "All read"
    skeleton = "Write your answer here"
    exercise_where = "On paper, or in a notebook with an empty cell and the checks:"
    checks = "Checks"
    solution = "Solution"
    wrong_answer = "Wrong answer"
    see_answer = "See the answer"
    the_run_says = "The run says"
    your_answer = "Your answer"
    judge = "Check"
    right = "Right."
    wrong = "Not so."
    stop_asking = "Show answers at once, always"
    ask_again = "Ask me first again"
    evidence = "Evidence"
    evidence_copy = "Copy this"
    evidence_copied = "Copied"
    evidence_close = "Close"
    evidence_page = "The snippet's page"
    evidence_wait = "Loading …"
    evidence_none = "It could not be loaded; the snippet's page has it."
    cards = "Cards for review"
    cards_of = "Cards of"
    cards_read = "notes that I have read"
    cards_all = "all notes"
    cards_start = "Review"
    cards_stop = "Stop"
    cards_left = "{n} left today"
    cards_again = "Again"
    cards_known = "I knew it"
    cards_none = (
        "Nothing to review today. Mark a note as read at its foot, or choose a path: "
        "its cards come here."
    )
    cards_done = "Done for today. What you knew comes back after 1, 3 and 7 days."
    cards_wait = "Loading …"
    cards_failed = "The cards could not be loaded. Each note's cards are behind its link below."
    cards_other = "Other notes"
    card_blank = "hidden value"

    def cards_count(self, number: int) -> str:
        """Say how many cards a note has."""
        return f"{number} card{'s' * (number != 1)}"

    def card_claim(self, title: str) -> str:
        """Ask for the claim of a note."""
        return f"**{title}**: what is it, in one sentence?"

    def card_correction(self, title: str) -> str:
        """Ask what is so where many are mistaken."""
        return f"“{title}”: is it so? What is so?"

    def other_paths(self, number: int) -> str:
        """Say how many other maps hold a note."""
        return f"{number} other paths" if number > 1 else "One other path"

    def minutes(self, number: int) -> str:
        """Say how long something takes to read."""
        if number < 60:
            return f"{number} min"
        hours, rest = divmod(number, 60)
        return f"{hours} h {rest} min" if rest else f"{hours} h"

    def path_length(self, notes: int, minutes: int) -> str:
        """Say how long a path is."""
        return f"{notes} notes, about {self.minutes(minutes)}"

    def checked_by(self, n_wrong: int) -> str:
        """Say by what the checks were tried."""
        answers = "wrong answer" if n_wrong == 1 else "wrong answers"
        return f"The solution passes them, and {n_wrong} {answers} do not."

    def line_of_cell(self, number: int) -> str:
        """Name a line of the code that is shown."""
        return f"line {number}"


class KoreanLearning(EnglishLearning):
    """In Korean."""

    reading_path = "읽는 길"
    path_before = "이전"
    path_next = "다음"
    path_end = "이 길의 마지막 노트이다"
    path_read = "읽음"
    path_continue = "이어서 읽기"
    path_start = "첫 노트부터"
    path_done = "모두 읽었다"
    skeleton = "여기에 답을 쓴다"
    exercise_where = "종이에 풀거나, 빈 셀과 확인이 든 노트북에서 푼다:"
    checks = "확인"
    solution = "풀이"
    wrong_answer = "틀린 답"
    see_answer = "답을 본다"
    the_run_says = "실행한 값"
    your_answer = "내 답"
    judge = "맞춰 본다"
    right = "맞다."
    wrong = "아니다."
    stop_asking = "앞으로는 묻지 않고 바로 보이기"
    ask_again = "다시 먼저 묻기"
    evidence = "증거"
    evidence_copy = "이대로 복사"
    evidence_copied = "복사했다"
    evidence_close = "닫기"
    evidence_page = "스니펫의 쪽"
    evidence_wait = "가져오는 중"
    evidence_none = "가져오지 못했다. 스니펫의 쪽에 있다."
    cards = "복습할 카드"
    cards_of = "카드를 고를 곳"
    cards_read = "내가 읽은 노트"
    cards_all = "모든 노트"
    cards_start = "복습 시작"
    cards_stop = "그만"
    cards_left = "오늘 {n}장 남음"
    cards_again = "다시"
    cards_known = "알았다"
    cards_none = (
        "오늘 복습할 카드가 없다. 노트 끝에서 읽음으로 표시하거나 길을 고르면 "
        "그 카드가 여기로 온다."
    )
    cards_done = "오늘 몫을 마쳤다. 알았던 카드는 1일, 3일, 7일 뒤에 다시 온다."
    cards_wait = "가져오는 중"
    cards_failed = "카드를 가져오지 못했다. 노트마다의 카드는 아래의 링크에 있다."
    cards_other = "그 밖의 노트"
    card_blank = "가린 값"

    def cards_count(self, number: int) -> str:
        return f"{number}장"

    def card_claim(self, title: str) -> str:
        return f"**{title}**: 한 문장으로 말하면?"

    def card_correction(self, title: str) -> str:
        return f"“{title}”: 맞는 말인가? 실제로는 어떤가?"

    def other_paths(self, number: int) -> str:
        return f"다른 길 {number}개"

    def minutes(self, number: int) -> str:
        if number < 60:
            return f"{number}분"
        hours, rest = divmod(number, 60)
        return f"{hours}시간 {rest}분" if rest else f"{hours}시간"

    def path_length(self, notes: int, minutes: int) -> str:
        return f"노트 {notes}편, {self.minutes(minutes)}쯤"

    def checked_by(self, n_wrong: int) -> str:
        return f"풀이는 이 확인을 지나고, 틀린 답 {n_wrong}개는 걸린다."

    def line_of_cell(self, number: int) -> str:
        return f"{number}행"


class JapaneseLearning(EnglishLearning):
    """In Japanese."""

    reading_path = "読む道"
    path_before = "前"
    path_next = "次"
    path_end = "この道の最後のノート"
    path_read = "既読"
    path_continue = "続きから読む"
    path_start = "最初のノートから"
    path_done = "すべて読んだ"
    skeleton = "ここに答えを書く"
    exercise_where = "紙の上で、または空のセルと確認の入ったノートブックで解く："
    checks = "確認"
    solution = "解答"
    wrong_answer = "誤答"
    see_answer = "答えを見る"
    the_run_says = "実行した値"
    your_answer = "自分の答え"
    judge = "答え合わせ"
    right = "正しい。"
    wrong = "違う。"
    stop_asking = "今後は尋ねずにすぐ見せる"
    ask_again = "また先に尋ねる"
    evidence = "証拠"
    evidence_copy = "このままコピー"
    evidence_copied = "コピーした"
    evidence_close = "閉じる"
    evidence_page = "スニペットのページ"
    evidence_wait = "取得中"
    evidence_none = "取得できなかった。スニペットのページにある。"
    cards = "復習カード"
    cards_of = "カードの範囲"
    cards_read = "読んだノート"
    cards_all = "すべてのノート"
    cards_start = "復習を始める"
    cards_stop = "やめる"
    cards_left = "今日はあと{n}枚"
    cards_again = "もう一度"
    cards_known = "分かった"
    cards_none = (
        "今日復習するカードはない。ノートの末尾で既読にするか、道を選ぶと、そのカードがここに来る。"
    )
    cards_done = "今日の分は終わり。分かったカードは1日、3日、7日後にまた来る。"
    cards_wait = "取得中"
    cards_failed = "カードを取得できなかった。ノートごとのカードは下のリンクにある。"
    cards_other = "ほかのノート"
    card_blank = "隠した値"

    def cards_count(self, number: int) -> str:
        return f"{number}枚"

    def card_claim(self, title: str) -> str:
        return f"**{title}**：一文で言うと？"

    def card_correction(self, title: str) -> str:
        return f"「{title}」：正しいか。実際はどうか。"

    def other_paths(self, number: int) -> str:
        return f"ほかの道 {number}"

    def minutes(self, number: int) -> str:
        if number < 60:
            return f"{number}分"
        hours, rest = divmod(number, 60)
        return f"{hours}時間{rest}分" if rest else f"{hours}時間"

    def path_length(self, notes: int, minutes: int) -> str:
        return f"ノート{notes}本、約{self.minutes(minutes)}"

    def checked_by(self, n_wrong: int) -> str:
        return f"解答はこの確認を通り、誤答{n_wrong}個は通らない。"

    def line_of_cell(self, number: int) -> str:
        return f"{number}行"
