"""플라스크 실습의 물음에 답한다.

주장: 블루프린트를 겹치면 이름이 점으로 길어지고, before_request는 제 블루프린트에만 걸리며, 등록할
    때의 url_prefix가 이긴다. 템플릿 폴더가 둘이면 먼저 등록한 것이 쓰인다. 사용자를 지우면 딸린
    기록의 외래 키는 비워진다.
출처: Flask 3.1 문서; SQLAlchemy 2.1 문서
"""

# %% setup
import os
from unittest.mock import patch

from flask import Blueprint, Flask, abort, render_template, session, url_for
from jinja2 import DictLoader
from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

# %% blueprint
inner, outer, other = (Blueprint(name, __name__) for name in ("inner", "outer", "other"))
inner.route("/page", endpoint="page")(lambda: "안")
other.route("/page", endpoint="page")(lambda: "밖")
outer.before_request(lambda: abort(401))  # 로그인을 검사하는 자리
outer.register_blueprint(inner, url_prefix="/in")
app = Flask(__name__)
app.register_blueprint(outer, url_prefix="/out")
app.register_blueprint(other)
prefixed = Blueprint("prefixed", __name__, url_prefix="/written")
prefixed.route("/page", endpoint="page")(lambda: "")
app.register_blueprint(prefixed, url_prefix="/registered")
with app.test_request_context():
    nested = url_for("outer.inner.page")
    winner = url_for("prefixed.page")
client = app.test_client()
guarded, unguarded = client.get(nested).status_code, client.get("/page").status_code
print(nested, guarded, unguarded, winner)
assert (nested, winner) == ("/out/in/page", "/registered/page")
assert (guarded, unguarded) == (401, 200)


# %% config
class ForTest:
    PAGE_SIZE = 20


def create_app():
    app = Flask(__name__)
    app.config.from_prefixed_env()
    app.config.from_object(ForTest)
    if not (app.debug or app.testing or app.config["SECRET_KEY"]):
        raise RuntimeError("SECRET_KEY가 비었다")
    return app


with patch.dict(os.environ, {"FLASK_PAGE_SIZE": "50", "FLASK_SECRET_KEY": "시험"}):
    size = create_app().config["PAGE_SIZE"]
try:
    create_app()
    refused = ""
except RuntimeError as error:
    refused = str(error)
print(size, "/", refused)
assert size == 20 and refused

# %% state
app = Flask(__name__)
app.secret_key = "시험"


@app.get("/<int:permanent>")
def visit(permanent):
    session.permanent = bool(permanent)
    session["visits"] = session.get("visits", 0) + 1
    return str(session["visits"])


client = app.test_client()
short, long = (client.get(f"/{p}").headers["Set-Cookie"] for p in (0, 1))
client.delete_cookie("session")
forgotten = int(client.get("/0").text)
print("Expires" in short, "Expires" in long, forgotten)
assert "Expires" not in short and "Expires" in long and forgotten == 1

# %% templates
pages = {
    "a.html": "{% block x %}가{% endblock %}",
    "b.html": "{% extends 'a.html' %}{% block x %}{{ super() }}나{% endblock %}",
    "c.html": "{% extends 'b.html' %}{% block x %}{{ super() }}다{% endblock %}",
    "d.html": "{% extends 'b.html' %}{% block x %}{{ super.super() }}다{% endblock %}",
}
app = Flask(__name__)
app.jinja_loader = DictLoader(pages)
first, second = Blueprint("first", __name__), Blueprint("second", __name__)
for blueprint in (first, second):
    blueprint.jinja_loader = DictLoader({"same.html": blueprint.name})
    app.register_blueprint(blueprint)
with app.test_request_context():
    one_up, two_up = render_template("c.html"), render_template("d.html")
    chosen = render_template("same.html")
print(one_up, two_up, chosen)
assert (one_up, two_up, chosen) == ("가나다", "가다", "first")

# %% routes
app = Flask(__name__)
app.route("/square/<int:n>", endpoint="a")(lambda n: str(n * n))
app.route("/signed/<int(signed=True):n>", endpoint="b")(lambda n: str(n * n))
unsigned, signed = (app.test_client().get(f"/{name}/-3") for name in ("square", "signed"))
unsigned_status, squared = unsigned.status, int(signed.text)
print(unsigned_status, squared, sep=" / ")
assert unsigned.status_code == 404 and squared == 9


# %% crud
class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    runs: Mapped[list["Run"]] = relationship()


class Run(Base):
    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as db:
    user = User(runs=[Run(), Run()])
    db.add(user)
    db.commit()
    db.delete(user)
    db.commit()
    left = db.query(Run).all()
    n_left, owners = len(left), {run.user_id for run in left}
print(n_left, owners)
assert n_left == 2 and owners == {None}
