"""Objects that would harm the page they stand on: it stands, nothing runs, nothing is fetched."""

# ruff: noqa: E501  # code in strings

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from maedeup.runs.product import Rich
from maedeup.runs.rich import troubles
from maedeup.text.safe_html import clean

from tests.project import Project, RunOptions, build, load_settings

from .conftest import SITE, render, write_files

HTML = {
    "script": "<script>document.title='x'</script><b>남음</b>",
    "script end": "<b></script><script>alert(1)</script>남음</b>",
    "handler": "<b onclick='alert(1)' onmouseover=alert(2)>남음</b><img src=x onerror=alert(1)>",
    "svg handler": "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x /><rect width=3 /><set onbegin=alert(1) /></svg>남음",
    "address": "<a href='javascript:alert(1)'>남음</a><a href=' jAvA\nscript:alert(1)'>둘</a><a href='data:text/html,<script>alert(1)</script>'>셋</a>",
    "style of the page": "<style>body,html>.md-main,*{display:none !important} .md-header{top:0}</style><b>남음</b>",
    "style that breaks out": "<style>.a{} } body{display:none} @media print{.b{}} </style><style>.c{background:url(javascript:alert(1))}</style><b>남음</b>",
    "style that imports": "<style>@import url('https://evil.example/a.css'); @font-face{font-family:x;src:url(https://evil.example/f.woff)}</style><b>남음</b>",
    "remote pictures": "<img src='https://evil.example/a.png'><img srcset='https://evil.example/b.png 2x' src='//evil.example/c.png'><video poster='https://evil.example/d.png'></video>남음",
    "background": "<div style='background:url(https://evil.example/e.png);color:red'>남음</div><table background='https://evil.example/f.png'><tr><td>x</table>",
    "frame": "<iframe src='https://evil.example/'></iframe><object data='https://evil.example/o'></object><embed src='https://evil.example/e'>남음",
    "form": "<form action='https://evil.example/'><input name=q><button>가기</button></form>남음",
    "page's head": "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=https://evil.example/'><link rel=stylesheet href='https://evil.example/l.css'>남음",
    "unclosed": "</div></div></article></body></html><!-- <b>남음",
    "foreign": "<svg><foreignObject><iframe src='https://evil.example/'></iframe></foreignObject><style>*{fill:red}</style><use href='https://evil.example/u.svg#a'/><rect width=1 /></svg>남음<math><mtext><script>alert(1)</script></mtext></math>",
    "confusing": "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript><math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>남음",
    "ids": "<b id=__search class=md-search data-md-toggle=search>남음</b><a href='#__search'>가기</a>",
    "template": "<template shadowrootmode=open><script>alert(1)</script></template><slot name=x></slot>남음",
    "escaped style": "<style>\\62 ody{display:none} b{background:u\\72l(https://evil.example/a)}</style><b>남음</b>",
    "variable that fetches": "<div style='--x:url(https://evil.example/a);background:var(--x)'>남음</div>",
    "property of the page": "<style>@property --mp-ink{syntax:'<color>';inherits:true;initial-value:red}b{color:red}</style><b>남음</b>",
    "scope of the page": "<style>@scope (body){*{display:none}} @layer x{body{display:none}}</style><b>남음</b>",
    "comment that breaks out": "<style>/*</style><script>alert(1)</script>*/</style><b>남음</b>",
    "use of data": "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/><rect width=1 /></svg>남음",
    "animated address": "<svg><a xlink:href='javascript:alert(1)'><text>남음</text></a><animate attributeName=href values='javascript:alert(1)'/></svg>",
    "mathematics": "<math><maction actiontype='statusline' xlink:href='javascript:alert(1)'><mi>남음</mi></maction><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "null bytes": "<scr\x00ipt>alert(1)</scr\x00ipt><img src\x00=x onerror\x00=alert(1)>남음",
    "entities": "<a href='&#106;avascript&colon;alert(1)'>남음</a><a href='java&Tab;script:alert(1)'>x</a>",
    "data that breaks out": f"<img src='data:image/png;base64,{'A' * 30_000}\" onerror=alert(1) x=\"'>남음",
    "very deep": "<div>" * 5_000 + "남음",
    "fold": "<details ontoggle=alert(1) open><summary onclick=alert(2)>남음</summary></details>",
    "plain text": "<xmp><script>alert(1)</script></xmp><plaintext>남음",
}  # fmt: skip

OBJECTS = {
    "endless text": "import maedeup.runs.worker.display as looks\nlooks.LOOK_S = 0.5\nclass A:\n    def __repr__(self):\n        while True:\n            try:\n                n = 1\n            except Exception:\n                pass\n",
    "raising text": "class A:\n    def __repr__(self):\n        raise ValueError('글이 없다')\n",
    "raising html": "class A:\n    def _repr_html_(self):\n        raise ValueError('꼴이 없다')\n    def __repr__(self):\n        return '남은 글'\n",
    "html that is none": "class A:\n    def _repr_html_(self):\n        return 7\n    def __repr__(self):\n        return '남은 글'\n",
    "ten megabytes": "class A:\n    def _repr_html_(self):\n        return '<p>가나다</p>' * 1_000_000\n",
    "twenty megabytes of picture": "class A:\n    def _repr_png_(self):\n        return b'\\x89PNG' + b'0' * 20_000_000\n    def __repr__(self):\n        return '남은 글'\n",
    "only a script": "class A:\n    def _repr_html_(self):\n        return '<div id=x></div><script>draw()</script>'\n    def __repr__(self):\n        return '남은 글'\n",
    "only for a program": "class A:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n        return {'application/vnd.jupyter.widget-view+json': {'model_id': 'x'}, 'text/plain': '남은 글'}\n",
    "control characters": "class A:\n    def __repr__(self):\n        return 'a\\x00b\\x1b[31mc\\x08'\n",
}  # fmt: skip


class _Page(HTMLParser):
    """Lists what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in (
            "script",
            "iframe",
            "object",
            "embed",
            "link",
            "meta",
            "base",
            "form",
            "template",
        ):
            self.bad.append(tag)
        for name, value in attrs:
            text = re.sub(r"\s", "", value or "").lower()
            if name == "id":
                self.ids.append(str(value))
            if name.startswith("on") or "javascript:" in text:
                self.bad.append(f"{tag} {name}")
            if tag != "a" and re.match(r"(?:https?:)?//", text):
                self.bad.append(f"{tag} {name}={value}")
            if name == "style" and "url(" in text:
                self.bad.append(f"{tag} style")


@pytest.mark.parametrize("html", HTML.values(), ids=HTML)
def test_html_of_an_object_runs_and_fetches_nothing(html: str) -> None:
    cleaned = clean(html, "mp1-", "#mp1-o")
    page = _Page()
    page.feed(cleaned.html)
    assert page.bad == []
    assert all(name.startswith("mp1-") for name in page.ids)
    assert "남음" in cleaned.html or html.endswith("<b>남음")
    assert "md-" not in cleaned.html.partition("</style>")[2]
    for selector in re.findall(
        r"(?:^|[}{;])([^{};]+)\{", "".join(re.findall(r"<style>(.*?)</style>", cleaned.html))
    ):
        assert all(
            s.strip().startswith(("#mp1-o", "@media", "@layer")) for s in selector.split(",")
        )
    if "evil.example" in html and "action" not in html:
        assert cleaned.removed, "what was taken out is told"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("hostile")
    files = {"mkdocs.yml": SITE}
    for number, text in enumerate(OBJECTS.values()):
        files[f"snippets/h{number}.py"] = f"# %% a\n{text}A()\n# %% b\nprint('그 다음')\n"
    cells = "".join(
        f"# %% c{n}\nclass C:\n    def _repr_html_(self):\n        return {html!r}\nC()\n"
        for n, html in enumerate(HTML.values())
    )
    files["snippets/pages.py"] = cells
    embeds = [f"![[{Path(name).name}]]" for name in files if name.endswith(".py")]
    files["docs/index.md"] = (
        "# 홈\n\n" + "\n\n".join(embeds) + "\n\n![[pages.py#c0]]\n\n끝에 남은 글\n"
    )
    write_files(root, files)
    made = Project(load_settings(root))
    build(made, RunOptions())
    return made


def test_run_with_hostile_objects_holds_and_its_page_stands(project: Project) -> None:
    assert project.problems == []
    html = render(project, "index.md")
    page = _Page()
    page.feed(html)
    assert page.bad == []
    assert len(page.ids) == len(set(page.ids))
    assert html.count("그 다음") == 2 * len(OBJECTS)  # in the code and below it
    assert html.index("끝에 남은 글") > html.rindex("mp-embed")
    assert "\x1b" not in html
    assert "\x00" not in html
    assert len(html) < 3_000_000


def told_of(project: Project, name: str) -> tuple[Rich, list[str]]:
    (result,) = (
        r for k, r in project.results.items() if k == f"snippets/h{[*OBJECTS].index(name)}.py"
    )
    (product,) = result.products.cells["a"]
    assert isinstance(product, Rich), product
    return product, [f"{one.code} {one.said}" for one in troubles(product)]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("endless text", "<__main__.A>", "rich-spoilt __main__.A: __repr__ took longer than 0.5 s"),
        ("raising text", "<__main__.A>", "rich-spoilt __main__.A: __repr__ raised ValueError: 글이 없다"),
        ("raising html", "남은 글", "rich-spoilt __main__.A: _repr_html_ raised ValueError: 꼴이 없다"),
        ("twenty megabytes of picture", "남은 글", "rich-spoilt __main__.A: image/png of 26,666,672 characters left out; at most 16,777,216 are kept"),
        ("only a script", "남은 글", "rich-without-form __main__.A (text/html)"),
        ("only for a program", "남은 글", "rich-without-form __main__.A (application/vnd.jupyter.widget-view+json)"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_a_warning_that_names_the_type(
    project: Project, name: str, text: str, told: str
) -> None:
    product, warnings = told_of(project, name)
    assert product.text == text
    assert told in warnings


def test_long_html_is_cut_between_its_elements_and_said_to_be(project: Project) -> None:
    product, warnings = told_of(project, "ten megabytes")
    assert product.data["text/html"].endswith(">")
    assert warnings == [
        "rich-spoilt __main__.A: text/html cut: 1,000,000 of 10,000,000 characters are kept"
    ]


def test_warnings_name_the_cells_line_and_can_be_graded(project: Project) -> None:
    found = [p for p in project.warnings if p.code == "rich-fetches"]
    assert {p.path for p in found} == {"snippets/pages.py"}
    assert all(p.line > 1 and "evil.example" in p.value for p in found if "://" in p.value)
