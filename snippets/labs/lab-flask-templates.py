# /// script
# [tool.maedeup]
# aliases = ["Jinja", "진자", "템플릿", "extends", "html 공통화"]
# tags = ["실습", "웹"]
# requires = ["lab-flask-routes"]
# source = "AI와 Flask 강의 노트 2부 2-3절, 1-2절; Jinja 3.1 문서 Template Inheritance; Flask 3.1 문서 Templates; HTML Standard (doctype)"
# ///

# %% [markdown]
# # 실습: 템플릿 상속
#
# 페이지가 열 장이면 내비게이션 바도 열 번 적어야 하는가.
# 복사해서 쓰면 페이지마다 내용이 달라지기 쉽고, 바꿀 때마다 모든 파일을 고쳐야 한다.
# [[flask-overview|플라스크]]가 쓰는 템플릿 엔진 진자(Jinja)는 바탕이 되는 템플릿 하나를 다른 템플릿이 물려받게 한다. 무엇이 남고 무엇이 바뀌는지 줄마다 따라가 본다.

# %% setup
import matplotlib.pyplot as plt
from flask import Flask, render_template
from jinja2 import DictLoader, StrictUndefined, TemplateSyntaxError, UndefinedError


def show(text):
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    print(*lines, sep="\n")
    return lines


# %% [markdown]
# ## 바탕과 자식
#
# `{% block 이름 %}`과 `{% endblock %}` 사이는 자식이 갈아 끼울 수 있는 자리이다. 나머지는 모든 페이지에 같다.
# `templates` 폴더 대신 사전에 담아, 템플릿의 글이 이 페이지에 보이게 했다.

# %% base
BASE = """\
<!DOCTYPE html>
<html lang="ko">
<head>
  <meta charset="UTF-8">
  <title>{% block title %}매듭{% endblock %}</title>
  <link rel="stylesheet" href="{{ url_for('static', filename='site.css') }}">
</head>
<body>
  <nav><a href="/">처음</a></nav>
  <h1>Base html file</h1>
  {% block content %}
  <p>아직 내용이 없다.</p>
  {% endblock %}
</body>
</html>
"""

CHILD = """\
{% extends "base.html" %}
{% block title %}child 1{% endblock %}
{% block content %}
  <h2>child 1 html file</h2>
{% endblock %}
"""

# %% [markdown]
# 그대로 그린 바탕과, 물려받은 자식이다.

# %% render
app = Flask(__name__)
pages = {"base.html": BASE, "child1.html": CHILD}
app.jinja_loader = DictLoader(pages)
with app.test_request_context():
    base_lines = show(render_template("base.html"))
    print()
    child_lines = show(render_template("child1.html"))
assert "  <h1>Base html file</h1>" in child_lines and "  <h2>child 1 html file</h2>" in child_lines
assert not any("아직 내용이 없다" in line for line in child_lines)

# %% [markdown]
# 자식의 결과에는 바탕의 `<h1>`과 자식의 `<h2>`가 모두 있고, 자식이 갈아 끼운 자리의 기본 내용만 사라졌다.
# 아래 그림에서 결과의 색은 그 줄이 어느 파일에 적혀 있던 것인지를 나타낸다.


# %% blocks
def origin(line):
    return "child" if line.strip() not in {b.strip() for b in base_lines} else "base"


made_by = [(line.strip(), origin(line)) for line in child_lines]
n_child = sum(o == "child" for _, o in made_by)
n_base = len(made_by) - n_child
print("바탕", n_base, "줄, 자식", n_child, "줄")
assert (n_base, n_child) == (11, 2)

# %% plot-blocks
fig, axes = plt.subplots(
    1, 3, num="template-blocks", figsize=(7, 3.6), sharey=True, layout="constrained"
)
slots = ["head", "title", "nav", "h1", "content"]
texts = {
    "title": ["매듭", "child 1"],
    "content": ["아직 내용이 없다.", "child 1 html file"],
}
for y, slot in enumerate(slots):
    is_block = slot in texts
    before, after = texts.get(slot, [slot, slot])
    rows = [
        (before, "C0"),
        (after if is_block else "", "C1"),
        (after, "C1" if is_block else "C0"),
    ]
    for ax, (text, color) in zip(axes, rows, strict=True):
        if text:
            ax.barh(y, 1, height=0.84, color=color, alpha=0.4)
            ax.text(0.5, y, text, ha="center", va="center", fontsize=9)
for ax, title in zip(axes, ["base.html", "child1.html", "결과"], strict=True):
    ax.set(title=title, xticks=[], xlim=(-0.03, 1.03), ylim=(len(slots) - 0.45, -0.55))
    ax.grid(visible=False)
axes[0].set_yticks(range(len(slots)), [f"block\n{s}" if s in texts else s for s in slots])

# %% [markdown]
# > **원 노트에서 고친 것: `{% block content}`.**
# > 여는 태그의 끝에 `%`를 빠뜨린 예가 있다.
# > 진자의 문장은 `{%`로 열어 `%}`로 닫는다. 빠뜨리면 그 템플릿을 그리는 순간 오류가 난다.

# %% broken
pages["broken.html"] = CHILD.replace("{% block content %}", "{% block content}")
with app.test_request_context():
    try:
        render_template("broken.html")
        syntax_error = ""
    except TemplateSyntaxError as e:
        syntax_error = type(e).__name__
        print(f"{syntax_error}: {e.message} ({e.name}, {e.lineno}번째 줄)")
assert syntax_error == "TemplateSyntaxError"

# %% [markdown]
# > **원 노트에서 고친 것: `<!DOCTYPE html>`이 없는 바탕.**
# > `<html>`로 시작하는 바탕을 적은 예가 있다.
# > 선언이 없으면 브라우저는 옛 페이지를 흉내 내는 호환 모드(quirks mode)로 그려 표의 글꼴이나 높이 계산이 달라진다. 바탕의 첫 줄에 한 번 적으면 물려받은 모든 페이지의 첫 줄이 된다.

# %% doctype
print(child_lines[0])
assert child_lines[0] == base_lines[0] == "<!DOCTYPE html>"

# %% [markdown]
# ## 자리 밖의 글은 버려진다
#
# 자식에서 `block` 밖에 적은 글은 어디에 놓을지 알 수 없으므로 나오지 않는다. 오류도 없어서 찾기 어렵다.
# 바탕의 내용을 지우지 않고 보태려면 `super()`로 바탕의 것을 불러온다.

# %% outside
pages["child2.html"] = """\
{% extends "base.html" %}
<p>자리 밖에 적은 글</p>
{% block title %}{{ super() }}: 둘째{% endblock %}
{% block content %}
{{ super() }}
  <p>보탠 글</p>
{% endblock %}
"""
with app.test_request_context():
    child2 = show(render_template("child2.html"))
text2 = "\n".join(child2)
assert "자리 밖" not in text2 and "매듭: 둘째" in text2
assert "아직 내용이 없다." in text2 and "보탠 글" in text2

# %% [markdown]
# ## 한 곳만 고친다
#
# 페이지 열 장에서 내비게이션을 바꿀 때 고칠 파일의 수를 센다.

# %% one-edit
old_nav, new_nav = '<a href="/">처음</a>', '<a href="/">첫 화면</a>'
with app.test_request_context():
    copied = {f"copy{i}.html": render_template("child1.html") for i in range(10)}
    inherited = {"base.html": BASE} | {f"page{i}.html": CHILD for i in range(10)}
    n_copied = sum(old_nav in text for text in copied.values())
    n_inherited = sum(old_nav in text for text in inherited.values())
print("복사:", n_copied, "파일, 상속:", n_inherited, "파일")
fresh = Flask("fresh")
fresh.jinja_loader = DictLoader(inherited | {"base.html": BASE.replace(old_nav, new_nav)})
with fresh.test_request_context():
    n_changed = sum(new_nav in render_template(f"page{i}.html") for i in range(10))
print("바뀐 페이지:", n_changed)
assert (n_copied, n_inherited, n_changed) == (10, 1, 10)

# %% [markdown]
# 복사했으면 ![[lab-flask-templates.py#n_copied]]개를, 상속했으면 ![[lab-flask-templates.py#n_inherited]]개를 고친다.
#
# ## 값과 되풀이
#
# 뷰가 넘긴 값은 `{{ }}`에 쓰고, 되풀이와 조건은 `{% %}`에 쓴다. 여러 페이지에 끼우는 조각은 매크로로 만든다.
# 이름이 `.html`인 템플릿에서는 값의 `<`와 `>`가 바뀐다. 공격이 되는 까닭은 [[lab-flask-routes]]에서 보았다. `|safe`는 이 보호를 끄므로 사람이 쓴 글에는 붙이지 않는다.

# %% values
pages["runs.html"] = """\
{% macro cell(text) %}<td>{{ text }}</td>{% endmacro %}
{% for run in runs %}
<tr>{{ cell(loop.index) }}{{ cell(run.name) }}</tr>
{% else %}
<tr><td>기록이 없다</td></tr>
{% endfor %}
"""
pages["trust.html"] = "{{ name }} {{ name|safe }}"
with app.test_request_context():
    table = show(render_template("runs.html", runs=[{"name": "mlp"}, {"name": "<i>cnn</i>"}]))
    empty = show(render_template("runs.html", runs=[]))
    trust = show(render_template("trust.html", name="<i>cnn</i>"))
assert table[1] == "<tr><td>2</td><td>&lt;i&gt;cnn&lt;/i&gt;</td></tr>"
assert empty == ["<tr><td>기록이 없다</td></tr>"]
assert trust == ["&lt;i&gt;cnn&lt;/i&gt; <i>cnn</i>"]

# %% [markdown]
# 오타는 조용하다. 없는 이름은 오류가 아니라 빈 글이 되므로, 만들 때는 `StrictUndefined`로 바꾸어 두면 일찍 안다.

# %% undefined
with app.test_request_context():
    quiet = render_template("trust.html")
app.jinja_env.undefined = StrictUndefined
app.jinja_env.cache.clear()
with app.test_request_context():
    try:
        render_template("trust.html")
        strict_error = ""
    except UndefinedError as e:
        strict_error = type(e).__name__
        print(repr(quiet), "->", strict_error, e)
assert quiet.strip() == "" and strict_error == "UndefinedError"

# %% [markdown]
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 바탕을 물려받은 `layout.html`을 다시 물려받는 세 겹 상속에서 `super()`는 몇 겹을 부르는가.
#   답: 바로 위 한 겹을 부르고, 그것이 다시 `super()`를 부르면 더 올라간다. 가, 나, 다를 보탠 세 겹은 “![[flask_answers.py#one_up]]”이고, 한 겹을 건너뛰는 `super.super()`는 “![[flask_answers.py#two_up]]”이다.
# - 내비게이션을 `{% include "nav.html" %}`로 빼내면 상속과 무엇이 다른가.
#   답: 끼워 넣은 템플릿은 부르는 쪽의 변수를 보지만, 그 안의 `block`은 물려받은 템플릿이 바꾸지 못한다. 아래의 `page.html`이 `item`을 “나”로 고쳐도 “![[flask_app_answers.py#page]]”이다.
#
#   ![[flask_app_answers.py#include|code]]
#
# - [[lab-flask-blueprint|블루프린트]]마다 템플릿 폴더를 두면 이름이 같은 템플릿 가운데 어느 것이 쓰이는가.
#   답: 먼저 등록한 블루프린트(`![[flask_answers.py#chosen]]`)의 것이다. 그래서 템플릿을 블루프린트의 이름 아래에 한 겹 더 둔다.
