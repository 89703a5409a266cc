"""플라스크 실습의 남은 물음에 답한다: 설정에서 받는 주소, 기록의 모양, 끼워 넣는 템플릿.

주장: 시험의 앱은 메모리에, 실제의 앱은 파일에 쓴다. Formatter가 요청의 주소를 함께 찍는다.
    include한 템플릿은 부르는 쪽의 변수를 보지만, 그 안의 block은 물려받은 템플릿이 바꾸지 못한다.
출처: Flask 3.1 문서; Jinja 3.1 문서; logging 문서
"""

# %% setup
import io
import logging
import tempfile
from pathlib import Path

from flask import Flask, has_request_context, render_template, request
from jinja2 import DictLoader
from sqlalchemy import create_engine, text


# %% address
def create_app(**settings):
    app = Flask(__name__)
    app.config.from_mapping(DATABASE="sqlite://")  # 말하지 않으면 메모리
    app.config.update(settings)
    app.engine = create_engine(app.config["DATABASE"])
    with app.engine.begin() as db:
        db.execute(text("create table runs (id integer)"))
    return app


with tempfile.TemporaryDirectory() as folder:
    file = Path(folder, "study.db")
    create_app()
    before = file.exists()
    app = create_app(DATABASE=f"sqlite:///{file}")
    after = file.exists()
    app.engine.dispose()
print(before, after)
assert not before and after


# %% log
class WithAddress(logging.Formatter):
    def format(self, record):
        record.address = request.path if has_request_context() else "-"
        return super().format(record)


written = io.StringIO()
handler = logging.StreamHandler(written)
handler.setFormatter(WithAddress("%(asctime)s %(address)s %(message)s", "%H:%M"))
app = Flask("기록")
app.logger.handlers = [handler]
app.logger.setLevel(logging.INFO)


@app.get("/runs")
def runs():
    app.logger.info("읽었다")
    return ""


app.test_client().get("/runs")
line = written.getvalue().strip()
logged = line.split(" ", 1)[1]
print(logged)
assert logged == "/runs 읽었다"

# %% include
app = Flask(__name__)
app.jinja_loader = DictLoader({
    "nav.html": "{{ who }}{% block item %}가{% endblock %}",
    "base.html": "{% include 'nav.html' %}-{% block body %}{% endblock %}",
    "page.html": "{% extends 'base.html' %}{% block item %}나{% endblock %}"
                 "{% block body %}다{% endblock %}",
})
with app.test_request_context():
    page = render_template("page.html", who="사람:")
print(page)
assert page == "사람:가-다"
