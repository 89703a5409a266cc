"""axe-core on a page; of texts of one kind it asks one whether its contrast is enough.

A kind is all that contrast depends on: colour, size and weight of a text, and what is painted
behind it. A text whose background cannot be told from its own boxes is looked at by itself:
one that stands out of them, that is moved or meets what is moved, that is seen through, and what
axe judges by more than its colours.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

MARK = "data-look"

LOAD = f"""{AXE_SCRIPT};
axe.configure({{rules: [{{id: "color-contrast", selector: "[{MARK}]"}}]}});
axe.looksAtMarks = true;"""

CHOOSE = """([mark, known, within]) => {
  const seen = new Set(known), LETTER = /[!-~가-힣]/;
  const ALONE = "svg, button, input, select, textarea, label, fieldset, "
    + "[disabled], [aria-disabled], [aria-hidden], [inert], [hidden]";
  const SIDES = ["Top", "Right", "Bottom", "Left"];
  const alpha = colour => {
    if (!colour.startsWith("rgb")) return 0.5;  // not told: neither opaque nor without a colour
    return Number(colour.match(/[\\d.]+/g)[3] ?? 1);
  };
  const isMoved = style => style.zIndex !== "auto" || style.float !== "none"
    || style.transform !== "none" || !["static", "relative"].includes(style.position)
    || SIDES.some(side => parseFloat(style[`margin${side}`]) < 0 ||
      (style.position === "relative" && parseFloat(style[side.toLowerCase()])));
  const drawsBeside = (e, name) => {
    const style = getComputedStyle(e, name);
    return style.content !== "none" && style.position === "absolute"
      && (alpha(style.backgroundColor) || style.backgroundImage !== "none");
  };
  const told = new Map();
  const facts = e => {
    if (!told.has(e)) {
      const style = getComputedStyle(e);
      told.set(e, {
        style, colour: style.backgroundColor, paint: alpha(style.backgroundColor),
        box: e.getBoundingClientRect(), isMoved: isMoved(style),
        clips: style.overflow !== "visible" || style.clipPath !== "none",
      });
    }
    return told.get(e);
  };
  const isStrange = e => {
    const one = facts(e), { style } = one;
    return one.isStrange ??= style.backgroundImage !== "none" || style.opacity !== "1"
      || style.filter !== "none" || style.mixBlendMode !== "normal"
      || style.maskImage !== "none" || e.matches(ALONE)
      || drawsBeside(e, "::before") || drawsBeside(e, "::after");
  };
  const isWithin = (row, box) => row.left >= box.left - 1 && row.right <= box.right + 1
    && row.top >= box.top - 1 && row.bottom <= box.bottom + 1;
  const meets = (row, box) => row.left < box.right && box.left < row.right
    && row.top < box.bottom && box.top < row.bottom;
  const moved = [...document.body.querySelectorAll("*:not(svg *)")].filter(e => {
    const { isMoved, box, paint } = facts(e);
    return isMoved && box.width && box.height
      && (paint || isStrange(e) || e.matches("img, svg, canvas, video, iframe"));
  });
  const kindOf = (e, texts) => {
    const text = texts.map(node => node.data).join("").trim();
    // What has an id may be the label of a control.
    if (e.id || !LETTER.test(text) || e.closest("svg")) return null;
    const rows = texts.flatMap(node => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    });
    let behind = "", isOpaque = false;
    for (let at = e; at; at = at.parentElement) {
      const { clips, paint, colour, box, isMoved } = facts(at);
      const isPage = at === document.body || at === document.documentElement;
      if (isStrange(at) || (!isOpaque && isMoved && paint < 1)) return null;
      if (!isPage && (clips || (paint && !isOpaque)) && !rows.every(row => isWithin(row, box)))
        return null;
      if (paint && !isOpaque) behind += `${colour} `;
      isOpaque ||= paint === 1;
    }
    for (const other of moved)
      if (!other.contains(e) && rows.some(row => meets(row, facts(other).box))) return null;
    const { color, fontSize, fontWeight, visibility, textShadow, webkitTextFillColor,
      webkitTextStroke } = facts(e).style;
    return [color, fontSize, fontWeight, visibility, textShadow, webkitTextFillColor,
      webkitTextStroke, text.length > 1, behind].join("; ");
  };
  for (const e of document.querySelectorAll(`[${mark}]`)) e.removeAttribute(mark);
  for (const e of document.querySelectorAll(`:is(${within}), :is(${within}) *`)) {
    const texts = [...e.childNodes].filter(one => one.nodeType === 3 && one.data.trim());
    if (!texts.length || !e.checkVisibility()) continue;
    const kind = kindOf(e, texts);
    if (kind === null || !seen.has(kind)) e.setAttribute(mark, "");
    if (kind !== null) seen.add(kind);
  }
  return [...seen];
}"""


def violations(
    page: Page, known: set[str], within: str = "body", **options: Any
) -> list[dict[str, Any]]:
    """Return what is wrong within parts of a page, but not of kinds of text that are known.

    Known kinds grow by those that are looked at.
    """
    known.update(page.evaluate(CHOOSE, [MARK, sorted(known), within]))
    if not page.evaluate("window.axe?.looksAtMarks ?? false"):
        page.evaluate(LOAD)
    asked = [within if within != "body" else None, {"resultTypes": ["violations"], **options}]
    found = page.evaluate(
        "async ([within, options]) => (await axe.run(within ?? document, options)).violations",
        asked,
    )
    return list(found)
