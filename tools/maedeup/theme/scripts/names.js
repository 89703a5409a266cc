// Names: the list under a code block becomes links at the names in the code. A block is one stop
// of the Tab key; the arrow keys lead from name to name.
{
  /** Return the text nodes of each line, each with the column at which it begins. */
  const rowsOf = (code) => {
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    const rows = [[]];
    let column = 0;
    while (walker.nextNode()) {
      let start = 0;
      const text = walker.currentNode;
      for (const part of text.data.split(/(?<=\n)/)) {
        rows.at(-1).push({ text, start, column, length: part.length });
        start += part.length;
        column += part.length;
        if (part.endsWith("\n")) column = rows.push([]) * 0;
      }
    }
    return rows;
  };

  /** Put a link around a name; tokens that it spans go inside whole. */
  const wrap = (row, column, made, code) => {
    const name = made.textContent;
    const inside = row.filter((part) => part.column < column + name.length && column < part.column + part.length);
    if (!inside.length) return false;
    const range = document.createRange();
    const first = inside[0], last = inside.at(-1);
    range.setStart(first.text, first.start + column - first.column);
    range.setEnd(last.text, last.start + column + name.length - last.column);
    if (range.toString() !== name) return false;
    const whole = (text, at) => {
      let node = text;
      while (node.parentNode !== code && node.parentNode[at] === node) node = node.parentNode;
      return node;
    };
    if (!range.startOffset) range.setStartBefore(whole(first.text, "firstChild"));
    if (last.start + column + name.length - last.column === last.text.length) range.setEndAfter(whole(last.text, "lastChild"));
    made.replaceChildren(range.extractContents());
    range.insertNode(made);
    return true;
  };

  const place = (code, list) => {
    const places = [...list.querySelectorAll("a")].flatMap((link) =>
      link.dataset.at.split(" ").map((at) => [...at.split(":").map(Number), link]));
    places.sort((a, b) => b[0] - a[0] || b[1] - a[1]); // from the end: what stands before stays
    const rows = rowsOf(code);
    const links = [];
    for (const [line, column, link] of places) {
      const made = link.cloneNode(true);
      made.removeAttribute("data-at");
      made.className = "mp-name";
      made.tabIndex = -1;
      if (rows[line - 1] && wrap(rows[line - 1], column, made, code)) links.unshift(made);
    }
    return links;
  };

  const mount = (code, list) => {
    const links = place(code, list);
    list.remove();
    if (!links.length) return;
    links[0].tabIndex = 0;
    code.addEventListener("keydown", (event) => {
      const at = links.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
      if (at < 0 || !links[to] || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      links[at].tabIndex = -1;
      links[to].tabIndex = 0;
      links[to].focus();
    });
  };

  onEachPage(() => {
    for (const list of document.querySelectorAll(".md-content details.mp-names")) {
      let block = list.previousElementSibling;
      while (block && !block.querySelector("pre code")) block = block.previousElementSibling;
      const code = block?.querySelector("pre code");
      if (code) whenNear(code.closest("pre"), () => mount(code, list));
    }
  });
}
