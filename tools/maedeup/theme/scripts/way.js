{
  // The path that a reader is on: the map that the address names, else the one they came by.
  const KEY = "maedeup.path";
  const keep = (way) => {
    try {
      localStorage.setItem(KEY, way);
    } catch {
      // storage is forbidden: the address alone tells
    }
  };
  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const read = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem("maedeup.read") || "[]"));
    } catch {
      return new Set();
    }
  };
  const root = new URL(document.querySelector('script[src$="assets/maedeup.js"]').src + "/../..");
  const place = (href) => decodeURIComponent(new URL(href, location.href).pathname).slice(decodeURIComponent(root.pathname).length).replace(/index\.html$/, "");

  // A note that is read has a tick at its place on the path.
  const tick = () => document.querySelector(".mp-way b")?.classList.toggle("mp-read-here", read().has(place(location.href)));
  document.addEventListener("click", ({ target }) => target.closest(".mp-read") && setTimeout(tick));

  onEachPage(() => {
    tick();
    const named = new URLSearchParams(location.search).get("path");
    const foot = document.querySelector(".mp-way-foot");
    const line = document.querySelector(".mp-way");
    if (foot && line) {
      const rows = [...foot.querySelectorAll("[data-way]")];
      const find = (way) => rows.find((row) => row.dataset.way === way);
      const onto = (row) => {
        const [map, before, next] = row.querySelectorAll("a");
        const [ownMap, ownBefore, ownNext] = line.querySelectorAll("a");
        ownMap.href = map.href;
        ownMap.textContent = map.textContent;
        line.querySelector("b").textContent = row.querySelector("b").textContent;
        for (const [own, other] of [[ownBefore, before], [ownNext, next]]) {
          own.hidden = !other.hasAttribute("href");
          if (own.hidden) own.removeAttribute("href");
          else own.href = other.href, (own.title = other.title);
        }
        const large = foot.querySelector(".mp-way-next");
        if (next.hasAttribute("href")) {
          large.href = next.href;
          large.querySelector("strong").textContent = next.title;
          large.querySelector("small").textContent = next.textContent;
        } else {
          large.href = map.href;
          large.querySelector("strong").textContent = map.textContent;
        }
        foot.dataset.way = row.dataset.way;
        for (const other of rows) other.hidden = other === row;
      };
      const row = find(named) ?? find(kept());
      const first = rows[0];
      if (row) onto(row);
      else if (first) first.hidden = true;
      if (named && (find(named) || foot.dataset.way === named)) keep(named);
      // Another path is taken by its links: from then on it is the reader's.
      for (const other of rows)
        other.addEventListener("click", ({ target }) => target.closest("a") && keep(other.dataset.way));
    }

    // A map: how many of its notes are read, and where to go on.
    const progress = document.querySelector(".mp-progress");
    if (progress) {
      const { way } = progress.dataset;
      const content = progress.closest(".md-content, article, main") ?? document.body;
      const steps = progress.dataset.steps.split("\n").map((at) => at.replace(/index\.html$/, ""));
      const count = steps.length;
      const done = read();
      const n = steps.filter((at) => done.has(at)).length;
      const bar = progress.querySelector("progress");
      const go = progress.querySelector(".mp-go");
      if (n) {
        bar.hidden = false;
        bar.value = n;
        progress.querySelector("span").append(` · ${progress.dataset.read} ${n}/${count}`);
        const next = steps.find((at) => !done.has(at));
        if (next) {
          const link = [...content.querySelectorAll("a[href]")].find((a) => a !== go && place(a.href) === next);
          go.href = link.href;
          go.firstChild.data = `${progress.dataset.continue}: `;
          go.querySelector("strong").textContent = link.textContent;
        } else go.replaceWith(progress.dataset.done);
      }
      content.addEventListener("click", ({ target }) => target.closest("a[href]") && keep(way), true);
    }
  });
}
