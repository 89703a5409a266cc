"""요청 하나 동안 두 컨텍스트가 열리고 닫히는 차례.

주장: 앱 컨텍스트가 먼저 열리고 나중에 닫히며, 요청 컨텍스트는 그 안에서 열리고 닫힌다.
출처: Flask 3.1 문서 The Request Context, Signals
"""

# %% setup
import matplotlib.pyplot as plt
from flask import Flask, has_app_context, has_request_context, signals, stream_with_context

app = Flask(__name__)
steps = []


def note(name):
    steps.append((name, has_app_context(), has_request_context()))


@app.get("/")
def view():
    note("뷰 함수")
    return "ok"


# %% listen
named = {
    signals.appcontext_pushed: "앱 컨텍스트 열림",
    signals.request_started: "요청 시작",
    signals.request_finished: "답 완성",
    signals.request_tearing_down: "teardown_request",
    signals.appcontext_tearing_down: "teardown_appcontext",
    signals.appcontext_popped: "앱 컨텍스트 닫힘",
}
for signal, name in named.items():  # 신호는 받는 함수를 약하게 잡으므로 weak=False
    signal.connect(lambda *_, name=name, **__: note(name), app, weak=False)

# %% life
app.test_client().get("/")
for name, app_open, request_open in steps:
    print(f"앱 {app_open!s:5}  요청 {request_open!s:5}  {name}")
assert [s[1] for s in steps] == 6 * [True] + [False]
assert [s[2] for s in steps] == [False] + 4 * [True] + 2 * [False]

# %% after
other, torn = Flask("other"), []
other.teardown_appcontext(lambda e: torn.append((type(e).__name__, has_request_context())))


def parts():
    yield str(has_request_context())  # 답을 흘려보내는 동안 요청이 보이는가


other.add_url_rule("/stream", "stream", parts)
other.add_url_rule("/kept", "kept", lambda: stream_with_context(parts()))
other.add_url_rule("/broken", "broken", lambda: 1 / 0)
streamed, kept = (other.test_client().get(path).text for path in ("/stream", "/kept"))
torn.clear()
other.logger.disabled = True
status = other.test_client().get("/broken").status_code
print(f"그냥 {streamed}, stream_with_context {kept}, 오류가 난 뷰 {status} {torn}")
assert (streamed, kept) == ("False", "True")
assert (status, torn) == (500, [("ZeroDivisionError", False)])

# %% plot-life
fig, ax = plt.subplots(num="context-life", figsize=(7, 2.6), layout="constrained")
rows = [("앱 컨텍스트\ncurrent_app, g", 1), ("요청 컨텍스트\nrequest, session", 2)]
for y, (_, column) in enumerate(rows):
    open_at = [i for i, step in enumerate(steps) if step[column]]
    ax.barh(-y, len(open_at), left=open_at[0] - 0.5, height=0.55, color=f"C{y}", alpha=0.8)
ax.set_yticks([0, -1], [name for name, _ in rows])
ax.set_xticks(range(len(steps)), [s[0].replace(" ", "\n").replace("_", "_\n") for s in steps])
ax.set(title="요청 하나 동안 열려 있는 컨텍스트", xlim=(-0.6, len(steps) - 0.4))
ax.grid(visible=False)
