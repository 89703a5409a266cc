// Where a formula or figure goes on beyond an edge, the edge fades; a hair's breadth is no more.
{
  const LEAST = 8;
  const tell = (box) => {
    const hidden = box.scrollWidth - box.clientWidth;
    const rest = hidden - box.scrollLeft;
    box.style.setProperty("--mp-share", box.clientWidth / box.scrollWidth);
    box.style.setProperty("--mp-at", hidden && box.scrollLeft / hidden);
    box.classList.toggle("mp-more-before", box.scrollLeft >= LEAST);
    box.classList.toggle("mp-more-after", rest >= LEAST);
  };
  // What is inside grows as well: a formula by its font, a figure by its image.
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) tell(target.closest(BOXES));
  });
  const BOXES = ".mp-math-block, .mp-figure:not(.mp-motion), ol.mp-frames";
  // Keys reach code that scrolls before the theme has seen it.
  const widths = new ResizeObserver((entries) => {
    for (const { target: code } of entries)
      if (code.scrollWidth > code.clientWidth) code.tabIndex = 0;
  });
  onEachPage(() => {
    widths.disconnect();
    for (const code of document.querySelectorAll("pre > code")) widths.observe(code);
    sizes.disconnect();
    for (const box of document.querySelectorAll(BOXES)) {
      box.addEventListener("scroll", () => tell(box), { passive: true });
      for (const part of [box, ...box.children]) sizes.observe(part);
    }
  });
}
