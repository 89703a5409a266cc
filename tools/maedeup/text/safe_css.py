"""Style sheets of objects -> the same for one element alone; nothing in them fetches anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import tinycss2
from tinycss2.ast import Declaration, QualifiedRule

MAX_CSS = 200_000

BAD_PROPERTIES = ("behavior", "-moz-binding")
BAD_FUNCTIONS = ("expression", "image-set", "-webkit-image-set", "image", "src", "paint", "element")
GROUPING = ("media", "supports", "container", "layer")
WHOLE = re.compile(r"^(?:(?::root|html|body|:host)(?![\w-]))+", re.IGNORECASE)
THEME = re.compile(r"^(?:html|body|:root)?\[data-[\w-]+[^\]]*\]", re.IGNORECASE)


def scoped_sheet(css: str, scope: str, prefix: str, removed: list[str]) -> str:
    """Return a style sheet whose rules reach what is inside `scope` alone.

    Args:
        css: as the object has it.
        scope: a selector.
        prefix: of all ids inside.
        removed: addresses that it would have fetched are added here.
    """
    rules = tinycss2.parse_stylesheet(css[:MAX_CSS], skip_comments=True, skip_whitespace=True)
    return _closed("".join(_rules(rules, scope, prefix, removed)))


def safe_declarations(css: str, removed: list[str]) -> str:
    """Return what an attribute `style` may say."""
    found = tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True)
    return _closed(";".join(_declarations(found, removed)))


def _rules(rules: Iterable[Any], scope: str, prefix: str, removed: list[str]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield _style_rule(rule, scope, prefix, removed)
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPING and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            body = "".join(_rules(inner, scope, prefix, removed))
            if not _is_whole(rule.prelude):
                continue
            yield f"@{rule.lower_at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}"
        elif rule.type == "at-rule":
            # Imports, fonts, frames of animations: for the whole page, or from elsewhere.
            said = tinycss2.serialize([*rule.prelude, *(rule.content or [])])
            removed += re.findall(r"(?:https?:)?//[^\s\"')]+", said)


def _style_rule(rule: QualifiedRule, scope: str, prefix: str, removed: list[str]) -> str:
    content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    selectors = [_selector(part, scope, prefix) for part in _split(rule.prelude)]
    body = ";".join(_declarations(content, removed))
    nested = [r for r in content if r.type == "qualified-rule"]
    inside = "".join(_style_rule(r, "&", prefix, removed) for r in nested)
    selectors = [one for one in selectors if one]
    if not selectors or not (body or inside):
        return ""
    return f"{','.join(selectors)}{{{body}{';' if body and inside else ''}{inside}}}"


def _split(tokens: Sequence[Any]) -> Iterable[list[Any]]:
    """Yield the selectors of a list, which commas part."""
    part: list[Any] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _selector(tokens: Sequence[Any], scope: str, prefix: str) -> str:
    if not _is_whole(tokens):
        return ""
    for token in tokens:
        if token.type == "hash":
            token.value = prefix + token.value
    text = tinycss2.serialize(tokens).strip()
    if not text:
        return ""
    if scope == "&":
        return text if "&" in text else f"& {text}"
    text = text.replace("&", scope)
    theme = THEME.match(text)
    if theme:  # the palette that an element above the object names
        return ""
    rest = WHOLE.sub("", text).strip()
    # `html > body .x` names the page: what is inside is meant.
    while rest != text:
        text, rest = rest, WHOLE.sub("", rest.lstrip(" >+~")).strip()
    return scope if not rest else f"{scope} {rest.lstrip('>+~ ')}"


def _is_whole(tokens: Iterable[Any]) -> bool:
    """Say whether a selector ends where it seems to: no bracket, no quote is open or too many."""
    for token in tokens:
        if token.type in ("error", "{} block", "at-keyword", "bad-string", "bad-url"):
            return False
        if token.type == "literal" and token.value in "<;{}":
            return False
        inner = token.arguments if token.type == "function" else getattr(token, "content", None)
        if isinstance(inner, list) and not _is_whole(inner):
            return False
    return True


def _declarations(content: Iterable[Any], removed: list[str]) -> Iterable[str]:
    for entry in content:
        if entry.type == "declaration" and _is_safe(entry, removed):
            important = " !important" if entry.important else ""
            yield f"{entry.name}:{tinycss2.serialize(entry.value).strip()}{important}"


def _is_safe(declaration: Declaration, removed: list[str]) -> bool:
    if declaration.lower_name in BAD_PROPERTIES:
        return False
    return all(_is_safe_token(token, removed) for token in declaration.value)


def _is_safe_token(token: Any, removed: list[str]) -> bool:
    if token.type == "url":
        return _is_own(token.value, removed)
    if token.type == "function":
        if token.lower_name == "url":
            return all(_is_own(t.value, removed) for t in token.arguments if t.type == "string")
        if token.lower_name in BAD_FUNCTIONS:
            removed += [t.value for t in token.arguments if t.type in ("string", "url")]
            return False
        return all(_is_safe_token(inner, removed) for inner in token.arguments)
    if token.type in ("() block", "[] block", "{} block"):
        return all(_is_safe_token(inner, removed) for inner in token.content)
    return bool(token.type != "error")


def _is_own(url: str, removed: list[str]) -> bool:
    if url.strip().lower().startswith("data:image/") or url.startswith("#"):
        return True
    removed.append(url[:200])
    return False


def _closed(css: str) -> str:
    """Return CSS that cannot end the element that it stands in."""
    return css.replace("<", "\\3c ")
