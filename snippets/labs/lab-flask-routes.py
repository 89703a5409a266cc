# /// script
# [tool.maedeup]
# aliases = ["엔드포인트", "route", "경로 변수", "render_template", "GET POST PUT DELETE", "Flask 기본 문법"]
# tags = ["실습", "웹"]
# requires = ["flask-overview"]
# source = "AI와 Flask 강의 노트 2부 1-2절; Flask 3.1 문서 Quickstart (Routing, HTTP Methods, Rendering Templates); RFC 9110"
# ///

# %% [markdown]
# # 실습: 주소와 메서드
#
# 같은 앱에 온 요청이 어떤 함수로 가는지는 무엇이 정하는가.
# 답은 주소와 메서드 둘이다. [[flask-overview|플라스크]]는 그 짝과 함수의 이름을 표 하나에 적어 두고 찾는다.
# 화면 하나짜리 앱에서 시작해, 학습 기록을 쓰고 고치고 지우는 작은 REST API까지 만든 뒤 그 표를 그린다.
# 서버는 띄우지 않고 `test_client`로 요청을 보낸다.

# %% setup
import logging

import matplotlib.pyplot as plt
from flask import Flask, abort, render_template, request, url_for
from jinja2 import DictLoader


def ask(app, method, path, **options):
    answer = app.test_client().open(path, method=method, **options)
    print(method, path, "->", answer.status)
    text = answer.get_data(as_text=True).strip()
    if text and (answer.status_code < 400 or answer.is_json):
        print("  ", text)
    return answer


# %% [markdown]
# ## 주소 하나에 함수 하나
#
# `@app.route`는 바로 아래 함수를 주소에 잇는다. 이렇게 이어진 함수를 **뷰**(view), 표에 적히는 이름을 **엔드포인트**(endpoint)라고 한다. 이름을 따로 주지 않으면 함수의 이름이 엔드포인트이다.
# 주소 안의 `<name>`은 경로 변수여서, 그 자리의 글자가 함수의 인자로 들어온다.
# `<int:n>`처럼 변환기를 붙이면 정수만 받는다.

# %% views
app = Flask(__name__)


@app.route("/samplePage")
def sample_page():
    return "<h1>Hello, Flask!</h1>"


@app.route("/hello/<name>")
def hello(name):
    return f"{type(name).__name__} {len(name)}"


@app.route("/square/<int:n>")
def square(n):
    return f"{type(n).__name__} {n * n}"


# %% [markdown]
# 화면은 보통 템플릿 파일에 두고 `render_template`으로 값을 넣는다.
# 파일은 `templates` 폴더에서 찾지만, 여기서는 파일 대신 사전에 담아 둔다.

# %% template
app.jinja_loader = DictLoader({"target.html": "<h1>var1: {{ var1 }}</h1>"})


@app.route("/showHtml/<var1>")
def show_html(var1):
    return render_template("target.html", var1=var1)


# %% ask-pages
page = ask(app, "GET", "/samplePage")
name = ask(app, "GET", "/hello/kim")
number = ask(app, "GET", "/square/12")
not_number = ask(app, "GET", "/square/twelve")
html = ask(app, "GET", "/showHtml/42")
assert (page.text, name.text, number.text) == (
    "<h1>Hello, Flask!</h1>",
    "str 3",
    "int 144",
)
assert not_number.status_code == 404 and html.text == "<h1>var1: 42</h1>"

# %% [markdown]
# 경로 변수는 변환기가 없으면 늘 문자열이다.
# `twelve`는 정수가 아니어서 `square`의 주소와 맞지 않고, 맞는 주소가 없으니 404이다. 함수 안에서 글자를 검사할 일이 하나 줄었다.
# 주소는 글자 그대로 견주므로 `/smaplePage`처럼 한 글자만 바뀌어도 404이다.

# %% literal
typo = ask(app, "GET", "/smaplePage")
assert typo.status_code == 404

# %% [markdown]
# > **바로잡음: 템플릿에 넣은 값은 그대로 찍히지 않는다.**
# > 흔히 `{{ var1 }}` 자리에 값이 그대로 들어간다고 쓴다.
# > 이름이 `.html`로 끝나는 템플릿에서는 `<`와 `>`가 글자 참조로 바뀐다. 바뀌지 않으면 주소에 적은 태그와 스크립트가 남의 화면에서 살아난다(XSS).

# %% escape
escaped = ask(app, "GET", "/showHtml/<b>bold<b>")
assert "&lt;b&gt;bold" in escaped.text and "<b>" not in escaped.text

# %% [markdown]
# 뷰에서 글을 직접 이어 붙여 돌려주면 이 보호가 없으므로, `markupsafe.escape`를 쓰거나 템플릿에 맡긴다. 템플릿의 나머지는 [[lab-flask-templates]]에서 한다.
#
# ## 같은 주소, 다른 메서드
#
# 학습 기록 하나를 자원으로 두고, 주소는 자원을, 메서드는 하려는 일을 가리키게 한다.
# 메서드를 적지 않은 `route`는 GET만 받는다. `app.get`, `app.post`는 `route(..., methods=["GET"])`처럼 적는 것을 줄인 이름이다.

# %% rest
api = Flask("runs")
runs = {}


@api.route("/runs", methods=["GET", "POST"])
def all_runs():
    if request.method == "POST":
        new_id = max(runs, default=0) + 1
        runs[new_id] = request.get_json()
        return {"id": new_id}, 201, {"Location": url_for("one_run", run_id=new_id)}
    return runs


@api.get("/runs/<int:run_id>")
def one_run(run_id):
    return runs.get(run_id) or abort(404)


@api.put("/runs/<int:run_id>")
def replace_run(run_id):
    runs[run_id] = request.get_json()
    return runs[run_id]


@api.delete("/runs/<int:run_id>")
def delete_run(run_id):
    runs.pop(run_id, None)
    return "", 204


# %% [markdown]
# 만들고, 읽고, 바꾸고, 지우고, 다시 읽는다.

# %% ask-rest
created = ask(api, "POST", "/runs", json={"model": "mlp", "accuracy": 0.91})
ask(api, "GET", "/runs")
ask(api, "PUT", "/runs/1", json={"model": "cnn", "accuracy": 0.97})
ask(api, "GET", "/runs/1")
ask(api, "DELETE", "/runs/1")
gone = ask(api, "GET", "/runs/1")
refused = ask(api, "DELETE", "/runs")
location, allowed = created.headers["Location"], ", ".join(sorted(refused.allow))
print("Location:", location, " Allow:", allowed)
assert (created.status_code, gone.status_code, refused.status_code) == (201, 404, 405)
assert location == "/runs/1" and allowed == "GET, HEAD, OPTIONS, POST"

# %% [markdown]
# 새로 만든 답은 201이고 `Location` 헤더가 만든 자원의 주소(![[lab-flask-routes.py#location]])를 알려 준다. 지운 답은 본문이 없어 204이다.
# 없는 주소는 404이고, 주소는 있는데 메서드가 없으면 405이다. 405의 `Allow` 헤더에는 되는 메서드(![[lab-flask-routes.py#allowed]])가 있다. HEAD와 OPTIONS는 플라스크가 보탠 것이다.
#
# 같은 PUT이나 DELETE는 두 번 보내도 결과가 같고(멱등), 같은 POST는 두 번 보내면 둘이 생긴다.

# %% idempotent
for _ in range(2):
    api.test_client().put("/runs/5", json={"model": "rnn"})
after_put = len(runs)
for _ in range(2):
    api.test_client().post("/runs", json={"model": "rnn"})
after_post = len(runs)
print("PUT 두 번 뒤", after_put, " POST 두 번 뒤", after_post)
assert (after_put, after_post) == (1, 3)

# %% [markdown]
# ## 표를 그린다
#
# 앱이 아는 주소는 모두 `url_map`에 있다. 세로는 주소, 가로는 메서드이고 칸에는 엔드포인트를 적었다.

# %% url-map
rules = [r for a in (app, api) for r in a.url_map.iter_rules() if r.endpoint != "static"]
methods = ["GET", "POST", "PUT", "DELETE"]
paths = list(dict.fromkeys(r.rule for r in rules))
cells = {(r.rule, m): r.endpoint for r in rules for m in methods if m in r.methods}
print(len(paths), "개 주소,", len(cells), "개 짝")
assert cells["/runs", "GET"] == cells["/runs", "POST"] == "all_runs" and len(paths) == 6

# %% plot-map
fig, ax = plt.subplots(num="url-map", figsize=(7, 3.2), layout="constrained")
for (path, method), endpoint in cells.items():
    x, y = methods.index(method), paths.index(path)
    ax.barh(y, 0.94, left=x - 0.47, height=0.8, color=f"C{x}", alpha=0.35)
    ax.text(x, y, endpoint, ha="center", va="center", fontsize=9)
ax.set_xticks(range(4), methods)
ax.set_yticks(range(len(paths)), paths)
ax.set(title="주소와 메서드의 짝이 엔드포인트를 정한다", xlim=(-0.5, 3.5))
ax.set_ylim(len(paths) - 0.5, -0.5)
ax.grid(visible=False)

# %% [markdown]
# 표를 거꾸로 읽는 것이 `url_for`이다. 엔드포인트에서 주소를 얻으므로, 주소를 바꾸어도 링크를 고칠 필요가 없다.
# 요청 밖에서 부르려면 [[flask-contexts|컨텍스트]]가 있어야 한다.

# %% url-for
with api.test_request_context():
    built = url_for("one_run", run_id=3)
print(built)
assert built == "/runs/3"

# %% [markdown]
# ## 고장 난 코드 셋
#
# > **원 노트에서 고친 것: 데코레이터 줄 끝의 쌍점.**
# > `@app.route("/samplePage"):`라고 쓴 예가 있다.
# > 데코레이터(decorator)는 문장의 머리가 아니라 함수에 붙는 식이므로 쌍점이 없다. 있으면 앱이 시작되기도 전에 문법 오류이다.

# %% colon
broken = """\
@app.route("/samplePage", methods=["GET", "POST"]):
def sample_page():
    return "ok"
"""
try:
    compile(broken, "broken.py", "exec")
    colon_error = ""
except SyntaxError as e:
    colon_error = type(e).__name__
    print(colon_error, e)
assert colon_error == "SyntaxError"

# %% [markdown]
# > **원 노트에서 고친 것: 본문이 `pass`인 뷰.**
# > 모양만 보이려고 본문에 `pass`를 적은 예가 있다.
# > 그러면 뷰가 `None`을 돌려주는데, 뷰는 답이 될 것(글, dict, 튜플, 응답 객체)을 돌려주어야 한다. 브라우저는 500을 본다.

# %% none
empty = Flask("empty")
empty.logger.setLevel(logging.CRITICAL + 1)  # 긴 역추적은 여기서 찍지 않는다


@empty.get("/pass")
def nothing():
    pass


status = ask(empty, "GET", "/pass").status_code
empty.testing = True  # 시험할 때는 예외를 500으로 바꾸지 않고 그대로 낸다
try:
    empty.test_client().get("/pass")
    none_error = ""
except TypeError as e:
    none_error = type(e).__name__
    print(none_error, str(e).split(".")[0])
assert status == 500 and none_error == "TypeError"

# %% [markdown]
# > **원 노트에서 고친 것: 이름이 같은 뷰 여럿.**
# > 한 파일에 `samplePage`라는 뷰를 세 번 적은 예가 있다.
# > 엔드포인트는 표의 이름이라 겹칠 수 없다. 주소가 서로 달라도 두 번째에서 멈춘다.

# %% duplicate
twice = Flask("twice")


def make_view(text):
    def samplePage():
        return text

    return samplePage


twice.route("/one")(make_view("one"))
try:
    twice.route("/two")(make_view("two"))
    dup_error = ""
except AssertionError as e:
    dup_error = type(e).__name__
    print(dup_error, e)
assert dup_error == "AssertionError"

# %% [markdown]
# 데코레이터를 만들며 `@wraps`를 빠뜨린 함수를 둘 이상 등록할 때도 같은 오류를 본다. 감싼 함수의 이름이 모두 같아지기 때문이다.
#
# 노트북에서만 겪는 함정이 하나 더 있다. 요청을 한 번이라도 받은 앱에는 뷰를 더할 수 없다. 그래서 이 실습은 뷰를 모두 적은 다음에 요청을 보냈다.

# %% too-late
try:
    app.route("/late")(make_view("late"))
    late_error = ""
except AssertionError as e:
    late_error = type(e).__name__
    print(late_error, str(e).splitlines()[0].split(". ")[0])
assert late_error == "AssertionError"

# %% [markdown]
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - `/square/<int:n>`은 음수를 받는가. 받게 하려면 `int(signed=True)`를 쓴다.
#   답: 받지 않아 ![[flask_answers.py#unsigned_status]]이다. `signed=True`를 주면 -3의 제곱 ![[flask_answers.py#squared]]을(를) 돌려준다.
# - 주소를 `/runs/`처럼 빗금으로 끝내면 `/runs`로 온 요청은 어떻게 되는가. 답은 [[lab-flask-blueprint]]에 있다.
# - `runs`는 앱을 다시 켜면 사라진다. [[lab-flask-crud]]에서 데이터베이스로 옮긴다.
