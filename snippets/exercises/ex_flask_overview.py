"""연습: 다시 보내도 되는 요청을 가린다."""

# /// script
# [tool.maedeup.variants.read-only]
# title = "읽기만 하는 것만 골랐다. 통째로 바꾸거나 지우는 것도 두 번 보내면 같다"
# replace = { "{\"GET\", \"PUT\", \"DELETE\"}" = "{\"GET\"}" }
#
# [tool.maedeup.variants.all]
# title = "POST는 두 번 보내면 둘이 생긴다"
# replace = { "{\"GET\", \"PUT\", \"DELETE\"}" = "{\"GET\", \"PUT\", \"DELETE\", \"POST\"}" }
# ///


# %% repeat
def is_repeatable(method):
    return method in {"GET", "PUT", "DELETE"}


# %% repeat-check
actions = {
    "GET": lambda notes: notes.get(1),
    "PUT": lambda notes: notes.update({1: "새 글"}),
    "DELETE": lambda notes: notes.pop(1, None),
    "POST": lambda notes: notes.update({len(notes) + 1: "새 글"}),
}
for method, send in actions.items():
    once, twice = {1: "글"}, {1: "글"}
    send(once), send(twice), send(twice)
    assert is_repeatable(method) == (once == twice), f"{method}를 두 번 보내 본 것과 다르다"
