/* Keys for the screens: right, down, space and Page Down go on; left, up and Page Up go back; Home
   and End to the ends. Without this file one scrolls. The full-screen button is shown where it works. */
(function () {
  "use strict";

  const screens = Array.from(document.querySelectorAll(".slide"));
  const onward = ["ArrowRight", "ArrowDown", "PageDown", " "];
  const back = ["ArrowLeft", "ArrowUp", "PageUp"];

  function here() {
    const middle = window.innerHeight / 2;
    const at = screens.findIndex(function (screen) {
      const box = screen.getBoundingClientRect();
      return box.top <= middle && box.bottom > middle;
    });
    return Math.max(at, 0);
  }

  function show(place) {
    const screen = screens[Math.min(Math.max(place, 0), screens.length - 1)];
    if (!screen) return;
    screen.scrollIntoView();
    screen.focus({preventScroll: true});
  }

  function isTyped(event) {
    return event.altKey || event.ctrlKey || event.metaKey || event.target.closest("button, a, input");
  }

  document.addEventListener("keydown", function (event) {
    if (isTyped(event) && event.key !== "PageDown" && event.key !== "PageUp") return;
    let place = null;
    if (onward.includes(event.key)) place = here() + (event.shiftKey ? -1 : 1);
    else if (back.includes(event.key)) place = here() - 1;
    else if (event.key === "Home") place = 0;
    else if (event.key === "End") place = screens.length - 1;
    if (place === null) return;
    event.preventDefault();
    show(place);
  });

  const button = document.querySelector("[data-fullscreen]");
  if (button && document.fullscreenEnabled) {
    button.hidden = false;
    button.addEventListener("click", function () {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    });
  }
})();
