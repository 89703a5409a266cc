// Charts that their library's own script draws: it comes from this site, and only where one is shown.
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

  async function draw(place) {
    place.dataset.mpDrawn = "";
    try {
      const answers = [fetch(place.dataset.mpData).then((answer) => answer.json())];
      const [data] = await Promise.all([...answers, load(new URL(place.dataset.mpScript, location).href)]);
      if (place.dataset.mpChart === "plotly") {
        const settings = { responsive: true, displaylogo: false, showSendToCloud: false };
        await Plotly.newPlot(place, data.data, data.layout || {}, settings);
      } else {
        await Bokeh.embed.embed_item(data, place);
      }
      const still = place.nextElementSibling;
      if (still && still.matches("details")) still.open = false;
    } catch (error) {
      delete place.dataset.mpDrawn; // its numbers stay
    }
  }

  function drawAll() {
    for (const place of document.querySelectorAll(".mp-chart:not([data-mp-drawn])")) draw(place);
  }

  if (window.document$) document$.subscribe(drawAll);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", drawAll);
  else drawAll();
})();
