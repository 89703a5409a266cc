"""What `maedeup init` writes for a new site, in each language that it knows."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("ko", "en", "ja")

WORDS: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "site": "나의 노트",
        "dark": "어두운 화면으로",
        "light": "밝은 화면으로",
        "anchor": "이 제목의 주소",
        "home": "# 홈\n\n첫 노트는 [[first-note]]이다.\n모든 노트는 [[graph]]에 있다.\n",
        "graph": "노트 그래프",
        "tags": "태그",
        "first": "첫 노트",
        "tag": "시작",
        "note": (
            "**사인의 제곱의 평균**은 ![[first.py#mean|.2f]]이다.\n"
            "이 수도 아래 그림도 `snippets/first.py`를 실행해서 나온 것이다.\n"
            "그 파일을 고치고 저장하면 둘 다 바뀐다. 처음으로는 [[index]]에서 돌아간다.\n\n"
            "![[first.py#curve]]\n"
        ),
        "doc": "사인의 제곱을 그리고 그 평균을 잰다.",
        "title": "sin² x",
    },
    "en": {
        "site": "My notes",
        "dark": "Switch to dark mode",
        "light": "Switch to light mode",
        "anchor": "Address of this heading",
        "home": "# Home\n\nThe first note is [[first-note]].\nAll notes are on the [[graph]].\n",
        "graph": "Graph of notes",
        "tags": "Tags",
        "first": "First note",
        "tag": "start",
        "note": (
            "**The mean of sine squared** is ![[first.py#mean|.2f]].\n"
            "That number and the figure below come from running `snippets/first.py`.\n"
            "Change the file and save: both change. Back to [[index]].\n\n"
            "![[first.py#curve]]\n"
        ),
        "doc": "Draw sine squared and measure its mean.",
        "title": "sin² x",
    },
    "ja": {
        "site": "私のノート",
        "dark": "ダークモードに切り替える",
        "light": "ライトモードに切り替える",
        "anchor": "この見出しのアドレス",
        "home": (
            "# ホーム\n\n最初のノートは [[first-note]] です。\n"
            "すべてのノートは [[graph]] にあります。\n"
        ),
        "graph": "ノートのグラフ",
        "tags": "タグ",
        "first": "最初のノート",
        "tag": "はじめに",
        "note": (
            "**サインの2乗の平均**は ![[first.py#mean|.2f]] です。\n"
            "この数も下の図も `snippets/first.py` を実行して得たものです。\n"
            "ファイルを直して保存すると、どちらも変わります。[[index]] に戻る。\n\n"
            "![[first.py#curve]]\n"
        ),
        "doc": "サインの2乗を描き、その平均を測る。",
        "title": "sin² x",
    },
}

SAVED: Mapping[str, str] = {
    "ko": "저장된 출력, 실행하지 않음",
    "en": "Saved output, not run",
    "ja": "保存された出力、実行していません",
}
"""What stands over an output that a notebook was saved with."""

SETTINGS = """\
site_name: {name}
docs_dir: {docs}
theme:
  name: material
  language: {lang}
  font: false # the system's fonts; nothing is loaded from another host
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {{icon: material/weather-night, name: {dark}}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {{icon: material/weather-sunny, name: {light}}}
  features: [content.code.copy, navigation.indexes, navigation.top, search.highlight, toc.follow]

plugins:
  - search
  - tags
  - maedeup:
      snippets_dir: {snippets}
      checks: {profile}

markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc:
      permalink: true
      permalink_title: {anchor}
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.superfences
  - pymdownx.tasklist

validation:
  links:
    absolute_links: {links}
    unrecognized_links: {links}
    anchors: {links}
    not_found: {links}
"""

SNIPPET = '''\
"""{doc}"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(0, 2 * np.pi, 200, endpoint=False)
y = np.sin(x) ** 2

# %% mean
mean = float(y.mean())
assert abs(mean - 0.5) < 1e-12

# %% curve
fig, ax = plt.subplots(figsize=(6, 3))
ax.plot(x, y)
ax.set(title="{title}", xlabel="x", ylabel="y")
'''

IGNORED = """\
.venv/
.maedeup/
/site/
__pycache__/
"""

WORKFLOW = """\
# Builds the site at each push, and publishes it on GitHub Pages: in the repository's settings,
# set the source of Pages to "GitHub Actions".
name: site

on:
  push:
    branches: [main]
  workflow_dispatch:

permissions:
  contents: read
  pages: write
  id-token: write

jobs:
  site:
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: ${{ steps.published.outputs.page_url }}
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0 # dates of the last change
      - uses: actions/setup-python@v6
        with:
          python-version: "3.11"
      - run: pip install -r requirements.txt
      - run: maedeup build --strict
      - uses: actions/upload-pages-artifact@v4
        with:
          path: site
      - id: published
        uses: actions/deploy-pages@v4
"""
