"""연습: 서명을 확인한다."""

# /// script
# [tool.maedeup.variants.keyless]
# title = "해시는 누구나 계산하므로 내용을 고친 사람이 서명도 다시 만든다"
# replace = { "hmac.new(key, value, sha256)" = "sha256(value)" }
#
# [tool.maedeup.variants.any-mark]
# title = "서명이 있는지만 보면 아무 서명이나 지난다"
# replace = { "hmac.compare_digest(made, mark)" = "len(made) == len(mark)" }
# ///

# %% setup
import hmac
from hashlib import sha256


# %% verify
def is_ours(value, mark, key):
    made = hmac.new(key, value, sha256).digest()
    return hmac.compare_digest(made, mark)


# %% verify-check
key = b"secret"
mark = hmac.new(key, b"user=7", sha256).digest()
assert is_ours(b"user=7", mark, key)
assert not is_ours(b"user=1", mark, key), "내용을 고친 쿠키를 받아들였다"
forged = sha256(b"user=1").digest()  # 열쇠 없이 만들었다
assert not is_ours(b"user=1", forged, key), "열쇠 없이 만든 서명을 받아들였다"
