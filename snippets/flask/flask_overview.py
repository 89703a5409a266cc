"""플라스크: 주소마다 함수 하나를 이어 요청에 답한다.

주장: 다섯 줄짜리 앱이 GET에 답한다. GET만 받는 주소에 POST를 보내면 405와 Allow 헤더가 온다.
같은 함수를 임포트해서도, HTTP로도 부를 수 있다. 플라스크의 의존성에 모델(데이터베이스)은 없다.
출처: Flask 3.1 문서 Quickstart, API; RFC 9110
"""

# %% setup
from importlib.metadata import requires
from unittest.mock import patch

from exchange import ask
from flask import Flask, request
from sklearn.datasets import load_iris
from sklearn.neighbors import KNeighborsClassifier

# %% hello
app = Flask(__name__)


@app.route("/")
def home():
    return "<h1>Hello, Flask!</h1>"


# %% get
client = app.test_client()  # 서버를 띄우지 않고 요청을 앱에 바로 넣는다
answer = ask(client, "GET", "/", ["Content-Type"])
assert answer.status_code == 200 and answer.text == home()

# %% not-allowed
refused = ask(client, "POST", "/")
allowed = sorted(refused.allow)  # 답의 Allow 헤더
print("   Allow:", ", ".join(allowed))
assert refused.status_code == 405 and allowed == ["GET", "HEAD", "OPTIONS"]

# %% missing
lost = ask(client, "GET", "/nowhere")
assert lost.status_code == 404

# %% model
iris = load_iris()
# 앱이 시작할 때 한 번 학습한다
model = KNeighborsClassifier(5).fit(iris.data, iris.target)


def classify(x):
    return str(iris.target_names[model.predict([x])[0]])


# %% serve-model
service = Flask(__name__)


@service.post("/classify")  # route("/classify", methods=["POST"])와 같다
def classify_over_http():
    return {"species": classify(request.get_json()["x"])}  # dict는 JSON 답이 된다


# %% two-apis
flower = [6.3, 3.3, 6.0, 2.5]  # 꽃받침과 꽃잎의 길이와 너비(cm)
by_import = classify(flower)
print("classify(flower) ->", by_import)
answer = ask(service.test_client(), "POST", "/classify", ["Content-Type"], json={"x": flower})
by_http = answer.json["species"]
assert by_import == by_http == "virginica"

# %% address
with (
    patch("werkzeug.serving.run_simple") as server,  # 진짜 서버 대신 받은 인자만 본다
    patch("flask.cli.show_server_banner"),  # 알림에 드는 앱의 이름은 파일의 이름을 따른다
):
    app.run()
default_host, default_port = server.call_args.args[:2]
print("기본값", default_host, default_port)
assert (default_host, default_port) == ("127.0.0.1", 5000)

# %% parts
parts = sorted(r.split(">")[0] for r in requires("flask") if ";" not in r)
print(parts)
assert not any("sql" in p or "orm" in p for p in parts)
assert parts == ["blinker", "click", "itsdangerous", "jinja2", "markupsafe", "werkzeug"]
