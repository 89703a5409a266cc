// The search box: the theme asks at keys alone, and takes the most that the worker gives for a count.
{
  const { most, atLeast } = mpWords;
  const box = document.querySelector("input[data-md-component=search-query]");
  const meta = document.querySelector(".md-search-result__meta");

  // The worker fetches the index when someone is about to type.
  box?.addEventListener("focus", () => new BroadcastChannel("maedeup-search").postMessage(""), { once: true });

  // Text also comes by the mouse, by voice and from another window.
  box?.addEventListener("input", () => box.dispatchEvent(new Event("keyup")));
  if (meta)
    new MutationObserver(() => {
      if (meta.textContent.trim().startsWith(most))
        meta.textContent = meta.textContent.replace(most, atLeast);
    }).observe(meta, { childList: true });
}
