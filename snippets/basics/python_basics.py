"""파이썬 기초 둘: print가 쓰는 글자와, 함수처럼 부르는 객체.

주장: print는 값 사이에 sep, 끝에 end를 쓴다. __call__이 있는 객체는 함수처럼 부를 수 있다.
출처: Python 문서 print, object.__call__
"""

# %% setup
import io

# %% print
out = io.StringIO()
print("a", "b", sep="", end="!", file=out)
print("a", "b", file=out)  # 기본값: sep은 빈칸, end는 줄바꿈
print(repr(out.getvalue()))
assert out.getvalue() == "ab!a b\n"


# %% call
class Scale:
    """들어온 값에 정해 둔 수를 곱한다."""

    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        return self.factor * x


double = Scale(2)
print(double(21))
assert double(21) == double.__call__(21) == 42
