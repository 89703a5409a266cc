// A copied formula is its LaTeX: MathML pasted as text is a row of letters.
{
  const around = node => (node.nodeType === 1 ? node : node.parentElement)?.closest("math");

  document.addEventListener("copy", event => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0).cloneRange();
    const [first, last] = [around(range.startContainer), around(range.endContainer)];
    if (first) range.setStartBefore(first); // half a formula is none
    if (last) range.setEndAfter(last);
    const holder = document.createElement("div");
    holder.append(range.cloneContents());
    const formulas = holder.querySelectorAll("math");
    if (!formulas.length) return;
    const alone = first && first === last;
    for (const formula of formulas) {
      const latex = formula.querySelector("annotation")?.textContent.trim();
      if (!latex) continue;
      const isBlock = formula.getAttribute("display") === "block" && !alone;
      const shown = document.createElement(isBlock ? "pre" : "span");
      shown.style.whiteSpace = "pre";
      shown.textContent = alone ? latex : isBlock ? `$$\n${latex}\n$$` : `$${latex}$`;
      formula.replaceWith(shown);
    }
    // Only what stands in the page has lines: `innerText` of it is what a reader would copy.
    holder.style.cssText = "position:fixed;left:-9999px";
    document.body.append(holder);
    event.clipboardData.setData("text/plain", holder.innerText);
    holder.remove();
    event.preventDefault();
  });
}
