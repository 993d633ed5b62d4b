/* button[data-copy=ID] copies the text of the box with that id and says so in the output beside it.
   The button is hidden in the page and shown here: without this file one selects and copies. */
(function () {
  "use strict";

  function selected(box) {
    box.focus();
    box.select();
    return document.execCommand("copy");
  }

  function copied(box) {
    if (!navigator.clipboard) return Promise.resolve(selected(box));
    return navigator.clipboard.writeText(box.value).then(
      function () { return true; },
      function () { return selected(box); }
    );
  }

  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    const box = document.getElementById(button.dataset.copy);
    const said = button.parentElement.querySelector("output");
    button.hidden = false;
    button.addEventListener("click", function () {
      copied(box).then(function (done) {
        said.textContent = done ? "Đã chép." : "Chưa chép được. Bạn chọn đoạn chữ rồi chép.";
      });
    });
  });
})();
