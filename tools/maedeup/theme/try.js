// While the site is served on this machine: a cell becomes an editor. What the edited text makes
// stands beside what is published; "keep" writes it to the snippet. In no published site.
{
  const { place, mount, token, words } = "__GIVEN__";
  const BLOCKS = ".md-content .highlight";
  const page = () => {
    const path = decodeURIComponent(location.pathname).slice(mount.length);
    return !path || path.endsWith("/") ? `${path}index.html` : path;
  };
  const ask = async (step, given) => {
    const answer = await fetch(place + step, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Maedeup-Token": token },
      body: JSON.stringify({ page: page(), ...given }),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.error ?? answer.statusText);
    return told;
  };
  const codeOf = (block) => block.querySelector("pre code")?.textContent.trimEnd() ?? "";
  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "md-button";
    made.textContent = text;
    made.onclick = act;
    return made;
  };

  const open = async (block) => {
    const code = codeOf(block);
    const alike = [...document.querySelectorAll(BLOCKS)].filter((one) => codeOf(one) === code);
    const cell = await ask("find", { code, number: alike.indexOf(block) });
    const { basicSetup, python, EditorView, keymap, Prec, indentUnit } = await import(place + "codemirror.js");
    const frame = document.createElement("section");
    frame.className = "mp-try";
    frame.ariaLabel = words.editor;
    const told = document.createElement("p");
    told.className = "mp-try-told";
    told.setAttribute("role", "status");
    const shown = document.createElement("div");
    shown.setAttribute("aria-live", "polite");
    const view = new EditorView({
      doc: cell.code,
      extensions: [
        Prec.highest(keymap.of([
          { key: "Ctrl-Enter", mac: "Cmd-Enter", run: () => { run(); return true; } },
          { key: "Ctrl-Enter", run: () => { run(); return true; } },
        ])),
        basicSetup, python(), indentUnit.of("    "),
        EditorView.contentAttributes.of({ "aria-label": words.editor }),
      ],
    });
    const say = (text) => { told.textContent = text; };
    const close = () => {
      view.destroy();
      frame.remove();
      block.hidden = false;
      block.querySelector(".mp-try-open")?.focus();
      document.dispatchEvent(new Event("visibilitychange")); // what was saved meanwhile is swapped now
    };
    const run = async () => {
      frame.setAttribute("aria-busy", "true");
      say("");
      try {
        const made = await ask("run", { path: cell.path, cell: cell.cell, code: view.state.doc.toString() });
        shown.innerHTML = made.html;
        if (made.failed && made.line >= 1 && made.line <= view.state.doc.lines) {
          const line = view.state.doc.line(made.line);
          view.dispatch({ selection: { anchor: line.from, head: line.to }, scrollIntoView: true });
          say(`${words.line} ${made.line}`);
        }
        document.dispatchEvent(new Event("maedeup:swapped"));
      } catch (error) {
        say(error instanceof TypeError ? words.failed : error.message);
      }
      frame.removeAttribute("aria-busy");
    };
    const keep = async () => {
      try {
        await ask("keep", {
          path: cell.path, cell: cell.cell, code: view.state.doc.toString(), before: cell.code,
        });
        close();
      } catch (error) {
        say(error instanceof TypeError ? words.failed : error.message);
      }
    };
    const bar = document.createElement("p");
    bar.className = "mp-try-bar";
    bar.append(button(words.run, run), button(words.keep, keep), button(words.back, close));
    frame.append(view.dom, bar, told, shown);
    block.after(frame);
    block.hidden = true;
    view.focus();
  };

  const style = document.createElement("style");
  style.textContent = `
    .mp-try { margin: 1em 0; border-left: .2rem solid var(--md-accent-fg-color); padding-left: .6rem; }
    .mp-try .cm-editor { font-size: .68rem; background: var(--md-code-bg-color); color: var(--md-code-fg-color); }
    .mp-try .cm-gutters { background: transparent; color: inherit; border: 0; }
    .mp-try .cm-content { caret-color: var(--md-code-fg-color); }
    .mp-try .cm-activeLine, .mp-try .cm-activeLineGutter { background: var(--md-default-fg-color--lightest); }
    [data-md-color-scheme=slate] .mp-try .cm-line span { filter: invert(1) hue-rotate(180deg); }
    .mp-try-bar { display: flex; flex-wrap: wrap; gap: .4rem; margin: .4rem 0; }
    .mp-try-bar .md-button { color: var(--md-default-fg-color); border-color: currentcolor; font-size: .65rem; padding: .3em .9em; cursor: pointer; }
    .mp-try-told { margin: .2rem 0; white-space: pre-wrap; }
    .mp-try[aria-busy] { opacity: .7; }
    .mp-differs { outline: .1rem dashed var(--md-accent-fg-color); outline-offset: .15rem; }
    .mp-try-open::after { mask-image: none !important; background: none !important; content: "✎" !important; }`;
  document.head.append(style);

  const mountAll = () => {
    for (const block of document.querySelectorAll(BLOCKS)) {
      if (block.closest(".mp-diff, .mp-try") || block.querySelector(".mp-try-open")) continue;
      const nav = block.querySelector(".md-code__nav");
      if (!nav || !codeOf(block)) continue;
      const start = document.createElement("button");
      start.type = "button";
      start.className = "md-code__button mp-try-open";
      start.title = start.ariaLabel = words.cell;
      start.onclick = () => open(block).catch((error) => window.alert$?.next(error.message));
      nav.prepend(start);
    }
  };
  new MutationObserver(mountAll).observe(document.body, { childList: true, subtree: true });
  addEventListener("load", mountAll);
}
