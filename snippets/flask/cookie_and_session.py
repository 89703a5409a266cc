"""쿠키와 세션: 서버가 맡긴 작은 글을 브라우저가 요청마다 되가져온다. 세션도 쿠키에 실린다.

주장: 쿠키는 답에 실려 나가 다음 요청에 실려 온다. 지우기는 기한이 지난 쿠키를 보내는 것이다.
없는 키를 cookies.get은 None, session[...]은 KeyError로 알린다.
출처: Flask 3.1 문서 Quickstart (Cookies, Sessions); RFC 6265
"""

# %% setup
import secrets

from exchange import ask
from flask import Flask, make_response, request, session

app = Flask(__name__)
app.config["SECRET_KEY"] = secrets.token_hex(32)  # 실행할 때마다 새로 만든다
client = app.test_client()


# %% cookie-views
@app.get("/dark")
def dark():
    response = make_response("어둡게 보인다")  # 쿠키는 답에 실리므로 답부터 만든다
    response.set_cookie("theme", "dark", httponly=True, samesite="Lax")
    return response


@app.get("/theme")
def theme():
    return f"theme = {request.cookies.get('theme')}"


@app.get("/light")
def light():
    response = make_response("기본으로 돌아간다")
    response.delete_cookie("theme")
    return response


# %% session-views
@app.post("/login")
def login():
    session["uid"] = 7
    return "들어왔다"


@app.get("/me")
def me():
    return f"uid = {session.get('uid')}"


# %% cookie
before = ask(client, "GET", "/theme").text
given = ask(client, "GET", "/dark", ["Set-Cookie"])
after = ask(client, "GET", "/theme").text
assert (before, after) == ("theme = None", "theme = dark")

# %% delete
gone = ask(client, "GET", "/light", ["Set-Cookie"])
assert "Max-Age=0" in gone.headers["Set-Cookie"] and client.get_cookie("theme") is None

# %% session
ask(client, "POST", "/login")
mine = ask(client, "GET", "/me").text
cookie = client.get_cookie("session")
assert mine == "uid = 7" and cookie.http_only

# %% missing
with app.test_request_context("/"):
    absent = request.cookies.get("key")
    print("cookies.get:", absent, " session.get:", session.get("key"))
    try:
        session["key"]
        raised = ""
    except KeyError as e:
        raised = type(e).__name__
        print("session[...]:", raised, e)
assert absent is None and raised == "KeyError"

# %% no-response
try:
    response.set_cookie("theme", "dark")
    undefined = ""
except NameError as e:
    undefined = type(e).__name__
    print(undefined, e)
assert undefined == "NameError"
