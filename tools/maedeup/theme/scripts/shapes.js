// Shapes: the list under a code block becomes marks at the ends of its lines, which tell their
// shape on hover, tap and focus (up and down lead from line to line), and a switch for them all.
{
  const KEY = "mp-shapes";
  const switches = [];
  let active = null;

  const show = on => {
    document.body.classList.toggle("mp-shapes-on", on);
    for (const button of switches) button.setAttribute("aria-pressed", on);
  };

  const activate = mark => {
    if (mark === active) return;
    active?.classList.remove("mp-told", "mp-below");
    active = mark;
    if (!mark) return;
    mark.classList.add("mp-told");
    // Beside the line where there is room, else over the next one.
    const width = parseFloat(getComputedStyle(mark, "::after").width) || 0;
    const right = mark.closest("pre").getBoundingClientRect().right;
    mark.classList.toggle("mp-below", mark.getBoundingClientRect().right + width + 24 > right);
  };

  /** Put a mark at the end of each line that the list tells of. */
  const place = (code, list) => {
    const told = new Map([...list.children].map(
      item => [+item.firstChild.textContent.match(/\d+/)[0], item.lastChild.textContent]));
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    const ends = [];
    for (let line = 1; walker.nextNode();) {
      const text = walker.currentNode;
      for (let end = -1; (end = text.data.indexOf("\n", end + 1)) >= 0; line++)
        if (told.has(line)) ends.unshift([text, end, told.get(line)]);
    }
    const marks = [];
    for (const [text, end, shape] of ends) { // from the last: what stands before stays
      const mark = document.createElement("span");
      mark.className = "mp-mark";
      mark.tabIndex = -1;
      mark.setAttribute("role", "note");
      mark.setAttribute("aria-label", mark.dataset.shape = shape);
      (end ? text.splitText(end) : text).before(mark);
      marks.unshift(mark);
    }
    if (marks.length) marks[0].tabIndex = 0;
    return marks;
  };

  const find = (marks, y) => marks.find(mark => {
    const box = mark.getBoundingClientRect();
    return box.top - 2 <= y && y <= box.bottom + 2;
  }) ?? null;

  /** Put the marks of a list into its code, and the switch beside it. */
  const mount = (folded, pre, code) => {
    const list = folded.querySelector("ul");
    list.className = "mp-shape-list";
    folded.replaceWith(list);
    const marks = place(code, list);

    const button = document.createElement("button");
    button.type = "button";
    button.className = "mp-shape-switch";
    button.textContent = mpWords.shapes;
    button.title = mpWords.showShapes;
    button.setAttribute("aria-pressed", document.body.classList.contains("mp-shapes-on"));
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      if (on) whenNear.all(); // so that nothing grows later above what is read
      show(on);
      try { localStorage.setItem(KEY, on ? "1" : ""); } catch { /* private windows may refuse */ }
    });
    switches.push(button);
    pre.prepend(button);

    code.addEventListener("mousemove", event => activate(find(marks, event.clientY)));
    code.addEventListener("click", event => activate(find(marks, event.clientY)));
    pre.addEventListener("mouseleave", () => activate(null));
    code.addEventListener("focusin", event => marks.includes(event.target) && activate(event.target));
    code.addEventListener("focusout", () => activate(null));
    code.addEventListener("keydown", event => {
      const at = marks.indexOf(document.activeElement);
      const next = marks[at + ({ArrowDown: 1, ArrowUp: -1}[event.key] ?? NaN)];
      if (event.key === "Escape") activate(null);
      if (at < 0 || !next) return;
      event.preventDefault();
      marks[at].tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  };

  onEachPage(() => {
    switches.length = 0;
    active = null;
    let remembered = "";
    try { remembered = localStorage.getItem(KEY) ?? ""; } catch { /* as above */ }
    show(remembered === "1");
    for (const folded of document.querySelectorAll("details.mp-shapes")) {
      const pre = folded.previousElementSibling?.querySelector("pre");
      const code = pre?.querySelector("code");
      if (code) whenNear(pre, () => mount(folded, pre, code));
    }
    if (remembered === "1") whenNear.all();
  });
}
