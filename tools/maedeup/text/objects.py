"""What pages say around an object's own representation."""

from __future__ import annotations

PICTURE = "그림"
FORMULA = "식"
CHART = "그래프"
CHART_DATA = "그래프의 수"
CUT = "여기에는 일부만 보인다."
OF_ROWS = "모두 {all}행 가운데 {shown}행"
OF_COLUMNS = "모두 {all}열 가운데 {shown}열"
OF_TABLE = "표, {all}행"
