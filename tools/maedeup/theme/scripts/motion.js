// Animations: the slider chooses the frame; the button steps through them and stops at the end.
// Nothing plays by itself and nothing slides: reduced motion needs no other way.
{
  const steer = (scrub) => {
    const frames = [...scrub.parentElement.querySelectorAll(".mp-frames > li")];
    const [button, slider, output] = scrub.children;
    let timer = 0;

    const show = () => {
      const n = slider.value - 1;
      const state = `${frames[n].querySelector(".mp-state").textContent}, ${n + 1}/${frames.length}`;
      frames.forEach((frame, i) => frame.classList.toggle("mp-now", i === n));
      slider.setAttribute("aria-valuetext", state);
      // The slider says its own state; while playing, each step would interrupt the last.
      output.ariaLive = timer || document.activeElement === slider ? "off" : "polite";
      output.value = state;
    };
    const play = (on) => {
      clearInterval(timer);
      timer = on ? setInterval(step, scrub.dataset.step) : 0;
      button.toggleAttribute("data-on", on);
      button.ariaLabel = on ? mpWords.pause : mpWords.play;
    };
    const step = () => {
      if (!scrub.isConnected) return play(false);
      if (+slider.value + 1 >= frames.length) play(false);
      slider.value++;
      show();
    };

    button.onclick = () => {
      if (!timer && +slider.value === frames.length) slider.value = 1;
      // Images of hidden frames are not loaded yet.
      for (const image of scrub.parentElement.querySelectorAll("img"))
        if (getComputedStyle(image).display !== "none") image.loading = "eager";
      play(!timer);
      show();
    };
    slider.oninput = () => {
      play(false);
      show();
    };
    scrub.onkeydown = (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.target === button && by) {
        slider.value = +slider.value + by;
        slider.oninput();
      } else if (event.target === slider && event.key === " ") {
        event.preventDefault();
        button.click();
      }
    };
  };
  onEachPage(() => document.querySelectorAll(".mp-scrub").forEach(steer));
}
