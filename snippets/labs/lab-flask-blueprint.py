# /// script
# [tool.maedeup]
# aliases = ["블루프린트", "Blueprint", "url_prefix", "앱 분할"]
# tags = ["실습", "웹"]
# requires = ["lab-flask-routes"]
# source = "AI와 Flask 강의 노트 2부 2-1절, 1-3절; Flask 3.1 문서 Modular Applications with Blueprints, Application Factories"
# ///

# %% [markdown]
# # 실습: 블루프린트로 앱 나누기
#
# 뷰가 늘어난 앱을 여러 파일로 나누려면 뷰가 앱을 알아야 하는가.
# 뷰는 `@app.route`로 앱에 붙으니 앱을 임포트해야 할 것 같지만, 그러면 파일 둘이 서로를 부르게 된다.
# **블루프린트**(blueprint)는 앱 없이 뷰를 모아 두는 묶음이고, 앱에 등록할 때 비로소 주소가 생긴다.
# 임시 폴더에 파일을 적어 가며 나누기 전의 고장부터 본다.

# %% setup
import importlib
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
from flask import Flask, url_for
from jinja2 import DictLoader

folder = tempfile.TemporaryDirectory()
root = Path(folder.name)
sys.path.insert(0, folder.name)


def write(files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    importlib.invalidate_caches()


def ask(app, method, path):
    answer = app.test_client().open(path, method=method)
    print(method, path, "->", answer.status)
    if answer.status_code in (301, 302, 308):
        print("   Location:", answer.headers["Location"])
    elif answer.status_code == 200:
        print("  ", answer.get_data(as_text=True).strip())
    return answer


# %% [markdown]
# ## 서로를 부르는 두 파일
#
# `shop.py`는 뷰가 필요해서 `shop_views.py`를, `shop_views.py`는 앱이 필요해서 `shop.py`를 임포트한다.

# %% circular
write(
    {
        "shop.py": """\
from flask import Flask
import shop_views
app = Flask(__name__)
""",
        "shop_views.py": """\
from shop import app

@app.get('/')
def home():
    return 'home'
""",
    }
)
try:
    import shop  # noqa: F401

    circular_error = ""
except ImportError as e:
    circular_error = type(e).__name__
    print(circular_error, str(e).split(" (")[0])
assert circular_error == "ImportError"

# %% [markdown]
# 순환 참조(circular import)이다. `shop_views`가 `app`을 찾을 때 `shop`은 아직 첫 두 줄밖에 읽지 않았다.
# 임포트를 파일 끝으로 내려 피하기도 하지만, 파일이 늘면 차례를 맞추기 어렵다.
#
# ## 앱을 모르는 뷰
#
# 폴더 하나에 뷰와 템플릿과 정적 파일을 모은다. `view.py`는 앱을 임포트하지 않는다.

# %% package
write(
    {
        "sampleFolder/__init__.py": "",
        "sampleFolder/view.py": """\
from flask import Blueprint, current_app, render_template

blueprintApp = Blueprint(
    "blueprintApp", __name__, template_folder="template", static_folder="static"
)


@blueprintApp.route("/")
def home():
    return "<h1>sample blueprint app</h1>"


@blueprintApp.route("/about")
def about():
    return render_template("sampleFolder/about.html", app_name=current_app.name)
""",
        "sampleFolder/template/sampleFolder/about.html": ("{{ app_name }} 안의 블루프린트\n"),
        "sampleFolder/static/site.css": "h1 { color: teal; }\n",
    }
)
print((root / "sampleFolder/view.py").read_text(encoding="utf-8"))

# %% [markdown]
# 템플릿을 `sampleFolder/` 아래에 한 겹 더 둔 것은 이름이 겹치지 않게 하려는 것이다. 까닭은 아래에서 본다.
#
# ## 등록한다
#
# 앱을 만드는 쪽이 블루프린트를 임포트해서 등록한다. 화살표가 한쪽으로만 가므로 돌지 않는다.

# %% register
from sampleFolder import view


def create_app(name):
    app = Flask(name, static_folder=None)
    app.register_blueprint(view.blueprintApp, url_prefix="/sampleBlueprint")
    return app


app = create_app("site")
moved = ask(app, "GET", "/sampleBlueprint")
home = ask(app, "GET", "/sampleBlueprint/")
about = ask(app, "GET", "/sampleBlueprint/about")
style = ask(app, "GET", "/sampleBlueprint/static/site.css")
outside = ask(app, "GET", "/")
assert (moved.status_code, home.status_code, outside.status_code) == (308, 200, 404)
assert about.text.strip() == "site 안의 블루프린트" and style.status_code == 200

# %% [markdown]
# 블루프린트의 `/`가 앱의 `/sampleBlueprint/`가 되었다. 빗금으로 끝나는 주소를 빗금 없이 부르면 308로 옮겨 가라고 답한다. 308은 메서드와 본문을 그대로 들고 가게 한다.
# 뷰는 앱을 임포트하지 않고도 [[flask-contexts|current_app]]으로 자기가 들어 있는 앱의 이름을 알았다.
#
# > **원 노트에서 고친 것: 블루프린트는 도메인 아래에 놓인다.**
# > 원 노트는 `localhost:5000/sampleBlueprint` 도메인 아래에 표시된다고 썼다.
# > 도메인은 `localhost`이고 `url_prefix`가 정하는 것은 그 뒤의 경로이다. 정확한 주소는 빗금까지 든 `/sampleBlueprint/`이다.

# %% prefix
prefixed = [r.rule for r in app.url_map.iter_rules()]
domain, path = moved.headers["Location"], moved.request.path
print(domain, path, sorted(prefixed))
assert all(rule.startswith("/sampleBlueprint/") for rule in prefixed)
assert domain.endswith("/sampleBlueprint/") and moved.request.host == "localhost"

# %% [markdown]
# > **원 노트에서 고친 것: `sampleFolder.blueprintApp`과 `sampleFolder.view.py`.**
# > `from sampleFolder import view`라고 한 다음 `sampleFolder.blueprintApp`을 등록한 예가 있다.
# > 이 임포트가 만드는 이름은 `view`뿐이라 `NameError`이고, 블루프린트는 `view.blueprintApp`이다.
# > 파일의 이름도 `sampleFolder.view.py`가 아니라 `sampleFolder` 폴더의 `view.py`이다. 이름에 점이 든 파일은 `import` 문으로 부를 수 없다.

# %% wrong-names
write({"otherFolder.view.py": "blueprintApp = None\n"})
errors = []
for code in (
    "from sampleFolder import view\nsampleFolder.blueprintApp",
    "from otherFolder import view",
):
    try:
        exec(code, {})
    except (NameError, ModuleNotFoundError) as e:
        errors.append(type(e).__name__)
        print(errors[-1], e)
assert errors == ["NameError", "ModuleNotFoundError"]

# %% [markdown]
# ## 이름 앞에 이름이 붙는다
#
# 등록된 엔드포인트는 `블루프린트.함수`가 된다. 그래서 블루프린트마다 `home`이 있어도 겹치지 않고, [[lab-flask-routes|같은 이름의 뷰]]에서 보던 오류가 나지 않는다.
# 이름을 달리 주면 같은 블루프린트를 두 번 등록할 수도 있다.

# %% endpoints
both = create_app("both")
both.register_blueprint(view.blueprintApp, url_prefix="/second", name="second")
with both.test_request_context():
    links = [url_for("blueprintApp.home"), url_for("second.home")]
print(links)
assert links == ["/sampleBlueprint/", "/second/"]

# %% tree
nodes = {"/": ("", 0)}
for rule in sorted(both.url_map.iter_rules(), key=lambda r: r.rule):
    prefix, _, rest = rule.rule[1:].partition("/")
    nodes.setdefault("/" + prefix, ("/", 1))
    nodes[rule.rule] = ("/" + prefix, 2)
leaves = [n for n, (_, depth) in nodes.items() if depth == 2]
ends = {r.rule: r.endpoint for r in both.url_map.iter_rules()}
for leaf in leaves:
    print(f"{leaf:42} {ends[leaf]}")
parents = {nodes[leaf][0] for leaf in leaves}
assert len(leaves) == 6 and parents == {"/sampleBlueprint", "/second"}

# %% plot-tree
fig, ax = plt.subplots(num="blueprint-map", figsize=(7, 3.2), layout="constrained")
height = {leaf: -i for i, leaf in enumerate(leaves)}
for name, depth in (("/sampleBlueprint", 1), ("/second", 1), ("/", 0)):
    below = [height[n] for n, (parent, _) in nodes.items() if parent == name]
    height[name] = sum(below) / len(below)
for name, (parent, depth) in nodes.items():
    if parent:
        ax.plot([depth - 1, depth], [height[parent], height[name]], color="0.6", zorder=1)
    color = "k" if depth == 0 else "C0" if name.startswith("/sample") else "C1"
    ax.scatter(depth, height[name], color=color, zorder=2)
    short = name if depth < 2 else name.removeprefix(parent)
    label = f"{short}   {ends[name]}" if depth == 2 else short
    x, y, side = (
        (depth + 0.06, height[name], "left")
        if depth == 2
        else (depth, height[name] + 0.3, "center")
    )
    ax.text(x, y, label, ha=side, va="center" if depth == 2 else "bottom")
ax.set(
    title="주소의 나무: 갈래마다 블루프린트 하나",
    xlim=(-0.3, 4.1),
    ylim=(-5.6, 0.9),
    xticks=[],
    yticks=[],
)
ax.grid(visible=False)

# %% [markdown]
# 그림의 오른쪽에는 주소의 나머지와 엔드포인트를 나란히 적었다.
#
# ## 이름이 같은 템플릿은 앱의 것이 이긴다
#
# 템플릿은 앱의 폴더에서 먼저 찾고, 없으면 블루프린트를 등록한 차례대로 찾는다. 폴더가 나뉘어 있어도 이름의 공간은 하나이다.
# 정적 파일은 그렇지 않다. 블루프린트마다 주소가 따로이다.

# %% templates
owner = create_app("owner")
owner.jinja_loader = DictLoader({"sampleFolder/about.html": "앱에 있던 템플릿\n"})
overridden = ask(owner, "GET", "/sampleBlueprint/about").text.strip()
assert overridden == "앱에 있던 템플릿"

# %% [markdown]
# 그래서 블루프린트의 템플릿은 `about.html`이 아니라 `sampleFolder/about.html`처럼 제 이름의 폴더 안에 둔다.
# 거꾸로, 남이 만든 블루프린트의 화면을 바꾸고 싶으면 같은 이름의 템플릿을 앱에 두면 된다. 바탕을 물려받는 법은 [[lab-flask-templates]]에 있다.
#
# 앱을 만드는 함수 `create_app`에 설정까지 받게 하면 시험용 앱과 실제 앱을 같은 코드로 만든다. 그것이 [[lab-flask-config]]의 일이다.

# %% clean
sys.path.remove(folder.name)
folder.cleanup()

# %% [markdown]
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 블루프린트 안에 블루프린트를 등록하면 `url_for`의 이름은 어떻게 길어지는가.
#   답: 점으로 이어진다. `outer` 안에 등록한 `inner`의 뷰는 `outer.inner.page`이고, 주소는 ![[flask_answers.py#nested]]이다.
# - `blueprintApp.before_request`로 로그인을 검사하면 다른 블루프린트의 주소에도 걸리는가.
#   답: 걸리지 않는다. 제 블루프린트와 그 안에 등록한 것만 ![[flask_answers.py#guarded]]이(가) 되고, 다른 블루프린트는 ![[flask_answers.py#unguarded]] 그대로이다. 모든 주소에 걸려면 `before_app_request`를 쓴다.
# - `url_prefix`를 `Blueprint(...)`와 `register_blueprint(...)`에 서로 다르게 주면 어느 것이 쓰이는가.
#   답: 등록할 때 준 것이다. 앞에 이어 붙는 것도 아니어서 주소는 ![[flask_answers.py#winner]]이다.
