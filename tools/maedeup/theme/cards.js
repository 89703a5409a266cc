// Cards one at a time, after 1, 3 and 7 days. What a reader knew stays in this browser.
for (const deck of document.querySelectorAll(".mp-cards:not([data-ready])")) {
  const KEY = "maedeup.cards";
  const DAYS = [1, 3, 7];
  const words = JSON.parse(deck.dataset.words);
  const ways = JSON.parse(deck.dataset.ways);
  const links = [...deck.querySelectorAll("a[data-at]")];
  deck.dataset.ready = links.length;
  const stored = (key, empty) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? empty;
    } catch {
      return empty; // storage is forbidden: what is known lasts as long as the page
    }
  };
  const known = stored(KEY, {}); // by a card's id: how often it was known in a row, and when it is due
  const keep = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(known));
    } catch {
      // as above
    }
  };
  const today = () => Math.floor((Date.now() - new Date().getTimezoneOffset() * 6e4) / 864e5);
  const plain = (at) => decodeURIComponent(at).replace(/index\.html$/, "");
  const make = (name, text, kind) => Object.assign(document.createElement(name), { textContent: text, className: kind });
  const button = (text, act) => {
    const made = make("button", text, "mp-choice");
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  const which = document.createElement("select");
  which.setAttribute("aria-label", words.of);
  which.append(new Option(words.read, "read"), ...ways.map(([title], n) => new Option(title, n)), new Option(words.all, "all"));
  const said = make("p", "", "mp-cards-said");
  said.setAttribute("role", "status");
  const tools = make("p", "", "mp-cards-tools");
  const grades = make("p", "", "mp-cards-grades");
  grades.hidden = true;
  const place = make("div", "", "mp-cards-now");
  let queue = [];

  const chosen = () => {
    if (which.value === "all") return links;
    const at = new Set((which.value === "read" ? stored("maedeup.read", []) : ways[which.value].slice(1)).map(plain));
    return links.filter((link) => at.has(plain(link.dataset.at)));
  };
  const fetched = new Map(); // by address: the cards of a note
  const cardsOf = async ({ href }) => {
    if (!fetched.has(href)) {
      const answer = await fetch(href);
      if (!answer.ok) throw new Error(href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const cards = [...page.querySelectorAll(".mp-card")];
      for (const name of ["href", "src"])
        for (const part of page.querySelectorAll(`.mp-card [${name}]`))
          part.setAttribute(name, new URL(part.getAttribute(name), href));
      fetched.set(href, cards);
    }
    return fetched.get(href);
  };
  const isDue = ({ dataset: { card } }) => !known[card] || (known[card][0] <= DAYS.length && known[card][1] <= today());
  const end = (told) => {
    queue = [];
    deck.classList.remove("mp-reviewing");
    place.replaceChildren();
    stop.hidden = grades.hidden = true;
    said.textContent = told;
  };
  const show = () => {
    const [card] = queue;
    if (!card) return end(words.done), start.focus();
    place.replaceChildren(card);
    const fold = card.querySelector("details");
    fold.open = false;
    fold.after(grades);
    grades.hidden = true;
    said.textContent = words.left.replace("{n}", queue.length);
    fold.querySelector("summary").focus();
  };
  const grade = (isKnown) => {
    const [card] = queue.splice(0, 1);
    const step = isKnown ? (known[card.dataset.card]?.[0] ?? 0) + 1 : 0;
    known[card.dataset.card] = [step, today() + (isKnown ? (DAYS[step - 1] ?? 0) : 0)];
    keep();
    if (!isKnown) queue.push(card);
    show();
  };
  let turn = 0; // a choice that was made since makes what is still fetched nobody's
  const start = button(words.start, async () => {
    const mine = ++turn;
    said.textContent = words.wait;
    let found;
    try {
      found = (await Promise.all(chosen().map(cardsOf))).flat();
    } catch {
      return mine === turn && end(words.failed);
    }
    if (mine !== turn) return;
    queue = found.filter(isDue);
    if (!queue.length) return end(words.none);
    deck.classList.add("mp-reviewing");
    stop.hidden = false;
    show();
  });
  const stop = button(words.stop, () => (end(""), start.focus()));
  stop.hidden = true;
  which.addEventListener("change", () => (turn++, end("")));
  grades.append(button(`1 ${words.again}`, () => grade(false)), " ", button(`2 ${words.known}`, () => grade(true)));
  deck.addEventListener("toggle", ({ target }) => {
    if (queue[0]?.contains(target)) grades.hidden = !target.open;
  }, true);
  deck.addEventListener("keydown", (event) => {
    if (!queue.length || event.target === which || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") stop.click();
    else if ("12".includes(event.key) && queue[0].querySelector("details").open) grade(event.key === "2");
    else return;
    event.preventDefault();
    event.stopPropagation(); // the theme has keys of its own
  });
  tools.append(which, " ", start, " ", stop);
  deck.prepend(tools, said, place);
}
