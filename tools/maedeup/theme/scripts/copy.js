// A second button at each cell: it with all code before it, cut from the published file.
{
  const NAME = "앞 코드까지 복사";
  const say = (text) => window.alert$?.next(text);

  /** Gives the file up to the cell's last line, and says which modules it needs beside it. */
  const runnable = async ({ py, helpers }, end) => {
    const answer = await fetch(py);
    if (!answer.ok) throw new Error(answer.status);
    const rows = (await answer.text()).split(/\r?\n/).slice(0, end);
    const needed = helpers ? helpers.split(" ").map((url) => new URL(url, location.href).href) : [];
    if (needed.length) rows.unshift(`# 같은 폴더에 두고 실행한다: ${needed.join(" ")}`);
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
        say("앞 코드까지 복사했다");
      } catch {
        alone?.click();
        setTimeout(() => say("파일을 가져올 수 없어 이 셀만 복사했다"));
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
