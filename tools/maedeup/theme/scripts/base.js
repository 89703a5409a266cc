// Each script of this folder is a block of its own, in the name's order; all make one file.
// What they add works by mouse, touch and keyboard, and every page is whole without them.

/** Call `mount` for this page, and for each that the theme puts in its place without loading it
    (navigation.instant). */
const onEachPage = (mount) => {
  let last = null;
  const look = () => {
    const page = document.querySelector("article") ?? document.body;
    if (page === last) return;
    last = page;
    mount();
  };
  look();
  window.document$?.subscribe(look);
};

/** Call `act` when a block comes near the screen: a long page has dozens of them, and each that is
    changed is styled and laid out anew. Paper shows all. */
const whenNear = (() => {
  const waiting = new Map();
  const begin = (block) => {
    const acts = waiting.get(block);
    waiting.delete(block);
    near.unobserve(block);
    acts?.forEach((act) => act());
  };
  const near = new IntersectionObserver(
    (entries) => entries.forEach((entry) => entry.isIntersecting && begin(entry.target)),
    { rootMargin: "100% 0px" },
  );
  const all = () => [...waiting.keys()].forEach((block) => block.isConnected && begin(block));
  addEventListener("beforeprint", all);
  const when = (block, act) => {
    if (waiting.get(block)?.push(act)) return;
    waiting.set(block, [act]);
    near.observe(block);
  };
  return Object.assign(when, { all });
})();

// What they say is in the site's language, and stands in the page.
const mpWords = JSON.parse(document.getElementById("mp-words")?.textContent ?? "{}");
{
  let count = 0;

  /** The theme names a block after what it stands in: several of one name, and each of their
      buttons copies the first. It reads what a button names only when it is pressed. */
  const rename = () => {
    for (const pre of document.querySelectorAll('pre[id^="__code_"]')) {
      const copy = pre.querySelector("[data-clipboard-target]");
      pre.id = `mp-code-${++count}`;
      if (copy) copy.dataset.clipboardTarget = `#${pre.id} > code`;
    }
  };
  // It also puts each block's buttons into a `nav`: dozens of landmarks of one name.
  const tame = () => {
    rename();
    for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])"))
      nav.setAttribute("role", "none");
  };
  new MutationObserver(tame).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["id"],
  });
  tame();
}
