"""Objects of many libraries: what Jupyter's own kernel shows of each is the oracle.

One expression a row, evaluated as the last of its cell after its library's set-up.
"""

# ruff: noqa: E501  # code in strings

from __future__ import annotations

SETUPS = {
    "python": (
        "import collections, datetime, decimal, enum, fractions, re, types\n"
        "class Plain:\n    pass\n"
        "class Page:\n    def _repr_html_(self):\n        return '<p>카드</p>'\n"
        "class Sign:\n    def _repr_svg_(self):\n"
        "        return \"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\"\\\n"
        "            \"<rect width='9' height='9'/></svg>\"\n"
        "class Notes:\n    def _repr_markdown_(self):\n        return '**참** $a^2$'\n"
        "class Law:\n    def _repr_latex_(self):\n        return r'$\\frac{1}{2}$'\n"
        "class Tree:\n    def _repr_json_(self):\n        return {'가지': [1, 2]}\n"
        "class Both:\n    def _repr_html_(self):\n        return '<b>둘</b>'\n"
        "    def _repr_latex_(self):\n        return '$x$'\n"
        "class Bundle:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'text/html': '<i>묶음</i>', 'text/plain': '묶음'}\n"
        "class Shy:\n    def _repr_html_(self):\n        return None\n"
        "    def __repr__(self):\n        return 'Shy()'\n"
        "class Anything:\n    def __getattr__(self, name):\n        return lambda *a, **k: 'x'\n"
        "    def __repr__(self):\n        return 'Anything()'\n"
        "class Written:\n    def _repr_pretty_(self, p, cycle):\n        p.text('쓴 것')\n"
        "class Speaks:\n    def _ipython_display_(self):\n        print('스스로')\n"
    ),
    "ipython": (
        "from IPython.display import HTML, JSON, SVG, Audio, Code, Image, Latex, Markdown, Math\n"
        "from IPython.display import Pretty, ProgressBar, Video, clear_output, display_pretty\n"
        "import base64\n"
        "dot = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwAD"
        "hgGAWjR9awAAAABJRU5ErkJggg==')\n"
    ),
    "numpy": "import numpy as np\n",
    "pandas": (
        "import pandas as pd\nimport numpy as np\n"
        "sold = pd.DataFrame({'값': [1234567.5, 0.25], '이름': ['가', None]})\n"
        "class Own(pd.DataFrame):\n    def _repr_html_(self):\n        return '<b>제 꼴</b>'\n"
    ),
    "sympy": "import sympy as sp\nx, y = sp.symbols('x y')\n",
    "PIL": "from PIL import Image\nred = Image.new('RGB', (3, 2), 'red')\n",
    "sklearn": (
        "from sklearn.linear_model import LogisticRegression\n"
        "from sklearn.pipeline import make_pipeline\n"
        "from sklearn.preprocessing import StandardScaler\n"
    ),
    "torch": "import torch\n",
    "networkx": "import networkx as nx\n",
    "rich": "from rich.table import Table\nboard = Table('가', '나')\nboard.add_row('1', '2')\n",
    "polars": "import polars as pl\ncities = pl.DataFrame({'도시': ['서울', '부산'], '수': [1, 2]})\n",
    "xarray": "import numpy as np\nimport xarray as xr\n",
    "great_tables": (
        "import pandas as pd\nfrom great_tables import GT\n"
        "listed = GT(pd.DataFrame({'가': [1, 2]})).tab_header(title='제목')\n"
    ),
    "altair": (
        "import altair as alt\nimport pandas as pd\n"
        "bars = alt.Chart(pd.DataFrame({'k': ['가', '나'], 'n': [3, 5]})).mark_bar()"
        ".encode(x='k', y='n')\n"
    ),
    "plotly": "import plotly.graph_objects as go\nimport plotly.offline\nlines = go.Figure(go.Scatter(x=[0, 1], y=[2, 1]))\n",
    "bokeh": (
        "from bokeh.plotting import figure\nplane = figure(width=200, height=200)\n"
        "line = plane.line([0, 1], [2, 3])\n"
    ),
    "seaborn": (
        "import pandas as pd\nimport seaborn.objects as so\n"
        "spots = pd.DataFrame({'x': [1, 2], 'y': [2, 1]})\n"
    ),
    "graphviz": "import graphviz\n",
    "shapely": "from shapely.geometry import LineString, Point\n",
    "pint": "import pint\nunits = pint.UnitRegistry()\n",
    "prettytable": (
        "from prettytable import PrettyTable\nrows = PrettyTable(['가', '나'])\n"
        "rows.add_row([1, 'b'])\n"
    ),
    "tabulate": "from tabulate import tabulate\n",
    "ipywidgets": "import ipywidgets\n",
    "skimage": "import numpy as np\nfrom skimage.transform import AffineTransform\n",
    "matplotlib": (
        "import matplotlib\nmatplotlib.use('agg')\nfrom matplotlib.figure import Figure\n"
        "sketch = Figure(figsize=(2, 1))\naxes = sketch.subplots().plot([1, 2])\n"
    ),
}  # fmt: skip

EXPRESSIONS = {
    "python": [
        "Page()", "Sign()", "Notes()", "Law()", "Tree()", "Both()", "Bundle()", "Shy()",
        "Anything()", "Written()", "Speaks()", "Plain()", "Plain", "[Plain(), Plain()]",
        "{'가': list(range(40)), '나': {'다': 'x' * 60}}", "{3, 1, 2}",
        "collections.Counter('banana')", "collections.defaultdict(list, {'a': [1]})", "len",
        "lambda a, b=1: a", "datetime.date(2026, 1, 2)", "fractions.Fraction(1, 3)", "'한\\n글'",
        "re.match('a', 'a')", "list(range(2000))",
    ],
    "ipython": [
        "HTML('<b>굵게</b>')", "Markdown('# 제목')", "Latex('$a$')", "Math(r'\\\\alpha')",
        "Code('a = 1', language='python')", "JSON({'a': 1})", "Image(dot)",
        "Image(dot, width=20, height=10)", "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
        "Pretty('읽기')", "Audio([0.0, 0.1, 0.0], rate=8000)",
        "Video(b'0123', embed=True, mimetype='video/mp4')",
        "for n in range(3):\n    print(n)\n    clear_output(wait=True)",
        "print('앞')\nclear_output(wait=True)\ndisplay('뒤')",
        "for _ in ProgressBar(2):\n    pass", "display_pretty(HTML('<b>굵게</b>'))",
        "display(HTML('<b>굵게</b>'), exclude=['text/html'])",
    ],
    "numpy": ["np.eye(3)", "[np.eye(2), np.arange(3)]", "np.float64(0.1)", "{'a': np.zeros(2)}"],
    "pandas": [
        "sold", "sold.style.format(precision=1)", "sold.dtypes.to_dict()", "pd.NA",
        "pd.Timestamp('2026-01-02')", "sold.columns", "sold.groupby('이름').ngroups",
        "Own([1])", "pd.set_option('display.notebook_repr_html', False)\nsold",
    ],
    "sympy": [
        "sp.Integral(sp.exp(-x), (x, 0, sp.oo))", "sp.Matrix([[x, y], [1, 2]])", "sp.Eq(x, y)",
        "sp.sqrt(x) / 3", "[x, y]",
        "sp.init_printing(use_latex=False)\nx**2 / 3", "sp.init_printing(pretty_print=False)\nx**2",
    ],
    "PIL": ["red", "red.convert('L')", "red.size"],
    "sklearn": ["make_pipeline(StandardScaler(), LogisticRegression(C=0.5))", "LogisticRegression"],
    "torch": ["torch.eye(2)", "torch.nn.Linear(2, 1)", "torch.float32"],
    "networkx": ["nx.path_graph(3)", "dict(nx.path_graph(2).degree)"],
    "rich": ["board"],
    "polars": ["cities", "cities['수']"],
    "xarray": ["xr.DataArray(np.arange(4.0).reshape(2, 2), dims=('y', 'x'), name='t')"],
    "great_tables": ["listed"],
    "altair": ["bars"],
    "plotly": ["lines", "plotly.io.show(dict(data=[dict(y=[1])]))", "plotly.offline.iplot(lines)"],
    "bokeh": ["plane"],
    "seaborn": ["so.Plot(spots, x='x', y='y').add(so.Dot())"],
    "graphviz": ["graphviz.Digraph().source"],
    "shapely": ["Point(0, 0)", "LineString([(0, 0), (1, 2)])", "[Point(0, 0)]"],
    "pint": ["3 * units.meter / units.second", "[1, 2] * units.kilogram", "units.meter"],
    "prettytable": ["rows"],
    "tabulate": ["tabulate([[1, '가']], tablefmt='html')", "tabulate([[1, '가']])"],
    "ipywidgets": ["ipywidgets.IntSlider(value=3)", "ipywidgets.Layout()"],
    "skimage": ["AffineTransform(scale=2)"],
    "matplotlib": ["sketch", "matplotlib.colormaps['viridis']"],
}  # fmt: skip

OURS = {
    "bars": "image/svg+xml",  # Jupyter draws it with a script from another host
    "lines": "application/vnd.plotly.v1+json",  # by the script of the installed package
    "plotly.offline.iplot(lines)": "application/vnd.plotly.v1+json",
    "plotly.io.show(dict(data=[dict(y=[1])]))": "application/vnd.plotly.v1+json",
    "plane": "application/vnd.bokehjs.item+json",
    "so.Plot(spots, x='x', y='y').add(so.Dot())": "figure",  # drawn in the colours of the page
    "sketch": "figure",
    "Speaks()": "stream",
}
"""Where a page shows something else than Jupyter's richest."""
