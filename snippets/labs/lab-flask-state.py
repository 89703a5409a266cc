# /// script
# [tool.maedeup]
# aliases = ["Flash 메시지", "flash", "get_flashed_messages", "로깅", "logger", "logging"]
# tags = ["실습", "웹"]
# requires = ["cookie-and-session"]
# source = "AI와 Flask 강의 노트 2부 1-3절; Flask 3.1 문서 Sessions, Message Flashing, Logging; Python 문서 logging"
# ///

# %% [markdown]
# # 실습: 쿠키, 세션, 플래시, 로깅
#
# 요청은 서로를 모르는데, 앱은 어떻게 “아까 그 사람”을 알아보고 “저장했습니다”를 한 번만 보여 주는가.
# 로그인이 있는 작은 앱을 만들어 요청 사이에 무엇이 남는지 보고, 서버 쪽에는 [[flask-contexts|요청]]마다 무엇을 적어 둘지 정한다.

# %% setup
import io
import logging
import secrets

import matplotlib.pyplot as plt
from flask import (
    Flask,
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template_string,
    request,
    session,
    url_for,
)


def ask(client, method, path, headers=(), **options):
    answer = client.open(path, method=method, **options)
    print(method, path, "->", answer.status)
    for name in headers:
        print(f"   {name}:", answer.headers.get(name))
    if answer.status_code == 200:
        print("  ", answer.text.strip())
    return answer


# %% [markdown]
# ## 로그인하는 앱
#
# 방문 횟수는 쿠키에, 로그인한 이름은 세션에 둔다. 횟수는 사람이 고쳐도 되는 값이고 이름은 안 되는 값이기 때문이다.
# 세션과 플래시는 서명한 [[cookie-and-session|쿠키]]에 실리므로 `SECRET_KEY`가 있어야 한다. 열쇠는 적지 않고 만든다.

# %% app
app = Flask(__name__)
app.config["SECRET_KEY"] = secrets.token_hex(32)

PAGE = """{{ name or "손님" }} | 방문 {{ visits }} | 알림
{%- for message in get_flashed_messages() %} {{ message }}{% else %} 없음{% endfor %}"""


@app.get("/")
def home():
    visits = request.cookies.get("visits", 0, type=int) + 1
    body = render_template_string(PAGE, name=session.get("name"), visits=visits)
    response = make_response(body)
    response.set_cookie("visits", str(visits))
    return response


@app.post("/login")
def login():
    session["name"] = request.form["name"]
    flash("들어왔습니다")
    return redirect(url_for("home"))


@app.post("/logout")
def logout():
    session.pop("name", None)
    flash("나갔습니다")
    return redirect(url_for("home"))


# %% [markdown]
# 처음 온 사람, 로그인, 그 다음 화면, 다시 한번 같은 화면이다.

# %% visit
client = app.test_client()
first = ask(client, "GET", "/").text
login_answer = ask(client, "POST", "/login", ["Location"], data={"name": "kim"})
shown = ask(client, "GET", "/").text
again = ask(client, "GET", "/").text
assert login_answer.status_code == 302 and login_answer.headers["Location"] == "/"
assert "손님 | 방문 1" in first and "kim | 방문 2" in shown
assert "들어왔습니다" in shown and again.endswith("알림 없음")

# %% [markdown]
# 알림은 한 번 보이고 없어졌다. `flash`는 메시지를 세션에 넣어 다음 요청까지 들고 가게 하고, `get_flashed_messages`는 꺼내면서 지운다.
# 로그인의 답은 화면이 아니라 302와 갈 곳이다. 그래서 새로고침을 눌러도 POST가 다시 가지 않는다(Post/Redirect/Get).
#
# 나가면 세션의 이름은 없어지고 쿠키의 횟수는 남는다. 다른 브라우저는 둘 다 모른다.

# %% logout
ask(client, "POST", "/logout")
after_logout = ask(client, "GET", "/").text
other = ask(app.test_client(), "GET", "/").text
assert "손님 | 방문 4" in after_logout and "손님 | 방문 1" in other

# %% [markdown]
# ## 메시지에 종류를 붙인다
#
# 성공과 경고를 다른 색으로 보이려면 종류를 함께 넣는다. 한 요청 안에서는 여러 번 꺼내도 같은 목록이고, 다음 요청에서는 빈 목록이다.

# %% categories
with app.test_request_context():
    flash("저장했습니다", "success")
    flash("용량이 거의 찼습니다", "warning")
    pairs = get_flashed_messages(with_categories=True)
    only = get_flashed_messages(category_filter=["warning"])
print(pairs)
print(only)
assert pairs[0] == ("success", "저장했습니다") and only == ["용량이 거의 찼습니다"]

# %% [markdown]
# ## 열쇠가 없으면
#
# 열쇠 없는 앱도 세션을 읽을 수는 있다. 비어 있을 뿐이다. 쓰려고 하면 멈춘다.

# %% no-key
keyless = Flask("keyless")
with keyless.test_request_context():
    read = session.get("name")
    try:
        flash("저장했습니다")
        key_error = ""
    except RuntimeError as e:
        key_error = type(e).__name__
        print(key_error, str(e).split(". ")[0])
print("읽기:", read)
assert key_error == "RuntimeError" and read is None

# %% [markdown]
# 쿠키를 지우는 법, 없는 키를 읽을 때의 `KeyError`, 세션의 내용이 남에게 보인다는 것은 [[cookie-and-session]]에서 확인했다.
#
# ## 로깅
#
# 화면은 쓰는 사람에게, 로그는 만드는 사람에게 하는 말이다. `print`와 달리 메시지마다 **수준**(level)이 있어, 코드를 고치지 않고 어디까지 볼지 바꾼다.
# `app.logger`는 파이썬 표준 라이브러리의 로거이고 기본으로는 표준 오류에 쓴다. 여기서는 눈으로 보려고 글 상자에 쓰게 한다.


# %% log
def logged(level):
    box = io.StringIO()
    demo = Flask("demo")
    demo.logger.handlers[:] = [logging.StreamHandler(box)]
    demo.logger.setLevel(level)
    demo.logger.debug("배치 17의 모양 (32, 784)")
    demo.logger.info("모델을 읽었다")
    demo.logger.warning("입력이 비어 있어 기본값을 썼다")
    demo.logger.error("예측에 실패했다")
    demo.logger.critical("데이터베이스에 닿지 않는다")
    return box.getvalue().splitlines()


print(*logged(logging.WARNING), sep="\n")
n_warning, n_debug = len(logged(logging.WARNING)), len(logged(logging.DEBUG))
assert (n_warning, n_debug) == (3, 5)

# %% [markdown]
# `WARNING`으로 두면 다섯 가운데 ![[lab-flask-state.py#n_warning]]개만 남고, 자세한 `debug`와 `info`는 버려진다.
# 아무것도 정하지 않으면 어떤가. 보통은 `WARNING`이고, 디버그 모드에서는 `DEBUG`이다.

# %% default-level
plain, debugging = Flask("plain"), Flask("debugging")
debugging.debug = True
plain_level = logging.getLevelName(plain.logger.getEffectiveLevel())
debug_level = logging.getLevelName(debugging.logger.getEffectiveLevel())
print(plain_level, debug_level)
assert (plain_level, debug_level) == ("WARNING", "DEBUG")

# %% plot-levels
levels = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
fig, ax = plt.subplots(num="log-levels", figsize=(7, 3), layout="constrained")
for y, level in enumerate(levels):
    passed = len(logged(level))  # 뒤에서부터 passed개가 남는다
    cut = len(levels) - passed
    ax.scatter(
        range(cut, len(levels)),
        [y] * passed,
        s=130,
        color="C0",
        label="남는다" if y == 0 else None,
    )
    ax.scatter(
        range(cut),
        [y] * cut,
        s=130,
        marker="x",
        color="0.6",
        label="버려진다" if y == 4 else None,
    )
ax.set_xticks(range(5), [name.lower() for name in levels])
ax.set_yticks(range(5), levels)
ax.set(
    title="로거의 수준과 남는 메시지",
    xlabel="메시지",
    ylabel="setLevel",
    ylim=(4.5, -0.5),
)
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))

# %% [markdown]
# > **원 노트에서 고친 것: `app.logger.serLevel`.**
# > 수준을 정하는 메서드를 `serLevel`로 적은 예가 있다.
# > 그런 이름은 없고 `setLevel`이 옳다. 서버를 켤 때 바로 드러나는 오류라 그나마 다행이다.

# %% ser-level
try:
    app.logger.serLevel(logging.DEBUG)
    level_error = ""
except AttributeError as e:
    level_error = type(e).__name__
    print(level_error, str(e).split(". ")[0])
app.logger.setLevel(logging.DEBUG)
assert level_error == "AttributeError" and app.logger.level == logging.DEBUG

# %% [markdown]
# 로그에 비밀번호나 세션의 값을 적지 않는다. 로그는 흔히 쿠키보다 오래 남고 더 많은 사람이 읽는다.
# 어느 환경에서 어느 수준을 쓸지는 코드가 아니라 [[lab-flask-config|설정]]에 둔다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - `session.permanent = True`로 두면 `Set-Cookie`에 무엇이 더 붙는가. 기한은 `PERMANENT_SESSION_LIFETIME`이 정한다.
#   답: 기한인 `Expires`가 붙는다. 없으면 브라우저를 닫을 때 지워지는 쿠키이다.
# - 방문 횟수를 세션에 두면 사람이 고칠 수 없다. 그래도 쿠키를 지우면 어떻게 되는가.
#   답: 서버는 아무것도 기억하지 않으므로 다시 ![[flask_answers.py#forgotten]]부터 센다. 고치지 못하는 것과 지우지 못하는 것은 다르다.
#
#   ![[flask_answers.py#state|code]]
#
# - `logging.Formatter`로 시각과 요청의 주소를 함께 찍는다.
#   답: `Formatter`를 물려받아 기록에 요청의 주소를 붙이고 꼴에 적는다. 시각 뒤에 “![[flask_app_answers.py#logged]]”이(가) 찍힌다.
#
#   ![[flask_app_answers.py#log|code]]
