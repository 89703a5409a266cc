// Charts that their library's own script draws: it comes from this site, and only where one is shown.
// They have the colours of the page; what their author chose stays.
(() => {
  const loaded = new Map();

  function load(address) {
    if (!loaded.has(address)) {
      loaded.set(address, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      }));
    }
    return loaded.get(address);
  }

  function palette() {
    const style = getComputedStyle(document.body);
    const colour = (name) => style.getPropertyValue(`--mp-${name}`).trim();
    return { ink: colour("ink"), paper: colour("paper"), grid: colour("grid") };
  }

  // A template gives plotly what the author left open; one that is dark was chosen.
  function themed(layout, { ink, paper, grid }) {
    if (!ink) return layout; // a theme without our palette
    const template = structuredClone(layout.template || {});
    const open = template.layout || {};
    const [red, green, blue] = (open.paper_bgcolor || "").match(/\d+/g) || [];
    if (/^rgb/.test(open.paper_bgcolor) && +red + +green + +blue < 200) return layout;
    const axis = { gridcolor: grid, linecolor: grid, zerolinecolor: grid };
    const solid = { ...axis, backgroundcolor: paper };
    const over = (name, more) => ({ ...open[name], ...more });
    const within = (name, axes, more) =>
      over(name, { bgcolor: paper, ...Object.fromEntries(axes.map((one) => [one, { ...(open[name] || {})[one], ...more }])) });
    const cells = { fill: { color: paper }, line: { color: grid }, font: { color: ink } };
    template.data = { ...template.data, table: [{ type: "table", cells, header: { ...cells, fill: { color: grid } } }] };
    template.layout = {
      ...open,
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      font: over("font", { color: ink }),
      xaxis: over("xaxis", { ...axis, rangeselector: { bgcolor: paper, activecolor: grid } }),
      yaxis: over("yaxis", axis),
      scene: within("scene", ["xaxis", "yaxis", "zaxis"], solid),
      polar: within("polar", ["angularaxis", "radialaxis"], axis),
      ternary: within("ternary", ["aaxis", "baxis", "caxis"], axis),
      legend: over("legend", { bgcolor: paper }),
      modebar: { bgcolor: paper, color: ink, activecolor: ink },
      annotationdefaults: over("annotationdefaults", { arrowcolor: ink }),
      shapedefaults: over("shapedefaults", { line: { color: ink } }),
    };
    return { ...layout, template };
  }

  const BOKEH = [
    [/^(Plot|Figure)$/, { background_fill_color: "paper", border_fill_color: "paper", outline_line_color: "grid" }],
    [/Axis$/, { axis_label_text_color: "ink", major_label_text_color: "ink", group_text_color: "ink", axis_line_color: "ink", major_tick_line_color: "ink", minor_tick_line_color: "ink" }],
    [/Grid$/, { grid_line_color: "grid" }],
    [/^(Title|Label|LabelSet)$/, { text_color: "ink" }],
    [/^Legend$/, { label_text_color: "ink", title_text_color: "ink", background_fill_color: "paper", border_line_color: "grid" }],
    [/ColorBar$/, { title_text_color: "ink", major_label_text_color: "ink", background_fill_color: "paper" }],
  ];

  // Of a model of bokeh the data has what its author chose, and nothing of the rest.
  function coloured(entry, colours) {
    if (Array.isArray(entry)) return entry.map((one) => coloured(one, colours));
    if (entry === null || typeof entry !== "object") return entry;
    const made = Object.fromEntries(Object.entries(entry).map(([key, one]) => [key, coloured(one, colours)]));
    for (const [name, open] of BOKEH) {
      if (made.type !== "object" || !name.test(made.name)) continue;
      const own = Object.entries(open).filter(([key]) => key !== "group_text_color" || made.name === "CategoricalAxis");
      made.attributes = { ...Object.fromEntries(own.map(([key, role]) => [key, colours[role]])), ...made.attributes };
    }
    return made;
  }

  async function paint(place) {
    const data = place.mpData;
    if (place.dataset.mpChart === "plotly") {
      const settings = { responsive: true, displaylogo: false, showSendToCloud: false };
      Plotly.purge(place);
      await Plotly.newPlot(place, data.data, themed(data.layout || {}, palette()), settings);
    } else {
      place.replaceChildren();
      const colours = palette();
      await Bokeh.embed.embed_item(colours.ink ? coloured(data, colours) : data, place);
    }
  }

  async function draw(place) {
    place.dataset.mpDrawn = "";
    try {
      const answers = [fetch(place.dataset.mpData).then((answer) => answer.json())];
      [place.mpData] = await Promise.all([...answers, load(new URL(place.dataset.mpScript, location).href)]);
      await paint(place);
      const still = place.nextElementSibling;
      if (still && still.matches("details")) still.open = false;
    } catch (error) {
      delete place.dataset.mpDrawn; // its numbers stay
    }
  }

  function drawAll() {
    for (const place of document.querySelectorAll(".mp-chart:not([data-mp-drawn])")) draw(place);
  }

  function follow() {
    drawAll();
    const repaint = () => {
      for (const place of document.querySelectorAll(".mp-chart[data-mp-drawn]")) if (place.mpData) paint(place);
    };
    new MutationObserver(repaint).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  }

  if (window.document$) document$.subscribe(drawAll);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", follow);
  else follow();
})();
