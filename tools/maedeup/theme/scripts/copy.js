// A second button at each cell: it with all code before it, cut from the published file.
{
  const NAME = mpWords.copy;
  const say = (text) => window.alert$?.next(text);

  const read = async (url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.text()).replaceAll("\r\n", "\n");
  };

  /** Write text as Python does, readable where it can be. */
  const quoted = (text) =>
    text.includes("'''") || !text.endsWith("\n") ? JSON.stringify(text) : `r'''${text}'''`;

  /** Return Python that puts the modules where they are found, and in nobody's way. */
  const carry = async (urls, py) => {
    const folder = new URL(".", new URL(py, location.href)).pathname;
    const rows = [`# ${mpWords.copiedModules}`, "import pathlib, sys, tempfile", "",
      "sys.path.insert(0, tempfile.mkdtemp())"];
    for (const url of urls) {
      const path = new URL(url, location.href).pathname;
      const name = decodeURIComponent(
        path.startsWith(folder) ? path.slice(folder.length) : path.split("/").pop());
      const module = name.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
      rows.push(`sys.modules.pop(${JSON.stringify(module)}, None)`,
        `_module = pathlib.Path(sys.path[0], ${JSON.stringify(name)})`,
        "_module.parent.mkdir(parents=True, exist_ok=True)",
        `_module.write_text(${quoted(await read(url))}, "utf-8")`);
    }
    return [...rows, ""];
  };

  /** Return the file up to the cell's last line, the modules that it imports before it. */
  const runnable = async ({ py, helpers }, end) => {
    const rows = (await read(py)).split("\n").slice(0, end);
    // What comes from the future must come first.
    const start = rows.findLastIndex((row) => row.startsWith("from __future__ import")) + 1;
    if (helpers) rows.splice(start, 0, ...(await carry(helpers.split(" "), py)));
    return rows.join("\n") + "\n";
  };

  const add = (nav, embed, end) => {
    const alone = nav.querySelector("[data-md-type=copy]");
    const button = document.createElement("button");
    button.className = "md-code__button mp-copy";
    button.type = "button";
    button.title = button.ariaLabel = NAME;
    button.onclick = async () => {
      const made = runnable(embed.dataset, end);
      made.catch(() => {});
      try {
        // Safari lets a page write only what it promised while the click was handled.
        const blob = made.then((text) => new Blob([text], { type: "text/plain" }));
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
        say(mpWords.copied);
      } catch {
        alone?.click();
        setTimeout(() => say(mpWords.copiedAlone));
      }
    };
    nav.prepend(button);
  };

  const mount = () => {
    document.querySelector(".md-dialog")?.setAttribute("role", "status");
    for (const embed of document.querySelectorAll("[data-ends]")) {
      const ends = embed.dataset.ends.split(" ");
      embed.querySelectorAll(".highlight").forEach((block, number) => {
        const nav = block.querySelector(".md-code__nav");
        if (nav && +ends[number] && !nav.querySelector(".mp-copy")) add(nav, embed, +ends[number]);
      });
    }
  };
  new MutationObserver(mount).observe(document.body, { childList: true, subtree: true });
  mount();
}
