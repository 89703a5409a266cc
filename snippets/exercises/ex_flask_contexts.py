"""연습: 컨텍스트를 열고 닫는다."""

# /// script
# [tool.maedeup.variants.emptied]
# title = "비우기만 하면 바깥에 열려 있던 것까지 잃는다"
# replace = { "current.reset(token)" = "current.set(None)" }
#
# [tool.maedeup.variants.kept]
# title = "닫지 않으면 다음 요청이 앞 사람의 것을 본다"
# replace = { "current.reset(token)" = "pass" }
# ///

# %% setup
from contextlib import contextmanager
from contextvars import ContextVar

current = ContextVar("current", default=None)


# %% open
@contextmanager
def opened(app):
    token = current.set(app)
    try:
        yield
    finally:
        current.reset(token)


# %% open-check
with opened("바깥"):
    try:
        with opened("안"):
            assert current.get() == "안"
            raise KeyError
    except KeyError:
        pass
    assert current.get() == "바깥", "안쪽을 닫은 뒤에 바깥의 것을 잃었다"
assert current.get() is None, "닫힌 뒤에도 남아 있다"
