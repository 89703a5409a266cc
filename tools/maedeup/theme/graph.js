// The whole vault on a canvas. The picture is painted once, wider than the screen, and moved as an
// image while a hand moves it; it is painted again when the hand rests. What is chosen or found is
// drawn over the dimmed image, so that nothing but the chosen is drawn while a pointer moves.
(async () => {
  const canvas = document.querySelector(".mp-graph canvas");
  const said = document.querySelector(".mp-graph-said");
  const box = document.querySelector(".mp-graph input");
  const words = JSON.parse(canvas.dataset.words); // in the site's language
  const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
  const pen = canvas.getContext("2d");
  const root = new URL(canvas.dataset.root, location.href);
  let data;
  try {
    data = await (await fetch(canvas.dataset.src)).json();
  } catch {
    said.textContent = words.failed; // from a folder, where nothing can be fetched
    return;
  }
  const bare = (text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, "");
  const nodes = data.notes.map(([title, url, x, y, group, aliases = []]) => {
    const names = [title, ...aliases].map(bare).join("\n");
    return { title, url, x, y, group, names, around: [], main: data.groups[group][0] === title };
  });
  const links = [];
  data.links.forEach((ends, i) => {
    for (const j of ends) {
      links.push([nodes[i], nodes[j]]);
      nodes[i].around.push(nodes[j]);
      nodes[j].around.push(nodes[i]);
    }
  });
  for (const node of nodes) node.size = 12 + 4 * Math.sqrt(node.around.length);
  const byRank = [...nodes].sort((a, b) => b.main - a.main || b.around.length - a.around.length);

  const MARGIN = 0.5; // of the canvas, painted beyond each edge
  const base = document.createElement("canvas");
  const view = { x: 0, y: 0, scale: 1 }; // the point in the middle, and pixels to a unit
  let painted = { ...view };
  let width = 0, height = 0, ratio = 1, fit = 1, colours, chosen = null, found = null;

  const readColours = () => {
    const style = getComputedStyle(document.body);
    const read = (name) => style.getPropertyValue(name).trim();
    colours = [0, 1, 2, 3, 4, 5, 6].map((i) => read(`--mp-c${i}`));
    Object.assign(colours, {
      link: read("--mp-grid"), strong: read("--mp-quiet"), ink: read("--mp-ink"),
      paper: read("--md-default-bg-color"), font: getComputedStyle(canvas).fontFamily,
    });
  };
  const colourOf = (node) => colours[data.groups[node.group][1]];
  const radius = (node, scale) => Math.max(1.5, Math.min(16, node.size * scale));

  const dots = (on, at, list) => {
    const byColour = new Map();
    for (const node of list) {
      const colour = colourOf(node);
      if (!byColour.has(colour)) byColour.set(colour, []);
      byColour.get(colour).push(node);
    }
    for (const [colour, some] of byColour) {
      on.fillStyle = colour;
      for (const node of some) {
        const [x, y] = at(node), r = radius(node, view.scale);
        if (r < 2) on.fillRect(x - r, y - r, 2 * r, 2 * r);
        else on.beginPath(), on.arc(x, y, r, 0, 7), on.fill();
      }
    }
  };
  const lines = (on, at, pairs, inside) => {
    let count = 0;
    on.beginPath();
    for (const [one, other] of pairs) {
      const [ax, ay] = at(one), [bx, by] = at(other);
      if (!inside(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))) continue;
      on.moveTo(ax, ay);
      on.lineTo(bx, by);
      if (++count % 64 === 0) on.stroke(), on.beginPath(); // long paths are slow to stroke
    }
    on.stroke();
  };
  const labels = (on, at, list, inside, most) => {
    const taken = new Set();
    on.textAlign = "center";
    on.lineWidth = 3;
    on.lineJoin = "round";
    on.strokeStyle = colours.paper;
    on.fillStyle = colours.ink;
    for (const node of list) {
      const [x, y0] = at(node), y = y0 + radius(node, view.scale) + 13;
      if (!inside(x, y0, x, y0)) continue;
      const half = node.title.length * 6.5, cells = [];
      for (let cx = Math.floor((x - half) / 20); cx <= (x + half) / 20; cx++)
        for (const cy of [Math.floor(y / 16), Math.floor((y - 12) / 16)]) cells.push(cx * 1e5 + cy);
      if (most && cells.some((cell) => taken.has(cell))) continue;
      cells.forEach((cell) => taken.add(cell));
      on.font = `${node.main || node === chosen ? "bold " : ""}12px ${colours.font}`;
      on.strokeText(node.title, x, y);
      on.fillText(node.title, x, y);
      if (!--most) break;
    }
  };

  const paint = () => {
    const w = width * (1 + 2 * MARGIN), h = height * (1 + 2 * MARGIN);
    base.width = w * ratio;
    base.height = h * ratio;
    const on = base.getContext("2d");
    on.scale(ratio, ratio);
    const at = (p) => [(p.x - view.x) * view.scale + w / 2, (p.y - view.y) * view.scale + h / 2];
    const inside = (x0, y0, x1, y1) => x1 > 0 && y1 > 0 && x0 < w && y0 < h;
    on.strokeStyle = colours.link;
    on.lineWidth = links.length > 5000 ? 0.5 : 1;
    lines(on, at, links, inside);
    dots(on, at, nodes.filter((node) => inside(...at(node), ...at(node))));
    labels(on, at, byRank, inside, Math.round((width * height) / 9000));
    painted = { ...view };
  };
  const at = (p) => [(p.x - view.x) * view.scale + width / 2, (p.y - view.y) * view.scale + height / 2];
  const draw = () => {
    waiting = 0;
    const zoom = view.scale / painted.scale;
    const w = width * (1 + 2 * MARGIN) * zoom, h = height * (1 + 2 * MARGIN) * zoom;
    const x = (painted.x - view.x) * view.scale + width / 2 - w / 2;
    const y = (painted.y - view.y) * view.scale + height / 2 - h / 2;
    const bare = x > 0 || y > 0 || x + w < width || y + h < height;
    if (bare && performance.now() - lastPaint > 250) return repaint();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const shown = chosen ? [...chosen.around, chosen] : found;
    pen.globalAlpha = shown ? 0.25 : 1;
    pen.drawImage(base, x, y, w, h);
    pen.globalAlpha = 1;
    if (!shown) return;
    if (chosen) {
      pen.strokeStyle = colours.strong;
      pen.lineWidth = 1.5;
      lines(pen, at, chosen.around.map((node) => [chosen, node]), () => true);
    }
    const inside = (x0, y0) => x0 > 0 && y0 > 0 && x0 < width && y0 < height;
    dots(pen, at, shown);
    if (chosen) {
      pen.strokeStyle = colours.ink;
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(...at(chosen), radius(chosen, view.scale) + 3, 0, 7);
      pen.stroke();
    }
    labels(pen, at, [...shown].reverse(), inside, 40);
  };
  let waiting = 0, resting = 0, lastPaint = 0;
  const repaint = () => {
    paint();
    lastPaint = performance.now();
    draw();
  };
  const soon = (moved) => {
    waiting ||= requestAnimationFrame(draw);
    if (!moved) return;
    clearTimeout(resting);
    resting = setTimeout(repaint, 150);
  };

  const say = (text) => (said.textContent = text || "\u00a0");
  const choose = (node) => {
    if (node === chosen) return;
    chosen = node;
    const group = node && data.groups[node.group][0];
    const told = node && [fill(words.chosen, { title: node.title, n: node.around.length })];
    if (group) told.push(fill(words.group, { group }));
    say(told?.join(", "));
    canvas.style.cursor = node ? "pointer" : "";
    soon();
  };
  const open = (node) => location.assign(new URL(node.url, root));
  const moveBy = (dx, dy) => {
    view.x -= dx / view.scale;
    view.y -= dy / view.scale;
    soon(true);
  };
  const zoomBy = (factor, x = width / 2, y = height / 2) => {
    const scale = Math.max(fit / 2, Math.min(4, view.scale * factor));
    view.x += (x - width / 2) * (1 / view.scale - 1 / scale);
    view.y += (y - height / 2) * (1 / view.scale - 1 / scale);
    view.scale = scale;
    soon(true);
  };
  const fitAll = () => {
    const xs = nodes.map((n) => n.x), ys = nodes.map((n) => n.y);
    const [x0, x1] = [Math.min(...xs), Math.max(...xs)], [y0, y1] = [Math.min(...ys), Math.max(...ys)];
    fit = Math.min((width - 60) / (x1 - x0 + 1), (height - 60) / (y1 - y0 + 1), 1);
    Object.assign(view, { x: (x0 + x1) / 2, y: (y0 + y1) / 2, scale: fit });
  };
  const bring = (node) => {
    const [x, y] = at(node);
    if (x > 40 && y > 40 && x < width - 40 && y < height - 40) return;
    Object.assign(view, { x: node.x, y: node.y });
    soon(true);
  };
  const nearest = (x, y, most) => {
    let best = null;
    for (const node of nodes) {
      const [nx, ny] = at(node), away = Math.hypot(nx - x, ny - y) - radius(node, view.scale);
      if (away < most) (best = node), (most = away);
    }
    return best;
  };

  // By hand: one pointer moves the picture, two change its size; resting on a note shows its neighbours.
  const hands = new Map();
  let dragged = 0;
  const place = (event) => [event.offsetX, event.offsetY];
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    hands.set(event.pointerId, place(event));
    dragged = hands.size > 1 ? 99 : 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = place(event), before = hands.get(event.pointerId);
    if (!before) return event.pointerType === "mouse" && choose(nearest(x, y, 10));
    const others = [...hands].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    hands.set(event.pointerId, [x, y]);
    dragged += Math.hypot(x - before[0], y - before[1]);
    if (others.length) {
      const [ox, oy] = others[0];
      const apart = (p) => Math.max(1, Math.hypot(p[0] - ox, p[1] - oy));
      moveBy((x - before[0]) / 2, (y - before[1]) / 2);
      zoomBy(apart([x, y]) / apart(before), (x + ox) / 2, (y + oy) / 2);
    } else if (dragged > 4) moveBy(x - before[0], y - before[1]);
  });
  const lift = (event) => {
    const down = hands.delete(event.pointerId);
    if (!down || event.type !== "pointerup" || dragged > 4) return;
    const node = nearest(...place(event), event.pointerType === "mouse" ? 10 : 20);
    if (node && (node === chosen || event.pointerType === "mouse")) return open(node);
    choose(node);
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", (event) => {
    // a finger that is lifted leaves too
    if (event.pointerType === "mouse" && !hands.size && !canvas.matches(":focus-visible")) choose(null);
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const step = event.deltaMode ? 0.05 : event.ctrlKey ? 0.01 : 0.002; // lines, a pinch, pixels
    zoomBy(Math.exp(-event.deltaY * step), ...place(event));
  }, { passive: false });

  // By keyboard.
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const step = ([dx, dy]) => {
    if (!chosen) return choose(nearest(width / 2, height / 2, Infinity));
    let best = null, least = Infinity;
    for (const node of nodes) {
      const x = node.x - chosen.x, y = node.y - chosen.y;
      const along = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (node === chosen || along <= 0 || aside > 2 * along) continue;
      if (along + 2 * aside < least) (best = node), (least = along + 2 * aside);
    }
    if (best) choose(best), bring(best);
  };
  const act = { "+": () => zoomBy(1.4), "=": () => zoomBy(1.4), "-": () => zoomBy(1 / 1.4),
    0: () => (fitAll(), soon(true)), Escape: () => (choose(null), seek("")),
    Enter: () => chosen && open(chosen) };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey) moveBy(-80 * arrow[0], -80 * arrow[1]);
    else if (arrow) step(arrow);
    else if (Object.hasOwn(act, event.key)) act[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation(); // the theme has keys of its own
  });
  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible") && !chosen) choose(found?.[0] ?? byRank[0]);
  });
  canvas.addEventListener("blur", () => choose(null));
  for (const button of document.querySelectorAll(".mp-graph [data-do]"))
    button.addEventListener("click", () => act[button.dataset.do]());

  // By name.
  const seek = (text) => {
    const wanted = bare(text);
    box.value = text;
    chosen = null;
    const exact = (node) => node.names.split("\n").includes(wanted);
    found = wanted ? byRank.filter((node) => node.names.includes(wanted)) : null;
    found?.sort((a, b) => exact(b) - exact(a));
    const titles = found?.slice(0, 3).map((n) => n.title).join(", ");
    say(found && (titles ? fill(words.found, { n: found.length, titles }) : words.none));
    if (found?.length) bring(found[0]);
    soon();
  };
  box.addEventListener("input", (event) => event.isComposing || seek(box.value));
  box.addEventListener("compositionend", () => seek(box.value));
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") seek("");
    if (event.key !== "Enter" || event.isComposing || !found?.length) return;
    const next = found[(found.indexOf(chosen) + 1) % found.length];
    choose(next);
    bring(next);
  });

  const resize = () => {
    const first = !width;
    [width, height] = [canvas.clientWidth, canvas.clientHeight];
    ratio = Math.min(2, devicePixelRatio || 1);
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    if (first) fitAll();
    if (width && nodes.length) repaint();
  };
  readColours();
  new ResizeObserver(resize).observe(canvas);
  new MutationObserver(() => (readColours(), repaint())).observe(document.body, {
    attributeFilter: ["data-md-color-scheme"],
  });
  const slug = decodeURIComponent(location.hash.slice(1));
  const here = slug && nodes.find((n) => n.url.replace(/(\/|\.html)$/, "").split("/").pop() === slug);
  if (here) {
    resize();
    choose(here);
    canvas.scrollIntoView({ block: "center" }); // the address names its place in the list
  }
  canvas.dataset.ready = nodes.length;
})();
