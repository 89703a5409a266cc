"""세션 쿠키의 서명: 읽기는 누구나, 고치기는 열쇠를 가진 쪽만.

주장: 세션 쿠키의 내용은 열쇠 없이 읽힌다. 고치면 서명이 맞지 않아 빈 세션이 된다.
열쇠를 아는 사람은 세션을 지어낼 수 있고, 로그아웃 전에 베낀 쿠키는 로그아웃 뒤에도 통한다.
출처: Flask 3.1 문서 Sessions; itsdangerous 문서
"""

# %% setup
import base64
import json
import secrets

import matplotlib.pyplot as plt
from exchange import ask
from flask import Flask, session

app = Flask(__name__)
app.config["SECRET_KEY"] = secrets.token_hex(32)


@app.post("/login")
def login():
    session["uid"] = 7
    return "들어왔다"


@app.post("/logout")
def logout():
    session.clear()
    return "나갔다"


@app.get("/me")
def me():
    return f"uid = {session.get('uid')}"


# %% read
client = app.test_client()
client.post("/login")
cookie = client.get_cookie("session")
payload, timestamp, signature = cookie.value.split(".")
content = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
print("열쇠 없이 읽은 내용:", content)
assert json.loads(content) == {"uid": 7}

# %% tamper
forged = base64.urlsafe_b64encode(b'{"uid":1}').decode().rstrip("=")
client.set_cookie("session", f"{forged}.{timestamp}.{signature}")
tampered = ask(client, "GET", "/me").text
assert tampered == "uid = None"

# %% leaked-key
thief = Flask("thief")
thief.config["SECRET_KEY"] = app.config["SECRET_KEY"]  # 열쇠가 새어 나갔다면
stolen = thief.session_interface.get_signing_serializer(thief).dumps({"uid": 1})
client.set_cookie("session", stolen)
leaked = ask(client, "GET", "/me").text
assert leaked == "uid = 1"

# %% replay
client.post("/login")
kept = client.get_cookie("session").value  # 베껴 둔 쿠키
client.post("/logout")
outside = client.get("/me").text
client.set_cookie("session", kept)
replayed = ask(client, "GET", "/me").text
assert (outside, replayed) == ("uid = None", "uid = 7")


# %% plot-parts
sizes = [len(payload), len(timestamp), len(signature)]
labels = ["내용\n(누구나 읽는다)", "만든\n시각", "서명\n(열쇠로만 만든다)"]
fig, ax = plt.subplots(num="cookie-parts", figsize=(7, 1.9), layout="constrained")
left = 0
for i, (size, label) in enumerate(zip(sizes, labels, strict=True)):
    ax.barh(0, size, left=left, color=f"C{i}", alpha=0.35)
    ax.text(left + size / 2, 0, label, ha="center", va="center")
    left += size + 1  # 사이의 점 하나
ax.set(title="세션 쿠키 한 개의 세 부분", xlabel="글자 자리", yticks=[])
ax.grid(visible=False)

# %% sizes
n_payload, n_time, n_sign = sizes
print(sizes)
assert sizes == [12, 6, 27]
