"""연습: 뒤집고, 사람 수로 세고, 증거를 잇는다."""

# /// script
# [tool.maedeup.variants.no-base]
# title = "재현율을 그대로 답했다. 앓는 사람이 얼마나 드문지를 잊었다"
# replace = { "ill / (ill + well)" = "recall" }
#
# [tool.maedeup.variants.well-forgotten]
# title = "앓지 않는 사람의 몫을 곱하지 않았다"
# replace = { "(1 - prior) * false_alarm" = "false_alarm" }
#
# [tool.maedeup.variants.only-ill]
# title = "헛양성을 빼놓고 셌다"
# replace = { "round(ill * recall) + round((people - ill) * false_alarm)" = "round(ill * recall)" }
#
# [tool.maedeup.variants.all-false]
# title = "위양성률은 앓지 않는 사람에게만 곱한다"
# replace = { "(people - ill) * false_alarm" = "people * false_alarm" }
#
# [tool.maedeup.variants.added]
# title = "오즈는 더하지 않고 곱한다"
# replace = { "odds *= ratio" = "odds += ratio" }
#
# [tool.maedeup.variants.odds-told]
# title = "오즈는 확률이 아니다"
# replace = { "return odds / (1 + odds)" = "return odds" }
# ///


# %% flip
def flip(prior, recall, false_alarm):
    ill = prior * recall
    well = (1 - prior) * false_alarm
    return ill / (ill + well)


# %% flip-check
assert abs(flip(0.5, 0.9, 0.1) - 0.9) < 1e-12
assert abs(flip(0.2, 0.5, 0.25) - 1 / 3) < 1e-12


# %% people
def positives(people, prior, recall, false_alarm):
    ill = people * prior
    return round(ill * recall) + round((people - ill) * false_alarm)


# %% people-check
assert positives(1000, 0.01, 0.9, 0.09) == 98
assert positives(100, 0.5, 1.0, 0.0) == 50
assert positives(1000, 0.5, 0.5, 0.5) == 500


# %% chain
def chain(prior, ratios):
    odds = prior / (1 - prior)
    for ratio in ratios:
        odds *= ratio
    return odds / (1 + odds)


# %% chain-check
assert abs(chain(0.5, [])) == 0.5
assert abs(chain(0.01, [10, 10]) - 100 / 199) < 1e-12
