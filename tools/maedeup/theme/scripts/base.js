// Each script of this folder is a block of its own, in the name's order; all make one file.
// What they add works by mouse, touch and keyboard, and every page is whole without them.
{
  // The theme puts each code block's buttons into a `nav`: dozens of landmarks of one name.
  const tame = () => {
    for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])"))
      nav.setAttribute("role", "none");
  };
  new MutationObserver(tame).observe(document.body, { childList: true, subtree: true });
  tame();
}
