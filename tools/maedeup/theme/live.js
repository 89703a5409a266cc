// While the site is served: what a save changed is swapped in place, and the browser keeps its
// place. Stands before all other scripts, so that it sees the page as the server sent it. What
// works by a script of its own is not swapped: then the page reloads, with its folds and sliders
// put back. In no published site.
{
  const EPOCH = Number("__EPOCH__"), PROBLEM = "__PROBLEM__" === "yes";
  const PARTS = ".md-header__title, .md-tabs, .md-sidebar, .md-content__inner";
  const SCRIPTED = "pre, table, script, iframe, input, button, audio, video, [data-ends], "
    + ".mp-scrub, .mp-shapes, .mp-read, .mp-graph, .tabbed-set, .mermaid, [data-mp-scripted]";
  const STATE = "maedeup.place:" + location.pathname;
  const FOLDS = ".md-content details", SLIDERS = ".md-content input[type=range]";

  const parts = (page) => [...page.querySelectorAll(PARTS)];
  const html = (node) => node.outerHTML ?? node.data;
  /** All of a page but the parts that are swapped: once it differs, the page is loaded anew. */
  const frame = (page) => {
    const copy = page.body.cloneNode(true);
    for (const part of copy.querySelectorAll(PARTS)) part.replaceChildren();
    for (const gone of copy.querySelectorAll("script, noscript")) gone.remove();
    const head = [...page.head.querySelectorAll("link[rel=stylesheet], script")];
    return [...copy.children, ...head].map((node) => node.outerHTML.trim()).join("\n");
  };
  const sent = (page) => parts(page).map((part) =>
    [...part.childNodes].map((node) => ({ node, html: html(node) })));
  let now = sent(document), around = frame(document), epoch = EPOCH, busy = false;

  // The reader's place

  const named = (nodes, name) => {
    const counts = {};
    return [...nodes].map((node) => {
      const key = name(node);
      counts[key] = (counts[key] ?? 0) + 1;
      return [`${key}/${counts[key]}`, node];
    });
  };
  const folds = () => named(document.querySelectorAll(FOLDS),
    (fold) => fold.querySelector("summary")?.textContent ?? "");
  const sliders = () => named(document.querySelectorAll(SLIDERS), (slider) => slider.ariaLabel);
  const remember = () => sessionStorage.setItem(STATE, JSON.stringify({
    folds: folds().map(([key, fold]) => [key, fold.open]),
    sliders: sliders().map(([key, slider]) => [key, slider.value]),
    y: scrollY,
  }));
  const putBack = ({ folds: open, sliders: values }) => {
    const known = new Map(open), chosen = new Map(values);
    for (const [key, fold] of folds()) if (known.has(key)) fold.open = known.get(key);
    for (const [key, slider] of sliders()) {
      if (!chosen.has(key) || chosen.get(key) === slider.value) continue;
      slider.value = chosen.get(key);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const reload = () => {
    remember();
    location.reload();
  };
  addEventListener("load", () => {
    const kept = sessionStorage.getItem(STATE);
    sessionStorage.removeItem(STATE);
    if (!kept) return;
    const place = JSON.parse(kept);
    putBack(place);
    scrollTo({ top: place.y, behavior: "instant" });
  });

  // What a save changed

  /** Return how the longest common sequence of two lists runs: pairs of places in both. */
  const common = (old, made) => {
    let start = 0, end = 0;
    while (start < old.length && start < made.length && old[start] === made[start]) start++;
    while (end < old.length - start && end < made.length - start
      && old[old.length - 1 - end] === made[made.length - 1 - end]) end++;
    const a = old.slice(start, old.length - end), b = made.slice(start, made.length - end);
    const best = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--)
      for (let j = b.length - 1; j >= 0; j--)
        best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    const pairs = Array.from({ length: start }, (_, i) => [i, i]);
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
      if (a[i] === b[j]) pairs.push([start + i++, start + j++]);
      else if (best[i + 1][j] >= best[i][j + 1]) i++;
      else j++;
    }
    for (let i = end; i > 0; i--) pairs.push([old.length - i, made.length - i]);
    return pairs;
  };
  /** Return the child of a part that holds a node: the theme may have put a frame around it. */
  const top = (node, part) => {
    while (node && node.parentNode !== part) node = node.parentNode;
    return node;
  };
  const isScripted = (node) =>
    node.nodeType === 1 && (node.matches(SCRIPTED) || node.querySelector(SCRIPTED) !== null);

  /** Plan the swap of one part; null where it cannot be swapped. */
  const plan = (part, old, made) => {
    const pairs = common(old.map((one) => one.html), made.map((one) => one.html));
    const stays = new Map(pairs.map(([i, j]) => [j, i]));
    const kept = new Set(stays.values());
    const gone = old.filter((_, i) => !kept.has(i)), fresh = made.filter((_, j) => !stays.has(j));
    if ([...gone, ...fresh].some(({ node }) => isScripted(top(node, part) ?? node))) return null;
    if (old.some(({ node }) => top(node, part) === null)) return null;
    return () => {
      for (const { node } of gone) top(node, part).remove();
      let before = null; // from the end, so that what follows is in its place
      return made.map((one, j) => [one, j]).reverse().map(([one, j]) => {
        const node = stays.has(j) ? old[stays.get(j)].node : document.importNode(one.node, true);
        const held = stays.has(j) ? top(node, part) : node;
        if (!stays.has(j)) part.insertBefore(node, before);
        before = held;
        return { node, html: one.html };
      }).reverse();
    };
  };

  const say = (problem) => {
    document.getElementById("mp-live-problem")?.remove();
    if (!problem) return;
    const box = document.createElement("pre");
    box.id = "mp-live-problem";
    box.setAttribute("role", "alert");
    box.textContent = problem;
    box.style.cssText = "position:fixed;inset:auto 0 0;z-index:99;margin:0;padding:1em;max-height:"
      + "40vh;overflow:auto;white-space:pre-wrap;background:#b00020;color:#fff;font-size:.8rem";
    document.body.append(box);
  };

  const swap = async () => {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status === 500) return say(page.querySelector("pre")?.textContent ?? "500");
    say("");
    const made = sent(page), places = parts(document);
    if (!answer.ok || PROBLEM || made.length !== now.length || frame(page) !== around) return reload();
    const plans = places.map((part, i) => plan(part, now[i], made[i]));
    if (!plans.length || plans.includes(null)) return reload();
    const place = { folds: folds().map(([key, fold]) => [key, fold.open]), sliders: [] };
    now = plans.map((act) => act());
    putBack(place);
    document.title = page.title;
    document.dispatchEvent(new Event("maedeup:swapped"));
  };

  const wait = async () => {
    const isEdited = () => document.querySelector(".mp-try") !== null; // by the script `try.js`
    if (busy || document.visibilityState !== "visible" || isEdited()) return;
    busy = true;
    try {
      const answer = await fetch(`/livereload/${epoch}/${Math.floor(Math.random() * 1e9)}`);
      const seen = Number(await answer.text());
      if (answer.ok && seen > epoch && !isEdited()) {
        epoch = seen;
        await swap();
      }
      busy = false;
      setTimeout(wait, answer.ok ? 0 : 3000);
    } catch {
      busy = false;
      setTimeout(wait, 3000); // the server is not there, or not yet again
    }
  };
  addEventListener("load", wait);
  document.addEventListener("visibilitychange", wait);
}
