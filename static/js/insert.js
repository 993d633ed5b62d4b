/* button[data-insert][data-into=ID] puts its text into the box with that id, where the cursor is.
   The buttons are hidden in the page and shown here: without this file one copies the text. */
(function () {
  "use strict";

  function insert(box, text) {
    const end = box.selectionEnd;
    box.setRangeText(text, box.selectionStart, end, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.querySelectorAll("button[data-insert]").forEach(function (button) {
    const box = document.getElementById(button.dataset.into);
    if (!box || box.readOnly) return;
    button.hidden = false;
    button.addEventListener("click", function () { insert(box, button.dataset.insert); });
  });
})();
