"""조건부 확률: 한 일이 일어난 것들 가운데에서 다른 일의 몫을 센다.

주장: 숫자 사진에서 센 p(숫자|픽셀)과 p(픽셀|숫자)는 다른 수이고, 베이즈 정리가 둘을 잇는다.
출처: Goodfellow et al. (2016) 3.5절, 3.11절; sklearn digits
"""

# %% setup
from sklearn.datasets import load_digits

digits = load_digits()

# %% count
# 사진의 한가운데 픽셀이 까만가, 그리고 그 사진이 0인가.
dark, zero = digits.images[:, 4, 4] == 0, digits.target == 0  # (1797,), (1797,)
p_dark, p_zero, p_both = float(dark.mean()), float(zero.mean()), float((dark & zero).mean())
zero_if_dark, dark_if_zero = p_both / p_dark, p_both / p_zero
print(
    f"p(0) = {p_zero:.2f}, p(0 | 까맣다) = {zero_if_dark:.2f}, p(까맣다 | 0) = {dark_if_zero:.2f}"
)
assert abs(zero_if_dark - dark_if_zero * p_zero / p_dark) < 1e-12  # 베이즈 정리
assert abs(zero_if_dark - zero[dark].mean()) < 1e-12
assert abs(zero_if_dark - dark_if_zero) > 0.1 and zero_if_dark > 2 * p_zero
