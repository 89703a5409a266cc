// For a site that is opened from a folder (file://), where a browser fetches nothing, starts no
// worker and shows a folder's files in the place of its page. No page that a server gives asks for it.
{
  const PAGE = "index.html";

  for (const kind of ["click", "auxclick", "contextmenu"])
    document.addEventListener(kind, ({ target }) => {
      const link = target.closest?.("a[href]");
      if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += PAGE;
    }, true);

  // Scripts have an answer ready for what cannot be fetched; asking would be an error on the console.
  window.fetch = () => Promise.reject(new TypeError("nothing can be fetched from a folder"));

  /** What the theme's search asks of a worker, done in a frame. */
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "";
      frame.srcdoc = `<script src="${new URL(url, location.href)}"><\/script>`;
      this.inner = new Promise((done) => {
        frame.onload = () => {
          const inner = frame.contentWindow;
          inner.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
          done(inner);
        };
      });
      document.body.append(frame);
    }

    async postMessage(data) {
      const inner = await this.inner;
      inner.dispatchEvent(new inner.MessageEvent("message", { data }));
    }
  };
}
