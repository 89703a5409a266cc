"""A staged site: hosts that know nothing of us make of it, page by page, what our own build made.

Pages are compared by Python's own HTML parser, links by a walker that the engine knows nothing of.
"""

from __future__ import annotations

import json
import os
import posixpath
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import markdown
import pytest
import quickjs
import yaml
from maedeup.hosts.cli import main
from maedeup.site.staged_page import markdown_of
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.conftest import write_files
from tests.reading import Reader, read_page

FILES = {
    "mkdocs.yml": """\
        site_name: 무대
        site_url: https://example.org/sub/
        theme:
          name: material
          language: ko
          font: false
          custom_dir: frame
          features: [navigation.indexes, navigation.tabs]
        nav:
          - index.md
          - 노트: [센다: notes/count.md, notes/curve.md, labs/mean.md, snippets/index.md]
          - recent.md
          - 밖: https://example.com/
        plugins: [search: {lang: ko}, tags, maedeup: {recent: 5}]
        markdown_extensions:
          - admonition
          - attr_list
          - footnotes
          - tables
          - pymdownx.highlight
          - pymdownx.superfences
          - pymdownx.details
          - toc: {permalink: true, permalink_title: 이 자리}
        exclude_docs: redirects.yml
        """,
    "frame/main.html": (
        '{% extends "base.html" %}{% block extrahead %}<meta name="mine" content="틀">'
        "{% endblock %}"
    ),
    "frame/mine.css": "b {}\n",
    "docs/index.md": "# 무대\n\n**무대**는 [[count]], [[curve]], [[mean]], [[tags]]이다.\n",
    "docs/tags.md": "# 꼬리표\n\n<!-- material/tags -->\n\n## 아래\n\n[[index]]\n",
    "docs/redirects.yml": "notes/old: count\n",
    "docs/notes/data.txt": "[글](count.md)\n",
    "docs/notes/count.md": """\
        ---
        title: 세기
        tags: [셈, 가]
        requires: [index]
        ---

        **세기**는 하나씩 더하는 일이다. ![[count.py#total]] [^1] [자료](data.txt)

        ![[count.py#sum]]

        ## `a_b*c*`와 $x_1 < y$ & <b>굵게</b> [[curve]]

        $$\\sum_{i=1}^n i = \\frac{n(n+1)}{2}$$

        !!! note "상자"
            ### 상자 속 제목

            ```python
            def f(x):

                return x
            ```

        [^1]: 각주 ` * `
        """,
    "docs/notes/curve.md": """\
        ---
        title: 곡선
        ---

        **곡선**은 [[count#상자 속 제목|상자]]와 다르다.

        ![[curve.py#line|figure]]
        """,
    "snippets/count.py": "# %% sum\ntotal = sum(range(11))\nprint(total)\n",
    "snippets/curve.py": (
        "# %% line\nimport matplotlib.pyplot as plt\n\nfig = plt.figure('line')\nplt.plot([1, 2])\n"
    ),
    "snippets/labs/mean.py": (
        "# %% [markdown]\n# # 실습: 평균\n#\n# [[index|처음]]에서 왔다.\n# %% mean\nprint(2.5)\n"
        "# %% [markdown]\n# ## 결과\n#\n# 평균이다.\n"
    ),
}


class Built(NamedTuple):
    root: Path
    usual: Path
    """What our own build made."""
    out: Path
    plain: Path
    """What MkDocs made of the staged tree."""
    told: str


def build_with_mkdocs(file: Path, site: Path) -> None:
    config = load_config(str(file), site_dir=str(site))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    base = tmp_path_factory.mktemp("stage")
    root, usual, out, plain = (base / name for name in ("vault", "usual", "out", "plain"))
    write_files(root, FILES)
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        who = ["-c", "user.name=t", "-c", "user.email=t@t"]
        subprocess.run(["git", *who, *command], cwd=root, check=True)
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        patch.setattr("builtins.print", lambda *args, **_: said.append(" ".join(map(str, args))))
        assert main(["--root", str(root), "stage", str(out)]) == 0
    build_with_mkdocs(root / "mkdocs.yml", usual)
    build_with_mkdocs(out / "mkdocs.yml", plain)
    return Built(root, usual, out, plain, "\n".join(line for line in said if "pages" in line))


def files_of(folder: Path) -> set[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if path.name[0] != "."}


def is_page(name: str) -> bool:
    return name.endswith(".html") and name != "404.html"


def differing(one: Path, other: Path) -> dict[str, object]:
    """Give the pages that differ, each with the first place where they do."""
    found: dict[str, object] = {}
    for name in sorted(filter(is_page, files_of(one))):
        first, second = (read_page((folder / name).read_text("utf-8")) for folder in (one, other))
        for part in first:
            pairs = zip([*first[part], None], [*second[part], None], strict=False)
            if first[part] != second[part]:
                found[name] = part, next(pair for pair in pairs if pair[0] != pair[1])
    return found


def dead_links(site: Path, base: str) -> list[str]:
    """Walk over the pages as a reader's clicks would; give what leads nowhere."""
    ids, found, files = {}, [], files_of(site)
    pages = {name: Reader((site / name).read_text("utf-8")) for name in filter(is_page, files)}
    ids = {name: page.ids for name, page in pages.items()}
    for name, page in pages.items():
        for href in page.addresses:
            scheme, host, path, _, place = urlsplit(href)
            folder = posixpath.dirname(name)
            if host == "example.org":
                path, folder = f"./{path.removeprefix(base)}", ""
            elif scheme or host:
                continue
            target = posixpath.normpath(posixpath.join(folder, unquote(path)))
            target = name if not path else target
            if path.endswith(("/", "..")) or path == "." or target not in files:
                target = posixpath.normpath(f"{target}/index.html")
            missing = target not in files
            if missing or (place and unquote(place) not in ids.get(target, {unquote(place)})):
                found.append(f"{name}: {href}")
    return found


def test_mkdocs_without_our_plugin_makes_the_same_pages(made: Built) -> None:
    settings = yaml.safe_load((made.out / "mkdocs.yml").read_text("utf-8"))
    assert settings["plugins"] == [{"search": {"lang": "ko"}}]
    assert settings["markdown_extensions"] == ["md_in_html", {"toc": {"permalink": False}}]
    pages = set(filter(is_page, files_of(made.usual)))
    assert {"notes/count/index.html", "labs/mean/index.html", "notes/old/index.html"} <= pages
    assert pages == set(filter(is_page, files_of(made.plain)))
    assert differing(made.usual, made.plain) == {}
    page = read_page((made.plain / "notes/count/index.html").read_text("utf-8"))
    assert "상자 속 제목" in page["contents"]
    assert any("math" in str(event) for event in page["text"])
    assert any("틀" in str(row) for row in page["head"])  # the site's own template has its say


def test_every_file_beside_the_pages_is_staged(made: Built) -> None:
    usual, plain = files_of(made.usual), files_of(made.plain)
    twins = {name for name in usual if name.endswith(".md")}
    assert "notes/count.md" in twins
    assert usual - plain == twins | {"search/search_index.js"}
    assert plain - usual == {f"{name}.txt" for name in twins} | {"assets/search-worker-staged.js"}
    made_by_host = {"sitemap.xml", "sitemap.xml.gz", "404.html", "search/search_index.json"}
    others = (n for n in usual & plain if not is_page(n) and n not in made_by_host)
    changed = {n for n in others if (made.usual / n).read_bytes() != (made.plain / n).read_bytes()}
    assert changed == {"llms.txt"}  # it lists the texts to take away


def test_texts_to_take_away_lead_to_one_another(made: Built) -> None:
    listed = (made.plain / "llms.txt").read_text("utf-8")
    assert "(https://example.org/sub/notes/count.md.txt)" in listed
    assert "(count.md.txt#" in (made.plain / "notes/curve.md.txt").read_text("utf-8")
    assert 'href="../../notes/count.md.txt"' in (
        made.plain / "notes/count/index.html"
    ).read_text("utf-8")  # fmt: skip
    assert (made.plain / "notes/data.txt").read_text("utf-8") == "[글](count.md)\n"


def test_no_link_of_the_staged_site_is_dead(made: Built) -> None:
    assert dead_links(made.plain, "/sub/") == []
    (made.plain / "notes/curve.ipynb").rename(made.plain / "curve.ipynb")
    dead = dead_links(made.plain, "/sub/")
    (made.plain / "curve.ipynb").rename(made.plain / "notes/curve.ipynb")
    assert dead == ["notes/curve/index.html: ../../notes/curve.ipynb"]  # the walker sees one


def test_navigation_is_the_site_s_own(made: Built) -> None:
    settings = yaml.safe_load((made.out / "mkdocs.yml").read_text("utf-8"))
    assert settings["nav"][1:] == [
        {"노트": [
            {"센다": "notes/count/index.md"}, {"곡선": "notes/curve/index.md"},
            {"실습: 평균": "labs/mean/index.md"}, {"스니펫 모음": "snippets/index.md"},
        ]},
        {"최근에 고친 노트": "recent/index.md"},
        {"밖": "https://example.com/"},
    ]  # fmt: skip
    # Its section has no index, and each staged page is one.
    assert settings["theme"]["features"] == ["navigation.tabs"]


def test_material_searches_with_our_worker_and_our_index(made: Built) -> None:
    page = (made.plain / "notes/count/index.html").read_text("utf-8")
    assert '"search": "../../assets/search-worker-staged.js"' in page
    told = """
        let heard = [], asked = [];
        const addEventListener = (_, f) => heard.push(f), location = "x";
        const postMessage = () => 0, URL = function(path) { this.path = path };
        const fetch = (url) => (asked.push(url.path), {then: () => ({then: () => 0})});
        const BroadcastChannel = function() { channel = this }; let channel;
    """
    context = quickjs.Context()
    context.eval(told + (made.plain / "assets/search-worker-staged.js").read_text("utf-8"))
    context.eval("const m = {data: {type: 0, data: {config: {lang: ['x']}, docs: [{}]}}}")
    context.eval("heard.forEach(f => f(m)); channel.onmessage()")
    address = json.loads(context.eval("JSON.stringify(asked)"))
    assert [posixpath.join("assets", a.partition("?")[0]) for a in address] == [
        "assets/../search/pages.json"
    ]
    assert "세기" in (made.plain / "search/pages.json").read_text("utf-8")


def test_stage_says_one_line_and_keeps_what_is_not_its_own(made: Built) -> None:
    pages = len([name for name in files_of(made.out / "docs") if name.endswith(".md")])
    assert made.told.startswith(f"{made.out}: {pages} pages, ")
    assert pages == 9
    (made.out / "site").mkdir(exist_ok=True)
    (made.out / "docs/gone.md").write_text("old")
    before = (made.out / "docs/notes/count/index.md").read_bytes()
    assert main(["--root", str(made.root), "stage", str(made.out)]) == 0
    assert not (made.out / "docs/gone.md").exists()
    assert (made.out / "site").is_dir()
    assert (made.out / "docs/notes/count/index.md").read_bytes() == before
    assert sorted(path.name for path in made.out.parent.iterdir()) == [
        "out",
        "plain",
        "usual",
        "vault",
    ]


def test_a_build_that_fails_leaves_all_as_it_was(
    made: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = (
        "from mkdocs.exceptions import PluginError\n"
        "def on_post_build(config):\n    raise PluginError('no')\n"
    )
    settings = (made.root / "mkdocs.yml").read_text("utf-8")
    write_files(made.root, {"hook.py": hook, "bad.yml": f"{settings}hooks: [hook.py]\n"})
    before = {name: (made.out / name).stat().st_mtime_ns for name in files_of(made.out)}
    assert main(["--root", str(made.root), "-f", "bad.yml", "stage", str(made.out)]) == 1
    assert "bad.yml: the host or a plugin of it fails: no\n\nhint: " in capsys.readouterr().err
    assert before == {name: (made.out / name).stat().st_mtime_ns for name in files_of(made.out)}
    assert sorted(path.name for path in made.out.parent.iterdir()) == [
        "out",
        "plain",
        "usual",
        "vault",
    ]


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("full", "full: a folder of yours"),
        ("a.txt", "a.txt: no folder"),
        ("docs/new", "docs/new: the site would read itself in docs"),
    ],
)
def test_a_folder_that_is_not_ours_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    out: str, said: str,
) -> None:  # fmt: skip
    settings = "site_name: t\nplugins: [maedeup]\n"
    files = {"mkdocs.yml": settings, "docs/index.md": "# t\n", "a.txt": "", "full/a": ""}
    write_files(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    before = files_of(tmp_path)
    assert main(["stage", out]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "hint: name an empty folder" in told
    assert files_of(tmp_path) == before


def test_a_site_without_our_plugin_needs_no_staging(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path, {"mkdocs.yml": "site_name: t\n", "docs/index.md": "# t\n"})
    assert main(["--root", str(tmp_path), "stage", str(tmp_path / "out")]) == 1
    assert "mkdocs.yml:1: no plugin: maedeup" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


HEADING = '<h2 id="a">{}</h2>'


@pytest.mark.parametrize(
    "html",
    [
        "<pre>a\tb\n \t \n   \nc\n</pre>",
        "<pre><code>x\n\n```python\n\n~~~\n\n    indented\n</code></pre>",
        "<p>[a]: b\n\n[x](y) *z* `q` &amp; &lt;b&gt; &nbsp; a & b &foo; \\*</p>",
        '<script>\nif (a < b && c) {\n\n  x = "</p>"\n}\n</script>\n<style>\n\na > b {}\n</style>',
        "<!-- a\n\nb -->\n<p>x</p>",
        '<div markdown="1">\n\n*x*\n\n<p markdown>y</p>\n</div>',
        HEADING.format("a*b* _c_ `d` [e](f) &lt;g&gt; \\ ! <code>a_b*c*</code> {: .x }"),
        HEADING.format("""<a href='x"_*y' title="[a](b) `c` \\ >">k</a>\nand *more*"""),
        HEADING.format("<math><mi>x</mi><mo>&lt;</mo><msub><mi>a</mi></msub></math> <i>z</i>"),
        "<blockquote>\n<h2 id='a'>x</h2>\n<p>y</p>\n<pre>q\n\n\tr</pre></blockquote>",
        '<ul><li><p>a</p><h2 id="a">x</h2><p>b *c*</p></li><li>plain *d*</li></ul>',
        '<div class="jp"><div><h2 id="a">x</h2></div><pre>a\n\n<b>b</b>\n\n</pre></div><p>z</p>',
        '<div><input><label>t</label><div><h2 id="a">x</h2></div></div>',
        "<p>a<p>b<ul><li>x<li>y</ul><p>c",
        "<p>a</p>\n    \n<p>b</p>\n  \n",
        "",
    ],
)  # fmt: skip
def test_python_markdown_makes_the_same_html_again(html: str) -> None:
    md = markdown.Markdown(extensions=["md_in_html", "toc"])
    again = md.convert(markdown_of(html, {"a": "A &amp; <b"}))
    without = html.replace(' markdown="1"', "").replace(" markdown>", ">")
    assert Reader(again).events == Reader(without).events
    if 'id="a"' in html and "<input>" not in html:
        assert [token["id"] for token in md.toc_tokens] == ["a"]
        assert "A" in md.toc_tokens[0]["name"]


def test_text_that_stands_loose_is_framed_and_not_read() -> None:
    text = markdown_of("*a* <em>b_c_d</em>\n<p>x</p>", {})
    shown = markdown.markdown(text, extensions=["md_in_html"])
    assert shown == "<div>*a* <em>b_c_d</em></div>\n\n<p>x</p>"


def run_host(*command: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True,
        env=os.environ | {"NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout + done.stderr


@pytest.mark.skipif(find_spec("zensical") is None, reason="not installed: zensical")
def test_zensical_makes_the_same_pages(made: Built) -> None:
    said = run_host("zensical", "build", "--clean", cwd=made.out)
    site = made.out / "site"
    assert "issue" not in said
    # The title of any home is so with it: the page's, and the site's.
    assert differing(made.usual, site) == {"index.html": ("head", ("=무대", "=무대 - 무대"))}
    usual = {name for name in files_of(made.plain) if not name.startswith(("assets/", "search/"))}
    assert usual - files_of(site) <= {"sitemap.xml.gz"}
    for name in files_of(made.out / "docs"):
        if not name.endswith(".md"):
            assert (site / name).read_bytes() == (made.out / "docs" / name).read_bytes()
    assert dead_links(site, "/sub/") == []
    found = json.loads((site / "search.json").read_text("utf-8"))["items"]
    assert any(item["location"] == "labs/mean/#결과" for item in found)


@pytest.mark.skipif(find_spec("properdocs") is None, reason="not installed: properdocs")
def test_properdocs_runs_our_plugin_as_mkdocs_does(made: Built) -> None:
    site = made.root.parent / "proper"
    run_host("properdocs", "build", "--quiet", "--site-dir", str(site), cwd=made.root)
    assert files_of(site) == files_of(made.usual)
    assert differing(made.usual, site) == {}
