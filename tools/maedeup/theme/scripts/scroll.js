// Where a formula or figure goes on beyond an edge, the edge fades; a hair's breadth is no more.
{
  const LEAST = 8;
  // All are read before the first is written: else each has the page laid out again.
  const tell = (boxes) => {
    const read = boxes.map((box) => [box, box.scrollLeft, box.clientWidth, box.scrollWidth]);
    for (const [box, left, width, whole] of read) {
      const hidden = whole - width;
      box.style.setProperty("--mp-share", width / whole);
      box.style.setProperty("--mp-at", hidden && left / hidden);
      box.classList.toggle("mp-more-before", left >= LEAST);
      box.classList.toggle("mp-more-after", hidden - left >= LEAST);
    }
  };
  // What is inside grows as well: a formula by its font, a figure by its image.
  const sizes = new ResizeObserver((entries) => {
    tell([...new Set(entries.map(({ target }) => target.closest(BOXES)))]);
  });
  const BOXES = ".mp-math-block, .mp-figure:not(.mp-motion), ol.mp-frames";
  // Keys reach code that scrolls before the theme has seen it.
  const widths = new ResizeObserver((entries) => {
    const wide = entries.filter(({ target: code }) => code.scrollWidth > code.clientWidth);
    for (const { target: code } of wide) code.tabIndex = 0;
  });
  onEachPage(() => {
    widths.disconnect();
    for (const code of document.querySelectorAll("pre > code")) widths.observe(code);
    sizes.disconnect();
    for (const box of document.querySelectorAll(BOXES)) {
      box.addEventListener("scroll", () => tell([box]), { passive: true });
      for (const part of [box, ...box.children]) sizes.observe(part);
    }
  });
}
