# /// script
# [tool.maedeup]
# aliases = ["SQLAlchemy", "CRUD", "ORM", "데이터베이스 연동", "디비에 저장하는 법", "비밀번호 해시", "generate_password_hash"]
# tags = ["실습", "웹"]
# requires = ["flask-contexts", "lab-flask-config"]
# source = [
#   "AI와 Flask 강의 노트 2부 2-2절",
#   "Flask-SQLAlchemy 3.1 문서",
#   "SQLAlchemy 2.1 문서 Session Basics, State Management",
#   "percival2016scrypt",
# ]
# ///

# %% [markdown]
# # 실습: SQLAlchemy로 CRUD
#
# 파이썬 객체를 데이터베이스에 넣고, 꺼내고, 고치고, 지우려면 무엇이 먼저 있어야 하는가.
# 이 네 동작을 만들기(Create), 읽기(Read), 고치기(Update), 지우기(Delete)의 머리글자로 **CRUD**라고 한다. 데이터를 다루는 앱이 갖출 최소한이다.
# 흔한 예제는 모델부터 시작하지만 그대로는 돌지 않는다. 빠진 것마다 어떤 오류가 나는지 보고 하나씩 채운다.

# %% setup
import secrets
import warnings
from datetime import UTC, datetime, timedelta, timezone

import matplotlib.pyplot as plt
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, TypeDecorator, inspect
from sqlalchemy.exc import IntegrityError, LegacyAPIWarning, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import CreateTable
from werkzeug.security import check_password_hash, generate_password_hash


def error_of(action, kind):
    try:
        action()
    except kind as e:
        print(type(e).__name__, str(e).splitlines()[0])
        return type(e).__name__
    return ""


# %% [markdown]
# ## 모델
#
# 클래스 하나가 표 하나, 속성 하나가 열 하나, 객체 하나가 줄 하나이다. 이렇게 객체와 표를 잇는 것을 ORM(object-relational mapping)이라고 한다.
# `index`는 그 열로 찾기를 빠르게 하고, `unique`는 같은 값을 두 번 넣지 못하게 한다.
#
# 시각은 협정 세계시(UTC)로 적는다. SQLite는 시간대를 버리고 저장하므로, 꺼낼 때 UTC를 되붙이는 형을 만들어 쓴다.


# %% model
class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class UtcDateTime(TypeDecorator):
    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return value and value.replace(tzinfo=UTC)


def now():
    return datetime.now(UTC)


class User(db.Model):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(index=True)
    email: Mapped[str] = mapped_column(unique=True, index=True)
    password_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)

    @property
    def password(self):
        raise AttributeError("비밀번호는 읽을 수 없다")

    @password.setter
    def password(self, password):
        self.password_hash = generate_password_hash(password)

    def has_password(self, password):
        return check_password_hash(self.password_hash, password)


print(str(CreateTable(User.__table__)).strip())

# %% [markdown]
# > **원 노트에서 고친 것: 모델만 있으면 된다.**
# > 원 노트는 `db = SQLAlchemy()`와 모델만 적고 곧바로 `db.session.add(user)`로 갔다.
# > 앱의 설정에 데이터베이스의 주소가 있어야 하고, `init_app`으로 앱에 붙여야 하고, [[flask-contexts|앱 컨텍스트]] 안이어야 하고, 표를 만들어야 한다. 하나라도 없으면 아래처럼 멈춘다.

# %% four-missing
everyone = db.select(User)
# 컨텍스트가 없다
outside = error_of(lambda: db.session.execute(everyone), RuntimeError)
no_uri = error_of(lambda: db.init_app(Flask("no-uri")), RuntimeError)  # 주소가 없다

app = Flask("crud")
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///:memory:"  # 파일 대신 메모리
with app.app_context():
    # 붙이지 않았다
    no_init = error_of(lambda: db.session.execute(everyone), RuntimeError)
db.init_app(app)
context = app.app_context()
context.push()  # 노트북처럼 셀이 나뉜 곳에서는 끝까지 열어 둔다
no_table = error_of(lambda: db.session.execute(everyone), OperationalError)  # 표가 없다
assert (outside, no_uri, no_init) == 3 * ("RuntimeError",) and no_table == "OperationalError"

# %% [markdown]
# 컨텍스트, 주소, `init_app`, 표의 차례로 하나씩 걸렸다. 표까지 만들면 빈 표에서 읽을 수 있다.

# %% create-all
db.session.rollback()
db.create_all()
n_start = len(db.session.scalars(everyone).all())
print(inspect(db.engine).get_table_names(), n_start, "명")
assert n_start == 0

# %% [markdown]
# `create_all`은 없는 표만 만든다. 이미 있는 표의 열은 바꾸지 않으므로, 모델을 고친 뒤에는 마이그레이션 도구가 따로 필요하다.
#
# ## 만들기
#
# 객체는 데이터베이스와의 거리에 따라 상태가 바뀐다. 단계마다 상태를 물어 적어 둔다.

# %% state
steps = []


def state(obj, step):
    s = inspect(obj)
    names = ("transient", "pending", "persistent", "deleted", "detached")
    found = next(n for n in names if getattr(s, n))
    steps.append((step, found))
    print(f"{step:12} {found:11} id {s.dict.get('id')}")
    return found


# %% create
password = secrets.token_urlsafe(12)  # 보기로라도 비밀번호를 적어 두지 않는다
user = User(username="kim", email="kim@example.com", password=password)
state(user, "User(...)")
db.session.add(user)
state(user, "add")
db.session.flush()
state(user, "flush")
db.session.commit()
user_id = user.id  # commit 뒤에 처음 읽을 때 데이터베이스에서 다시 가져온다
state(user, "commit")
assert [s for _, s in steps] == ["transient", "pending", "persistent", "persistent"]

# %% [markdown]
# `add`는 적어 두기만 하고, SQL은 `flush`에서 나가며, `commit`에서 확정된다. `id`는 `flush` 때 데이터베이스가 준 번호이다.
# `commit`은 먼저 `flush`를 하므로 보통은 `add`와 `commit`만 쓴다.
#
# > **원 노트에서 고친 것: 비밀번호 보기.**
# > 예제에 지메일 주소와 짧은 비밀번호가 그대로 적혀 있다.
# > 보기로 쓰라고 비워 둔 도메인은 `example.com`이고, 비밀번호는 만들어 쓴다. 읽지 못하게 한 비밀번호는 `check_password_hash`로만 맞는지 본다.

# %% password
method = user.password_hash.split("$")[0]
right, wrong = user.has_password(password), user.has_password(password + "x")
hashes = {generate_password_hash(password) for _ in range(2)}
print(method, right, wrong, "같은 비밀번호의 해시", len(hashes), "가지")
unreadable = error_of(lambda: user.password, AttributeError)
assert right and not wrong and len(hashes) == 2 and unreadable == "AttributeError"

# %% [markdown]
# 같은 비밀번호의 해시가 매번 다른 것은 소금(salt)이라고 부르는 난수를 섞기 때문이다. 그래서 해시끼리 `==`로 견주지 않는다.
# 방식은 ![[lab-flask-crud.py#method]]이고, 숫자는 일부러 느리고 메모리를 많이 쓰게 하는 정도이다.
#
# ## 읽기

# %% read
db.session.add(User(username="lee", email="lee@example.com", password=secrets.token_urlsafe(12)))
db.session.commit()
names = db.session.scalars(db.select(User.username).order_by(User.username)).all()
kim = db.session.get(User, user_id)
nobody = db.session.get(User, 999)
lee = db.session.scalars(db.select(User).where(User.email == "lee@example.com")).one()
print(names, kim is user, nobody, lee.username)
assert names == ["kim", "lee"] and kim is user and nobody is None and lee.username == "lee"

# %% [markdown]
# 한 세션 안에서 같은 줄은 같은 객체이다(`kim is user`). 기본 키로 찾을 때는 `db.session.get`, 조건으로 찾을 때는 `db.select`를 쓴다.
#
# > **바로잡음: `User.query.all()`.**
# > 지금도 돌지만 옛 방식으로 분류되어 새 기능이 더해지지 않는다. `Query.get`은 부르면 경고까지 한다.
# > 지금의 방식은 `db.session.execute(db.select(User)).scalars()`이고, `db.session.scalars(...)`는 그것을 줄인 것이다.

# %% legacy
same = User.query.all() == db.session.execute(everyone).scalars().all()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    User.query.get(user_id)
warned = [w.category.__name__ for w in caught]
print("결과가 같은가:", same, warned)
assert same and issubclass(caught[0].category, LegacyAPIWarning)

# %% [markdown]
# ## 고치기
#
# > **원 노트에서 고친 것: 고칠 때도 `add`가 있어야 한다.**
# > 원 노트는 고친 다음 `db.session.add(user)`를 부르고, 고칠 사람을 정의하지 않은 함수 `get_spesific_user()`로 가져왔다.
# > `db.session.get`으로 가져온 객체는 세션이 이미 지켜보고 있어 `commit`만 하면 된다. `add`는 해가 없을 뿐이다.

# %% update
kim = db.session.get(User, user_id)
first_update = kim.updated_at
new_password = secrets.token_urlsafe(12)
kim.username, kim.password = "kim minji", new_password
is_dirty = kim in db.session.dirty
db.session.commit()
db.session.expire_all()  # 기억을 비우고 데이터베이스에서 다시 읽는다
kim = db.session.get(User, user_id)
print(is_dirty, kim.username, kim.updated_at > first_update)
assert is_dirty and kim.username == "kim minji" and kim.updated_at > first_update
assert kim.has_password(new_password) and not kim.has_password(password)

# %% [markdown]
# `onupdate` 덕분에 `updated_at`도 함께 바뀌었다.
#
# > **바로잡음: `default=datetime.now`.**
# > 흔히 `datetime.now`를 기본값으로 둔다. 시간대가 없는 시각이라 서버의 시계 설정에 따라 같은 순간이 다르게 적힌다.
# > 시간대를 단 UTC로 적고, 보여 줄 때 그곳의 시간으로 바꾼다.

# %% utc
moment = datetime.now(UTC)
seoul_server = moment.astimezone(timezone(timedelta(hours=9))).replace(tzinfo=None)
utc_server = moment.replace(tzinfo=None)
gap_h = (seoul_server - utc_server).total_seconds() / 3600
print("같은 순간의 차이:", gap_h, "시간, 읽어 온 시각의 시간대:", kim.created_at.tzinfo)
assert gap_h == 9 and kim.created_at.tzinfo is UTC

# %% [markdown]
# 서울의 서버와 UTC를 쓰는 서버는 같은 순간을 ![[lab-flask-crud.py#gap_h|.0f]]시간 다르게 적는다.
#
# ## 겹치면 되돌린다
#
# 같은 이메일을 또 넣으면 데이터베이스가 막는다. 실패한 뒤에는 `rollback`으로 그 묶음을 버려야 다음 일을 할 수 있다.


# %% unique
def add_again():
    db.session.add(User(username="kim2", email="kim@example.com", password=password))
    db.session.flush()


duplicate = error_of(add_again, IntegrityError)
db.session.rollback()
n_after = len(db.session.scalars(everyone).all())
print(n_after, "명")
assert duplicate == "IntegrityError" and n_after == 2

# %% [markdown]
# 먼저 찾아보고 없으면 넣는 방법은 두 요청이 동시에 찾아볼 때 뚫린다. 마지막 문은 데이터베이스의 `unique`이다.
#
# ## 지우기

# %% delete
db.session.delete(user)
state(user, "delete")
db.session.flush()
state(user, "flush")
db.session.commit()
state(user, "commit")
gone = db.session.get(User, user_id)
print(gone)
assert [s for _, s in steps[4:]] == [
    "persistent",
    "deleted",
    "detached",
] and gone is None

# %% plot-states
levels = ["transient", "pending", "persistent", "deleted", "detached"]
fig, ax = plt.subplots(num="crud-states", figsize=(7, 3), layout="constrained")
y = [levels.index(s) for _, s in steps]
ax.plot(range(len(steps)), y, marker="o", zorder=2)
ax.axvspan(1.5, 4.5, color="C2", alpha=0.15)
ax.text(3, 4.1, "표에 줄이 있다", ha="center", va="center")
ax.set_xticks(range(len(steps)), [name for name, _ in steps])
ax.set_yticks(
    range(5),
    [
        "transient\n남남",
        "pending\n적어 둠",
        "persistent\n이어짐",
        "deleted\n지워짐",
        "detached\n떨어짐",
    ],
)
ax.set(title="객체 하나의 일생", xlabel="한 일", ylim=(4.5, -0.5))

# %% [markdown]
# `delete`도 `add`처럼 적어 두는 일이다. 줄이 실제로 없어지는 것은 `flush`이고, 확정은 `commit`이다.
# 떨어진(detached) 객체의 속성은 파이썬에 남아 있지만 데이터베이스와는 상관이 없다.
#
# ## HTTP로
#
# 네 동작을 [[lab-flask-routes|메서드 넷]]에 잇는다. 답에는 비밀번호의 해시도 넣지 않는다.

# %% views
web = Flask("web")
web.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///:memory:"
db.init_app(web)
with web.app_context():
    db.create_all()


def public(user):
    return {"id": user.id, "username": user.username, "email": user.email}


@web.post("/users")
def create_user():
    user = User(**{k: request.json[k] for k in ("username", "email", "password")})
    db.session.add(user)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return {"error": "이미 있는 이메일"}, 409
    return public(user), 201


@web.get("/users/<int:user_id>")
def read_user(user_id):
    return public(db.get_or_404(User, user_id))


@web.put("/users/<int:user_id>")
def update_user(user_id):
    user = db.get_or_404(User, user_id)
    user.username = request.json["username"]
    db.session.commit()
    return public(user)


@web.delete("/users/<int:user_id>")
def delete_user(user_id):
    db.session.delete(db.get_or_404(User, user_id))
    db.session.commit()
    return "", 204


# %% http
web.json.ensure_ascii = False
client = web.test_client()
new = {
    "username": "park",
    "email": "park@example.com",
    "password": secrets.token_urlsafe(12),
}
requests = [
    ("POST", "/users", new),
    ("POST", "/users", new),
    ("PUT", "/users/1", {"username": "park jun"}),
    ("GET", "/users/1", None),
    ("DELETE", "/users/1", None),
    ("GET", "/users/1", None),
]
codes = []
for method_name, path, body in requests:
    answer = client.open(path, method=method_name, json=body)
    codes.append(answer.status_code)
    print(method_name, path, "->", answer.status)
    if answer.is_json:
        print("  ", answer.get_data(as_text=True).strip())
assert codes == [201, 409, 200, 200, 204, 404]

# %% [markdown]
# 요청이 끝나면 확장이 데이터베이스 세션을 닫아 주므로 뷰에서 닫을 일은 없다. 이 세션은 로그인에 쓰는 [[cookie-and-session|세션]]과 이름만 같고, 한 묶음의 작업을 뜻한다.

# %% close
context.pop()

# %% [markdown]
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 주소를 [[lab-flask-config|설정]]에서 받아 시험에는 메모리, 실제에는 파일을 쓰게 한다.
#   답: 앱을 만드는 함수가 설정을 받고, 말하지 않으면 메모리에 둔다.
#
#   ![[flask_app_answers.py#address|code]]
#
# - 사용자와 학습 기록을 외래 키로 잇고, 사용자를 지우면 기록이 어떻게 되는지 본다.
#   답: 관계만 적으면 기록 ![[flask_answers.py#n_left]]개가 모두 남고 외래 키만 비워진다. 함께 지우려면 `relationship`에 `cascade="all, delete-orphan"`을 준다.
#
#   ![[flask_answers.py#crud|code]]
#
# - 뷰를 [[lab-flask-blueprint|블루프린트]]로 옮겨도 `db`를 임포트하는 방향이 한쪽인지 확인한다.
