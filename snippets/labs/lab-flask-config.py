# /// script
# [tool.maedeup]
# aliases = ["config 공통화", "config", "설정", "from_object", "환경 변수"]
# tags = ["실습", "웹"]
# requires = ["flask-overview"]
# source = "AI와 Flask 강의 노트 2부 2-4절(제목만 있던 곳)과 1-1절, 1-3절; Flask 3.1 문서 Configuration Handling; The Twelve-Factor App (2011)"
# ///

# %% [markdown]
# # 실습: 설정 모으기
#
# 개발할 때, 시험할 때, 실제로 내놓을 때 값만 다르고 코드는 같게 하려면 설정을 어디에 두어야 하는가.
# [[flask-overview|플라스크]]의 설정은 `app.config`라는 사전 하나에 모이고, 채우는 길은 여럿이다.
# 길마다 무엇을 넣는지 보고, 서로 다른 값을 주었을 때 어느 것이 이기는지 잰다.
# 원래 강의에는 이 절의 제목만 있어서 처음부터 새로 썼다.

# %% setup
import json
import os
import secrets
import tempfile
import tomllib
from pathlib import Path
from unittest.mock import patch

import matplotlib.pyplot as plt
from click.testing import CliRunner
from flask import Flask, current_app
from flask.cli import FlaskGroup

# %% [markdown]
# ## 기본값은 이미 있다
#
# 아무것도 하지 않은 앱에도 설정이 들어 있다. 비밀 열쇠만은 기본값이 없다. 누구나 아는 열쇠는 열쇠가 아니기 때문이다.

# %% defaults
bare = Flask(__name__)
n_defaults = len(bare.config)
print(n_defaults, "개, 그중 몇 개:")
for key in (
    "DEBUG",
    "TESTING",
    "SECRET_KEY",
    "SESSION_COOKIE_HTTPONLY",
    "MAX_CONTENT_LENGTH",
):
    print(f"  {key:24} {bare.config[key]}")
assert bare.config["SECRET_KEY"] is None and bare.config["DEBUG"] is False

# %% [markdown]
# ## 채우는 길
#
# - `from_mapping`: 코드에 적는 기본값
# - `from_object`: 환경마다 하나씩 둔 클래스. 상속으로 다른 값만 적는다
# - `from_prefixed_env`: 이름이 `FLASK_`로 시작하는 환경 변수. 비밀과 기계마다 다른 값을 둔다
#
# 앱을 만드는 함수 안에서 이 차례로 부른다. 이런 함수를 앱 팩토리(application factory)라고 한다.


# %% factory
class Base:
    PAGE_SIZE = 20
    TESTING = False
    site_name = "소문자"


class ForTest(Base):
    TESTING = True


stages = []


def create_app(config):
    app = Flask(__name__)

    def keep(name):
        stages.append((name, dict(app.config)))

    keep("처음")
    app.config.from_mapping(PAGE_SIZE=10, SITE_NAME="매듭")
    keep("from_mapping")
    app.config.from_object(config)
    keep("from_object")
    app.config.from_prefixed_env()
    keep("from_prefixed_env")
    return app


# %% [markdown]
# 비밀 열쇠는 코드에 적지 않고 만들어서 환경 변수로 넘긴다. 여기서는 이 실행 동안만 쓰이게 한다.

# %% make
env = {"FLASK_SECRET_KEY": secrets.token_hex(32), "FLASK_PAGE_SIZE": "50"}
with patch.dict(os.environ, env):
    app = create_app(ForTest)
final_size = app.config["PAGE_SIZE"]
for name, config in stages:
    print(f"{name:18} PAGE_SIZE {config.get('PAGE_SIZE')}, TESTING {config['TESTING']}")
assert [c.get("PAGE_SIZE") for _, c in stages] == [None, 10, 20, 50]
assert app.config["TESTING"] and len(app.config["SECRET_KEY"]) == 64

# %% [markdown]
# 나중에 부른 쪽이 이긴다. 세 곳에서 서로 다르게 준 `PAGE_SIZE`는 환경 변수의 ![[lab-flask-config.py#final_size]](으)로 끝났다.
# 규칙은 우선순위 표가 아니라 부른 차례이다. 차례를 바꾸면 이기는 쪽도 바뀐다.

# %% plot-order
keys = ["SECRET_KEY", "TESTING", "PAGE_SIZE", "SITE_NAME"]
fig, ax = plt.subplots(num="config-order", figsize=(7, 2.6), layout="constrained")
for x, (_, config) in enumerate(stages):
    for y, key in enumerate(keys):
        value = config.get(key)
        changed = x > 0 and value != stages[x - 1][1].get(key)
        if changed:
            ax.barh(y, 0.9, left=x - 0.45, height=0.8, color=f"C{x}", alpha=0.35)
        text = "-" if value is None else str(value)
        if key == "SECRET_KEY" and value:
            text = "(64글자)"
        ax.text(x, y, text, ha="center", va="center", color="k" if changed else "0.5")
ax.set_xticks(range(len(stages)), [name for name, _ in stages])
ax.set_yticks(range(len(keys)), keys)
ax.set(title="단계마다 바뀐 설정", xlim=(-0.5, len(stages) - 0.5))
ax.set_ylim(len(keys) - 0.5, -0.5)
ax.grid(visible=False)

# %% [markdown]
# 색이 있는 칸이 그 단계에서 바뀐 값이다.
#
# ## 소문자 이름은 버려진다
#
# `from_object`는 이름이 모두 대문자인 것만 옮긴다. 클래스의 `site_name`은 오류도 없이 사라졌다.
# `from_mapping`도 같다. 설정이 먹지 않으면 이름의 대문자부터 본다.

# %% lower-case
bare.config.from_mapping(page_size=5, PAGE_SIZE=5)
dropped = [k for k in ("site_name", "page_size") if k not in app.config | bare.config]
print("버려진 이름:", dropped)
assert dropped == ["site_name", "page_size"] and bare.config["PAGE_SIZE"] == 5

# %% [markdown]
# ## 환경 변수는 글자이다
#
# 환경 변수의 값은 늘 문자열이라, `from_prefixed_env`는 값을 JSON으로 읽어 보고 안 되면 문자열로 둔다.
# 그래서 `true`는 참이지만 파이썬처럼 적은 `False`는 비어 있지 않은 문자열이고, `if`에서 참이다.
# 숫자로만 된 비밀번호나 열쇠도 글자가 아니라 정수가 된다.

# %% env-types
typed = {
    "FLASK_A": "50",
    "FLASK_B": "true",
    "FLASK_C": "False",
    "FLASK_D__HOST": "db.example.com",
}
with patch.dict(os.environ, typed):
    bare.config.from_prefixed_env()
for key in "ABCD":
    print(key, repr(bare.config[key]))
assert bare.config["A"] == 50 and bare.config["B"] is True
assert bare.config["C"] == "False" and bool(bare.config["C"])  # 끄려던 것이 켜진다
assert bare.config["D"] == {"HOST": "db.example.com"}  # 밑줄 둘은 안쪽 사전

# %% [markdown]
# ## 파일에서
#
# `from_file`은 읽는 함수를 받으므로 TOML이든 JSON이든 된다. 파일에 있는 값도 부른 차례대로 덮는다.

# %% files
with tempfile.TemporaryDirectory() as folder:
    toml, text = Path(folder, "site.toml"), Path(folder, "site.json")
    toml.write_text('PAGE_SIZE = 30\nSITE_NAME = "파일에서"\n', encoding="utf-8")
    text.write_text(json.dumps({"PAGE_SIZE": 31}), encoding="utf-8")
    bare.config.from_file(toml, load=tomllib.load, text=False)
    from_toml = bare.config["PAGE_SIZE"]
    bare.config.from_file(text, load=json.load)
    from_json = bare.config["PAGE_SIZE"]
    found = bare.config.from_file(Path(folder, "none.toml"), load=tomllib.load, silent=True)
print(from_toml, from_json, "없는 파일:", found)
assert (from_toml, from_json, found) == (30, 31, False)

# %% [markdown]
# ## 호스트와 포트는 어디에 두나
#
# 주소는 앱이 아니라 앱을 띄우는 쪽의 설정이다.
# `flask run`은 `--host`와 `--port`, 또는 환경 변수 `FLASK_RUN_HOST`와 `FLASK_RUN_PORT`를 읽는다. 진짜 서버를 띄우지 않고 서버가 받을 인자만 붙잡아 본다.

# %% ports
with (
    patch.dict(os.environ, {"FLASK_RUN_PORT": "8000"}),
    patch("flask.cli.run_simple") as server,
):
    CliRunner().invoke(FlaskGroup(create_app=lambda: Flask(__name__)), ["run"])
cli_host, cli_port = server.call_args.args[:2]
print("flask run   ", cli_host, cli_port)

with (
    patch.dict(os.environ, {"FLASK_RUN_PORT": "8000"}),
    patch("werkzeug.serving.run_simple") as server,
):
    plain = Flask(__name__)
    plain.config.from_prefixed_env()
    with patch("flask.cli.show_server_banner"):  # 안내문은 찍지 않는다
        plain.run()
run_host, run_port = server.call_args.args[:2]
print("app.run()   ", run_host, run_port, "  RUN_PORT =", plain.config["RUN_PORT"])
assert (cli_host, cli_port, run_port) == ("127.0.0.1", 8000, 5000)

# %% [markdown]
# `flask run`은 환경 변수의 포트 ![[lab-flask-config.py#cli_port]]을(를) 썼고, `app.run()`은 기본값 ![[lab-flask-config.py#run_port]]에 머물렀다.
# 같은 값이 `app.config["RUN_PORT"]`에 들어가 있어도 `app.run()`은 그 이름을 읽지 않는다.
#
# ## 쓰는 쪽
#
# 뷰와 도우미 함수는 앱을 임포트하지 않고 [[flask-contexts|current_app]]으로 설정을 읽는다. 그래서 시험용 앱에서는 시험용 값이 보인다.


# %% use
def page(items):
    return items[: current_app.config["PAGE_SIZE"]]


small = Flask("small")
small.config.from_mapping(PAGE_SIZE=3)
with app.app_context():
    n_app = len(page(range(100)))
with small.app_context():
    n_small = len(page(range(100)))
print(n_app, n_small)
assert (n_app, n_small) == (50, 3)

# %% [markdown]
# > **주의: 설정은 확장보다 먼저.**
# > 확장은 `init_app`을 부르는 순간에 설정을 읽는 것이 많다. 그 뒤에 바꾼 값은 닿지 않으므로 설정을 모두 채운 다음 확장을 붙인다.
# > [[lab-flask-crud]]에서 데이터베이스 주소가 없는 앱에 확장을 붙이면 어떤 오류가 나는지 본다.
#
# 비밀 열쇠가 없으면 세션과 플래시 메시지를 쓰지 못한다. 그 오류는 [[lab-flask-state]]에, 열쇠가 새면 생기는 일은 [[cookie-and-session]]에 있다.
# 앱을 여러 조각으로 나누어도 설정은 한 곳이다. [[lab-flask-blueprint|블루프린트]]는 자기 설정을 따로 갖지 않는다.
# 환경 변수를 셸에서 주는 법은 [[command-line-and-environment]]의 이야기이다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - `from_prefixed_env`를 `from_object`보다 먼저 부르면 그림의 색은 어떻게 바뀌는가.
#   답: 뒤에 부른 클래스가 이겨 `PAGE_SIZE`가 50이 아니라 ![[flask_answers.py#size]]이(가) 된다. 환경 변수의 칸도 50으로 바뀌어 칠해지지만, 마지막으로 칠해지는 것은 `from_object`의 칸이다. 환경 변수로는 바꿀 수 없게 된다.
# - `Base`에 `DATABASE_PASSWORD`를 적어 두면 무엇이 위험한가.
#   답: 저장소를 읽는 사람이 모두 비밀번호를 보게 되고, 나중에 지워도 기록에 남는다. 이미 올라간 비밀은 지우지 말고 바꾼다.
# - 배포할 때 `SECRET_KEY`가 비었으면 시작하지 않게 `create_app`을 고친다.
#   답: 설정을 다 채운 뒤에 묻는다. 개발이나 시험이 아닌데 열쇠가 없으면 “![[flask_answers.py#refused]]”라고 말하고 멈춘다.
#
#   ![[flask_answers.py#config|code]]
