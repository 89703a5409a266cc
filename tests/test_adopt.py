"""Python of notes and notebooks that others wrote becomes cells that are run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from maedeup.edit.adopt import add_requirements, read_note
from maedeup.hosts.cli import main

from tests.conftest import write_files

NOTE = """\
---
title: Old
---

First.

```python
%matplotlib inline
!pip install -q no-such-package>=1
import math
x = [1, 2, 3]
```
then
```py
print(sum(x))
plt = math
if x:
    !wget https://a.test/data.csv
    plt.savefig("a.png")
```

```python
import no_such_package
```

```python
y = open("data/prices.csv").read()
```

```python
print(y)
```

```{.python .input}
len(x)
```

```bash
ls
```

```python notest
left
```

- item

    ```python
    print(2)
    ```
"""


def site(tmp_path: Path, files: dict[str, str]) -> Path:
    settings = "site_name: t\nplugins: [maedeup]\ntheme: {name: mkdocs, language: en}\n"
    write_files(tmp_path, {"mkdocs.yml": settings, "docs/index.md": "# H\n"} | files)
    return tmp_path


def adopt(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), "adopt", *arguments])


def test_python_of_a_note_becomes_cells_in_order_and_what_fails_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site(tmp_path, {"docs/old.md": NOTE})
    assert adopt(root, "old") == 0
    told = capsys.readouterr().out
    assert told.startswith("docs/old.md: 4 of 7 pieces run\n")
    assert "declared package: no-such-package>=1\n" in told
    assert "missing data: data/prices.csv\n" in told
    assert "declared data: data.csv\n" in told
    text = (root / "docs/old.md").read_text()
    assert "\nFirst.\n\n![[old.py#step-1]]\n\nthen\n\n![[old.py#step-2]]\n\n<!-- not" in text
    assert (
        "<!-- not run: NameError: name 'y' is not defined -->\n```python notest\nprint(y)\n```\n"
    ) in text
    assert "![[old.py#step-6]]\n\n```bash\nls\n```\n\n```python notest\nleft\n" in text
    assert text.endswith("- item\n\n    ![[old.py#step-7]]\n")
    snippet = (root / "snippets/old.py").read_text()
    assert "# %matplotlib inline\n# !pip install" in snippet
    assert '    pass  # plt.savefig("a.png")\n' in snippet
    assert "prices" not in snippet
    assert (root / "requirements.txt").read_text().startswith("no-such-package>=1\n")
    assert main(["--root", str(root), "check"]) == 0
    assert "raw-python" not in capsys.readouterr().err


def test_piece_that_fails_in_the_middle_takes_only_what_needs_it(tmp_path: Path) -> None:
    code = ["x = 1", "y = 1 / 0", "print(y)", "print(x)", "def broken(:", "print(x + 1)"]
    text = "".join(f"```python\n{row}\n```\n\n" for row in code)
    root = site(tmp_path, {"docs/a.md": text})
    assert adopt(root, "a") == 0
    found = (root / "docs/a.md").read_text()
    kept = [n for n in range(1, 7) if f"step-{n}]]" in found]
    assert kept == [1, 4, 6]
    assert "<!-- not run: ZeroDivisionError: division by zero -->" in found
    assert "<!-- not run: SyntaxError" in found


def test_piece_that_ends_in_the_middle_runs_up_to_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "%matplotlib inline\nx = [\n    2,\n]\nif x:\n    y = 1 / 0\nelse:\n    y = 1\nprint(y)"
    pasted = "print(x)\n[2]\n---> 3 print(x)"
    rest = "import math\nimport no_such_package"
    text = f"a\n```python\n{code}\n```\nb\n\n~~~py\n{pasted}\n~~~\n\n```python\n{rest}\n```\n"
    root = site(tmp_path, {"docs/a.md": text})
    assert adopt(root, "a") == 0
    assert capsys.readouterr().out.startswith(
        "docs/a.md: 2 of 3 pieces run, 2 of them in part\n"
        "  the rest of step-1 is not run: ZeroDivisionError: division by zero\n"
        "  the rest of step-2 is not run: SyntaxError: invalid syntax"
    )
    found = (root / "docs/a.md").read_text()
    assert found.startswith(
        "a\n\n![[a.py#step-1]]\n\n<!-- not run: ZeroDivisionError: division by zero -->\n"
        "```python notest\nif x:\n    y = 1 / 0\nelse:\n    y = 1\nprint(y)\n```\nb\n\n"
        "![[a.py#step-2]]\n"
    )
    assert "~~~py notest\n---> 3 print(x)\n~~~\n" in found
    assert f"```python notest\n{rest}\n```" in found  # which would have done nothing
    snippet = (root / "snippets/a.py").read_text()
    assert snippet.endswith("# %% step-1\n# %matplotlib inline\nx = [\n    2,\n]\n\n"
                            "# %% step-2\nprint(x)\n[2]\n")  # fmt: skip


def test_call_that_fails_leaves_the_function_that_it_called(tmp_path: Path) -> None:
    code = ["def half(x):\n    return x / 2", 'half("a")', "print(half(4))"]
    text = "".join(f"```python\n{row}\n```\n\n" for row in code)
    root = site(tmp_path, {"docs/a.md": text})
    assert adopt(root, "a") == 0
    assert "step-2" not in (root / "snippets/a.py").read_text()
    assert "print(half(4))" in (root / "snippets/a.py").read_text()


def test_import_that_a_note_leaves_out_is_added_where_a_reader_sees_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "```python\nprint(Counter('aab'))\nprint(math.pi)\ntf.zeros(1)\n```\n"
    root = site(tmp_path, {"docs/a.md": text, "b.ipynb": notebook(("code", "math.pi", ""))})
    assert adopt(root, "a", "b.ipynb") == 0
    told = capsys.readouterr().out
    assert "  added: from collections import Counter\n  added: import math\n" in told
    found = (root / "docs/a.md").read_text()
    assert found.startswith("![[a.py#imports]]\n\n![[a.py#step-1]]\n\n<!-- not run: NameError")
    snippet = (root / "snippets/a.py").read_text()
    assert "# %% imports\nfrom collections import Counter\nimport math\n\n# %% step-1" in snippet
    assert "name 'tf' is not defined" in told  # which is not installed: it would end all
    lab = (root / "snippets/labs/b.py").read_text()
    assert lab == "# %% imports\nimport math\n\n# %% step-1\nmath.pi\n"


def test_cells_stand_in_the_list_or_the_quotation_in_which_the_fences_stood(
    tmp_path: Path,
) -> None:
    text = (
        "- one\n   ```python\n   x = 1\n   if x:\n       print(x)\n   ```\n   text\n\n"
        "> two\n>\n>   ```python\n>   print(x + 1)\n>   oops\n>   ```\n\n"
        "1. ```python\n   x\n   ```\n"
    )
    root = site(tmp_path, {"docs/a.md": text})
    assert adopt(root, "a") == 0
    assert (root / "docs/a.md").read_text() == (
        "- one\n\n   ![[a.py#step-1]]\n\n   text\n\n"
        "> two\n>\n>   ![[a.py#step-2]]\n>\n>   <!-- not run: NameError: name 'oops' is not"
        " defined -->\n>   ```python notest\n>   oops\n>   ```\n\n1. ![[a.py#step-3]]\n"
    )
    snippet = (root / "snippets/a.py").read_text()
    assert "# %% step-1\nx = 1\nif x:\n    print(x)\n\n# %% step-2\nprint(x + 1)\n" in snippet
    assert main(["--root", str(root), "check"]) == 0


def test_limit_of_time_that_is_given_is_the_snippets(tmp_path: Path) -> None:
    text = "```python\nprint(1)\n```\n\n```python\nwhile True: pass\n```\n"
    root = site(tmp_path, {"docs/a.md": text})
    assert adopt(root, "a", "--timeout", "0.5", "--network") == 0
    assert ("# [tool.maedeup]\n# network = true\n# timeout_s = 0.5\n") in (
        root / "snippets/a.py"
    ).read_text()
    assert "<!-- not run: TimeLimit: ran longer than 0.5 s -->" in (root / "docs/a.md").read_text()


def test_dry_run_tells_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site(tmp_path, {"docs/old.md": NOTE})
    assert adopt(root, "old", "--dry-run") == 0
    assert "4 of 7 pieces run" in capsys.readouterr().out
    assert (root / "docs/old.md").read_text() == NOTE
    assert not (root / "snippets").exists()


def test_note_without_anything_that_runs_stays(tmp_path: Path) -> None:
    root = site(tmp_path, {"docs/a.md": "```python\n1 / 0\n```\n", "docs/b.md": "text\n"})
    assert adopt(root, "a", "b") == 1
    assert (root / "docs/a.md").read_text() == "```python\n1 / 0\n```\n"
    assert not (root / "snippets").exists()


def test_snippet_takes_a_name_that_is_free_and_hides_no_package(tmp_path: Path) -> None:
    code = "```python\nprint(1)\n```\n"
    root = site(tmp_path, {
        "docs/random.md": code, "docs/two words.md": code, "docs/x.md": code,
        "snippets/deep/x.py": "# %% a\n1\n",
    })  # fmt: skip
    assert adopt(root, "random", "two words", "x") == 0
    names = sorted(file.name for file in (root / "snippets").glob("*.py"))
    assert names == ["random-2.py", "two-words.py", "x-2.py"]
    assert "![[two-words.py#step-1]]" in (root / "docs/two words.md").read_text()


def test_line_ends_of_the_note_stay(tmp_path: Path) -> None:
    root = site(tmp_path, {})
    (root / "docs/a.md").write_bytes(b"text\r\n\r\n```python\r\nprint(1)\r\n```\r\n\r\nend\r\n")
    assert adopt(root, "a") == 0
    assert (root / "docs/a.md").read_bytes() == b"text\r\n\r\n![[a.py#step-1]]\r\n\r\nend\r\n"


def test_framework_that_is_there_is_chosen_among_tabs() -> None:
    tabs = ["%%tab mxnet\n1", "%%tab pytorch, jax\n2", "%%tab all\n3", "tab.interact_select('x')"]
    text = "".join(f"```{{.python .input}}\n{code}\n```\n\n" for code in tabs)
    found = read_note(text, "a", "A", frozenset({"torch", "jax"}))
    assert [bool(piece.reason) for piece in found.pieces] == [True, False, False, True]
    assert found.pieces[1].code == "\n2"


def test_branch_of_the_framework_is_the_code() -> None:
    code = (
        "%%tab pytorch, jax\ndef f(x):\n    if tab.selected('jax'):\n        y = 1\n\n"
        "    if tab.selected('mxnet') or tab.selected('pytorch'):\n        y = 2\n    return y"
    )
    other = "#@tab mxnet\n1"
    text = "".join(f"```{{.python .input}}\n{row}\n```\n\n" for row in (code, other))
    found = read_note(text, "a", "A", frozenset({"torch"}))
    assert found.pieces[0].code == "\ndef f(x):\n\n\n\n\n    y = 2\n    return y"
    assert not found.pieces[0].reason
    assert found.pieces[1].reason == "it is for mxnet"


@pytest.mark.parametrize(
    "code", [">>> 1\n1", "%%bash\nls", "!ls", "# only words", "%load_ext autoreload"]
)
def test_what_is_no_script_is_left_with_the_reason(code: str) -> None:
    (piece,) = read_note(f"```python\n{code}\n```\n", "a", "A", frozenset()).pieces
    assert piece.reason


def notebook(*cells: tuple[str, str, str], language: str = "python") -> str:
    made = [
        {"cell_type": kind, "metadata": {}, "source": source}
        | ({"outputs": [{"output_type": "stream", "text": saved}]} if kind == "code" else {})
        for kind, source, saved in cells
    ]
    about = {"kernelspec": {"language": language, "name": "x"}}
    return json.dumps({"cells": made, "metadata": about, "nbformat": 4, "nbformat_minor": 5})


def test_notebook_becomes_a_lab_and_its_saved_output_is_shown_only_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = notebook(
        ("markdown", "# Means\n\nWords.", ""), ("code", "x = 2", ""),
        ("code", "import no_such_package\nprint('far')", "far\n"), ("code", "print(x)", "99\n"),
    )  # fmt: skip
    root = site(tmp_path, {"books/means.ipynb": text})
    assert adopt(root, "books/means.ipynb") == 0
    lab = (root / "snippets/labs/means.py").read_text()
    assert "# # Means\n#\n# Words.\n" in lab
    assert "# %% step-1\nx = 2\n" in lab
    assert "# ```python notest\n# import no_such_package\n" in lab
    assert "far\n\n" not in lab
    assert "99" not in lab
    (root / "snippets/labs/means.py").unlink()
    assert adopt(root, "books/means.ipynb", "--saved-outputs") == 0
    lab = (root / "snippets/labs/means.py").read_text()
    assert '# !!! quote "Saved output, not run"\n#\n#     ```text\n#     far\n#     ```\n' in lab
    assert "99" not in lab  # a cell that runs shows what it makes now
    assert main(["--root", str(root), "run"]) == 0
    assert (root / "books/means.ipynb").read_text() == text


def test_notebook_of_another_language_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site(tmp_path, {"a.ipynb": notebook(("code", "1 + 1", ""), language="R")})
    assert adopt(root, "a.ipynb") == 1
    assert "left alone: its kernel is no Python: R" in capsys.readouterr().err


def test_requirements_gain_only_what_they_lack() -> None:
    assert add_requirements("numpy==2.0\n", ["numpy", "x>=1", "x"]) == "numpy==2.0\nx>=1\n"
