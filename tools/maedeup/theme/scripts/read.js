{
  // Which notes a reader has read. Stays in this browser; lights up what can be read next.
  const KEY = "maedeup.read";
  const root = new URL(document.querySelector('script[src$="assets/maedeup.js"]').src + "/../..");
  const load = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem(KEY) || "[]"));
    } catch {
      return new Set();
    }
  };
  const read = load();
  const place = (href) => decodeURIComponent(new URL(href, location.href).pathname).slice(decodeURIComponent(root.pathname).length).replace(/index\.html$/, "");

  const mark = (notes) => {
    for (const link of document.querySelectorAll(".md-content a[href]")) {
      if (link.host !== location.host || link.hash) continue;
      const at = place(link.href);
      const done = read.has(at);
      const needs = notes[at]?.r ?? [];
      const next = !done && needs.length > 0 && needs.every((need) => read.has(need));
      link.classList.toggle("mp-done", done);
      link.classList.toggle("mp-next", next);
      const said = done ? mpWords.read : next ? mpWords.next : "";
      if (said) link.title = said;
      else if ([mpWords.read, mpWords.next].includes(link.title)) link.removeAttribute("title");
    }
  };
  const show = async () => {
    if (!read.size && !document.querySelector(".mp-done, .mp-next")) return;
    try {
      mark(await (await fetch(new URL("assets/notes.json", root))).json());
    } catch {
      mark({}); // from a folder, where nothing can be fetched
    }
  };

  const mount = () => {
    const box = document.querySelector(".mp-read");
    if (!box) return;
    const here = place(location.href);
    const button = box.querySelector("button");
    const tell = () => {
      const done = read.has(here);
      button.setAttribute("aria-pressed", done);
      button.textContent = done ? mpWords.read : mpWords.mark;
    };
    button.addEventListener("click", () => {
      read.has(here) ? read.delete(here) : read.add(here);
      try {
        localStorage.setItem(KEY, JSON.stringify([...read]));
      } catch {
        // storage is forbidden: the mark lasts as long as the page
      }
      tell();
      show();
    });
    tell();
    box.hidden = false;
  };
  onEachPage(() => {
    mount();
    show();
  });
}
