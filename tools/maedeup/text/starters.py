"""The files that `maedeup init` writes for a new site; their words are the catalogue's."""

from __future__ import annotations

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
  features: [content.code.copy, content.lazy, navigation.indexes, navigation.top,
             search.highlight, toc.follow]

plugins:
  - search
  - tags
  - maedeup:
      snippets_dir: {snippets}
      checks: {profile}
{drafts}
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
  - pymdownx.mark
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.tasklist
  - pymdownx.tilde:
      subscript: false

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
