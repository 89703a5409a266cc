{
  // Evidence: the line that made a number, a table or a figure, its output and the record of its
  // run, in a dialog. It is read from the snippet's own page, which is loaded when it is asked for.
  const AROUND = 4; // lines shown above and below
  const pages = new Map();
  let box;

  const add = (name, parent, text = "", kind = "") => {
    const el = document.createElement(name);
    el.textContent = text;
    if (kind) el.className = kind;
    parent.append(el);
    return el;
  };
  const load = (url) => {
    if (!pages.has(url))
      pages.set(url, fetch(url).then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      }).then((text) => new DOMParser().parseFromString(text, "text/html")));
    return pages.get(url);
  };

  /** The cell's code, what it printed, and the run in words, out of the page. */
  const read = (page, id) => {
    const place = page.getElementById(id);
    let embed = place;
    while (embed && !embed.matches(".mp-embed")) embed = embed.nextElementSibling;
    if (!embed) throw new Error(id);
    const output = [...embed.querySelectorAll(".mp-output pre")].map((pre) => pre.textContent.trimEnd());
    const facts = [...page.querySelectorAll(".mp-receipt dl dt")].slice(0, 4);
    return {
      rows: embed.querySelector(".highlight code, pre code").textContent.trimEnd().split("\n"),
      output: output.join("\n"),
      run: page.querySelector(".mp-run")?.textContent
        ?? facts.map((dt) => `${dt.textContent}: ${dt.nextElementSibling.textContent}`).join(". "),
    };
  };

  const show = async (link) => {
    const first = document.querySelector("a.mp-evidence[data-words]"); // of the page that shows now
    const [title, copy, copied, close, more, wait, none] = first?.dataset.words.split("|") ?? [];
    const shown = link.querySelector(".mp-value")?.textContent
      ?? link.closest("figure")?.querySelector("figcaption, title")?.textContent ?? "";
    const source = link.querySelector(".mp-value")?.title ?? "";
    box ??= document.body.appendChild(document.createElement("dialog"));
    box.className = "mp-evidence-box md-typeset";
    box.setAttribute("aria-label", title);
    box.replaceChildren();
    const head = add("p", box, "", "mp-evidence-head");
    add("strong", head, shown || title);
    if (source) add("code", head, source);
    const body = add("div", box);
    const state = add("p", body, wait);
    state.setAttribute("role", "status");
    const foot = add("p", box, "", "mp-evidence-foot");
    const there = add("a", foot, more);
    there.href = link.href;
    const shut = add("button", foot, close);
    shut.type = "button";
    shut.addEventListener("click", () => box.close());
    box.onclick = ({ target }) => target === box && box.close();
    box.showModal();
    shut.focus();
    try {
      const url = new URL(link.href);
      const id = decodeURIComponent(url.hash.slice(1));
      url.hash = "";
      const here = new URL(location.href);
      const { rows, output, run } = read(here.pathname === url.pathname ? document : await load(url.href), id);
      state.remove();
      const line = +link.dataset.line;
      const start = line ? Math.max(0, line - 1 - AROUND) : 0;
      const end = line ? Math.min(rows.length, line + AROUND) : Math.min(rows.length, 4 * AROUND);
      const code = add("code", add("pre", body));
      rows.slice(start, end).forEach((row, n) => {
        add(start + n + 1 === line ? "mark" : "span", code, `${row}\n`);
      });
      code.tabIndex = 0;
      if (output) {
        const printed = add("code", add("pre", add("div", body, "", "mp-output mp-stdout")));
        printed.textContent = output;
        printed.tabIndex = 0;
      }
      add("p", body, run, "mp-run");
      const take = document.createElement("button");
      take.type = "button";
      take.textContent = copy;
      there.after(take);
      take.addEventListener("click", async () => {
        const told = [shown && `${shown}${source && ` (${source})`}`, line ? rows[line - 1].trim() : rows.join("\n"),
          output, run, link.href];
        await navigator.clipboard.writeText(`${told.filter(Boolean).join("\n")}\n`);
        take.textContent = copied;
      });
    } catch {
      state.textContent = none; // from a folder, where nothing can be fetched
    }
  };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    let link = event.target.closest?.("a.mp-evidence");
    if (!link && !event.target.closest?.("a, button, input, summary, label") && getSelection().isCollapsed)
      link = event.target.closest?.(".mp-figure, .mp-table")?.querySelector(":scope > a.mp-from, :scope > div > a.mp-from");
    if (!link || !(link.dataset.line || link.matches(".mp-from"))) return; // a variant's: its page says more
    event.preventDefault();
    show(link);
  });
}
