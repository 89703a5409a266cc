{
  // Predictions: a choice is judged by what the run said; the answer stays folded until then.
  const KEY = "maedeup.predict";
  let off = false;
  try {
    off = localStorage.getItem(KEY) === "off";
  } catch {
    // storage is forbidden: the reader is asked
  }
  const number = (text) => {
    const plain = text.trim().replace(/,/g, "").replace("−", "-");
    const value = parseFloat(plain);
    return plain === "" || Number.isNaN(Number(plain.replace(/%$/, ""))) ? NaN : plain.endsWith("%") ? value / 100 : value;
  };
  const make = (name, text = "", kind = "") => {
    const el = document.createElement(name);
    el.textContent = text;
    if (kind) el.className = kind;
    return el;
  };

  onEachPage(() => {
    const blocks = [...document.querySelectorAll(".mp-predict")];
    const switches = [];
    for (const block of blocks) {
      const [right, wrong, own, judge, stop, again] = block.dataset.words.split("|");
      const fold = block.querySelector("details");
      const list = block.querySelector(":scope > ul");
      if (!fold) continue;
      const said = make("p", "", "mp-verdict");
      said.setAttribute("role", "status");
      const tell = (isRight, reason) => {
        said.replaceChildren(make("b", isRight ? right : wrong), " ", ...(reason ? [reason] : []));
        said.classList.toggle("mp-no", !isRight);
        if (isRight) fold.open = true;
      };
      if (list) {
        const choices = [...list.children];
        const reasons = [...fold.querySelectorAll("ul")].find((ul) => ul.children.length === choices.length);
        choices.forEach((item, n) => {
          const button = make("button", "", "mp-choice");
          button.type = "button";
          // A link in a button has a touch do two things, and evidence would give the answer away.
          for (const link of item.querySelectorAll("a")) {
            // The first link of a page has the words for all.
            if (link.dataset.words) fold.querySelector("a.mp-evidence")?.setAttribute("data-words", link.dataset.words);
            link.replaceWith(...link.childNodes);
          }
          button.append(...item.childNodes);
          item.append(button);
          button.addEventListener("click", () => {
            for (const other of list.querySelectorAll("button")) other.removeAttribute("aria-pressed");
            button.setAttribute("aria-pressed", true);
            const reason = make("span");
            if (reasons) {
              const copy = reasons.children[n].cloneNode(true);
              copy.querySelector(".mp-right")?.remove();
              copy.querySelectorAll("[id]").forEach((el) => el.removeAttribute("id"));
              reason.append(...copy.childNodes);
            }
            tell(n === +block.dataset.right, reason);
          });
        });
        list.after(said);
      } else {
        const form = make("form", "", "mp-field");
        const field = make("input");
        field.inputMode = "decimal";
        field.setAttribute("aria-label", own);
        const button = make("button", judge, "mp-choice");
        form.append(field, button);
        form.addEventListener("submit", (event) => {
          event.preventDefault();
          const { answer } = block.dataset;
          const digits = (answer.split(".")[1] ?? "").match(/^\d*/)[0].length + (answer.endsWith("%") ? 2 : 0);
          tell(Math.abs(number(field.value) - number(answer)) <= 0.5 * 10 ** -digits + 1e-12);
        });
        fold.before(form, said);
      }
      const turn = make("button", "", "mp-turn");
      turn.type = "button";
      turn.addEventListener("click", () => {
        off = !off;
        try {
          off ? localStorage.setItem(KEY, "off") : localStorage.removeItem(KEY);
        } catch {
          // it lasts as long as the page
        }
        switches.forEach((show) => show());
      });
      block.append(turn);
      const show = () => {
        turn.textContent = off ? again : stop;
        block.classList.toggle("mp-asked", !off);
        fold.open = off;
      };
      switches.push(show);
      show();
    }
  });
}
