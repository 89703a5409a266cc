{
  // Previews: a note's title, claim and first figure, where a link or a term names it.
  const root = new URL(document.querySelector('script[src$="assets/maedeup.js"]').src + "/../..");
  const DELAY = 300; // ms; a pointer that only passes opens nothing
  const PRESS = 450;
  const box = document.createElement("div");
  let notes; // the small index of all notes, fetched once
  let owner = null; // what the preview belongs to, while it shows or is about to
  let timer = 0;
  let pressed = null; // under a finger
  let held = false; // the finger stayed: the click that may follow opens nothing
  box.id = "mp-preview";
  box.className = "mp-preview";
  box.setAttribute("role", "tooltip");
  box.hidden = true;

  const place = (url) => decodeURIComponent(url.pathname).slice(decodeURIComponent(root.pathname).length).replace(/index\.html$/, "");
  let here = place(location);
  const url = (el) => (el.dataset.note === undefined ? new URL(el.href) : new URL(el.dataset.note, root));
  const find = (target) => target.closest?.(".md-content a[href]:not(.headerlink), .mp-term");
  const later = (ms, act) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };

  const close = () => {
    clearTimeout(timer);
    box.hidden = true;
    if (!owner) return;
    owner.removeAttribute("aria-describedby");
    if (owner.dataset.title) owner.title = owner.dataset.title;
    owner = null;
  };

  const add = (name, text = "") => {
    const part = document.createElement(name);
    part.textContent = text;
    box.append(part);
    return part;
  };

  const draw = async (figure, path) => {
    try {
      const answer = await fetch(new URL(path, root));
      if (answer.ok) figure.innerHTML = await answer.text(); // made by the build, as the page is
    } catch {
      figure.remove();
    }
  };

  const open = async (el) => {
    if (el === owner) return;
    close();
    const target = url(el);
    if (target.host !== location.host || place(target) === here) return;
    owner = el;
    try {
      notes ??= await (await fetch(new URL("assets/notes.json", root))).json();
    } catch {
      notes = {}; // from a folder, where nothing can be fetched
    }
    const note = notes[place(target)];
    if (owner !== el) return;
    if (!note) return close();
    box.replaceChildren();
    add("strong", note.t);
    add("p", note.c);
    if (note.f) {
      const figure = add("div"); // of a fixed height: nothing moves when the drawing comes
      figure.setAttribute("aria-hidden", "true");
      draw(figure, note.f);
    }
    if (el.title) el.dataset.title = el.title; // else the browser shows it on top
    el.removeAttribute("title");
    el.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    const line = el.getClientRects()[0];
    const below = line.bottom + 8 + box.offsetHeight < innerHeight || line.top < box.offsetHeight + 8;
    const left = Math.max(8, Math.min(line.left, document.documentElement.clientWidth - box.offsetWidth - 8));
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${(below ? line.bottom + 8 : line.top - 8 - box.offsetHeight) + scrollY}px`;
  };

  onEachPage(() => {
    close();
    here = place(location);
    (document.querySelector("main") ?? document.body).append(box); // which is not positioned
  });

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const el = find(event.target);
    if (box.contains(event.target) || (el && el === owner)) clearTimeout(timer);
    else if (el) later(DELAY, () => open(el));
    else if (owner !== document.activeElement) later(DELAY, close);
  });
  document.addEventListener("focusin", ({ target }) => {
    const el = target.matches(":focus-visible") && find(target);
    if (el) later(DELAY, () => open(el));
    else if (!held) close(); // a finger that leaves the link focuses it
  });
  document.addEventListener("focusout", () => held || close());
  document.addEventListener("keydown", ({ key }) => key === "Escape" && close());

  document.addEventListener("pointerdown", (event) => {
    held = false;
    pressed = event.pointerType === "touch" ? find(event.target) : null;
    if (!box.contains(event.target)) close();
    const el = pressed;
    if (el)
      later(PRESS, () => {
        held = true;
        open(el);
      });
  });
  for (const end of ["pointerup", "pointercancel"])
    document.addEventListener(end, () => {
      if (pressed && !held) clearTimeout(timer);
      pressed = null;
    });
  document.addEventListener("contextmenu", (event) => pressed && event.preventDefault());
  document.addEventListener("click", (event) => {
    if (box.contains(event.target)) location.href = url(owner);
    else if (held) event.preventDefault();
    else if (event.target.closest?.(".mp-term")) open(find(event.target));
    held = false;
  }, true);
}
