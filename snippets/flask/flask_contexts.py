"""앱 컨텍스트와 요청 컨텍스트: 지금 어느 앱의 어느 요청인지를 함수 밖에서 정해 준다.

주장: 컨텍스트 밖에서 current_app과 request는 RuntimeError를 낸다. g는 요청마다 새것이되, 미리
열어 둔 앱 컨텍스트 안의 요청은 그 g를 함께 쓴다.
컨텍스트는 실행 흐름마다 따로여서 다른 스레드에서는 보이지 않는다.
출처: Flask 3.1 문서 The Application Context, The Request Context; Python 문서 contextvars
"""

# %% setup
import threading
from contextvars import ContextVar
from importlib.metadata import version

import flask
from exchange import ask
from flask import Flask, current_app, g, request

app = Flask(__name__)


# %% outside
def try_it(read):
    try:
        return str(read())
    except RuntimeError as e:
        return f"RuntimeError: {str(e).splitlines()[0]}"


def read_both():
    app_side = try_it(lambda: current_app.debug)
    request_side = try_it(lambda: request.path)
    print(f"current_app.debug  {app_side}\nrequest.path       {request_side}\n")
    return app_side, request_side


outside = read_both()
assert outside[0].endswith("Working outside of application context.")
assert outside[1].endswith("Working outside of request context.")

# %% inside
with app.app_context():
    in_app = read_both()
with app.test_request_context("/hello?name=kim"):
    in_request = read_both()
assert in_app[0] == "False" and in_app[1].startswith("RuntimeError")
assert in_request == ("False", "/hello")

# %% proxy
with app.app_context():
    is_app = current_app is app
    stands_for_app = current_app._get_current_object() is app
print(is_app, stands_for_app)
assert not is_app and stands_for_app

# %% fresh-g
app.config["COUNT"] = 0


@app.get("/count")
def count():
    g.count = g.get("count", 0) + 1
    current_app.config["COUNT"] += 1
    return f"g {g.count}, config {current_app.config['COUNT']}"


client = app.test_client()
bodies = [ask(client, "GET", "/count").text for _ in range(2)]
assert bodies == ["g 1, config 1", "g 1, config 2"]

# %% shared-g
with app.app_context():
    shared = [client.get("/count").text.split(",")[0] for _ in range(2)]
print(shared)
assert shared == ["g 1", "g 2"]  # 두 요청이 바깥에서 열어 둔 g를 함께 썼다

# %% threads
seen = []
with app.app_context():
    worker = threading.Thread(target=lambda: seen.append(try_it(lambda: current_app.name)))
    worker.start()
    worker.join()
    here = try_it(lambda: current_app.debug)
print("이 스레드   ", here)
print("다른 스레드 ", seen[0])
assert here == "False" and seen[0].startswith("RuntimeError")

# %% contextvar
holder = type(flask.globals._cv_app)
has_stack = hasattr(flask, "_app_ctx_stack")
flask_version = "Flask " + version("flask")
print(holder.__name__, has_stack)
assert holder is ContextVar and not has_stack
