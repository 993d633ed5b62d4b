/* Small helps on top of pages that work without any script.

   form[data-guard]      asks before typing is lost by leaving the page; an event "saved" at the
                         form tells which texts (as window.portal.textsOf gives them) are kept
   form[method=post]     a second click within three seconds sends nothing twice; a retry after
                         that goes through, and no button is ever disabled
   [data-sum=month]      [data-sum-base] + input[data-sum-month] = input[data-sum-total]:
                         filling either box works out the other
   [data-sum=parts]      the input[data-sum-part]s add up to output[data-sum-total]
   [data-error-summary]  takes the focus when the page opens */
(function () {
  "use strict";

  const RETRY_AFTER = 3000;

  /* Figures: as portal.figures reads them, strictly; null is "no clear figure". */

  function read(text) {
    const typed = text.trim().replace(/[\u00a0\u202f]/g, " ");
    if (!/^(0|[1-9]\d*|[1-9]\d{0,2}(\.\d{3})+|[1-9]\d{0,2}( \d{3})+)$/.test(typed)) return null;
    return Number(typed.replace(/[. ]/g, ""));
  }

  function show(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, ".");
  }

  /* Sums */

  function textOf(element) {
    return element.dataset.value || element.value || element.textContent;
  }

  function workOut(box, number) {
    const next = number === null || number < 0 ? "" : show(number);
    if (box.value === next) return;
    box.value = next;
    box.dataset.workedOut = "";
  }

  function watchMonth(group) {
    const base = group.querySelector("[data-sum-base]");
    const month = group.querySelector("[data-sum-month]");
    const total = group.querySelector("[data-sum-total]");
    const before = base && read(textOf(base));
    if (!month || !total || before === null) return;
    function follow(typedIn, other, reckon) {
      typedIn.addEventListener("input", function () {
        delete typedIn.dataset.workedOut;
        const number = read(typedIn.value);
        if (number !== null) workOut(other, reckon(number));
        else if ("workedOut" in other.dataset) workOut(other, null);
      });
    }
    follow(month, total, function (number) { return before + number; });
    follow(total, month, function (number) { return number - before; });
  }

  function watchParts(group) {
    const parts = Array.from(group.querySelectorAll("[data-sum-part]"));
    const total = group.querySelector("[data-sum-total]");
    if (!total || !parts.length) return;
    group.addEventListener("input", function () {
      const numbers = parts.map(function (part) { return read(textOf(part)); });
      const known = numbers.every(function (number) { return number !== null; });
      const sum = known ? show(numbers.reduce(function (a, b) { return a + b; }, 0)) : "";
      if (total.matches("input")) total.value = sum;
      else total.textContent = sum;
    });
  }

  /* Leaving and sending */

  const NOT_TYPED = ["csrfmiddlewaretoken", "base_version", "kept", "_who"];

  function textsOf(form) {
    return JSON.stringify(Array.from(new FormData(form)).filter(function (pair) {
      return !(pair[1] instanceof File) && !NOT_TYPED.includes(pair[0]);
    }));
  }

  function filesOf(form) {
    return Array.from(new FormData(form).values(), function (file) {
      return file instanceof File ? file.name : "";
    }).join("");
  }

  function guard(form) {
    const files = filesOf(form);
    let texts = textsOf(form);
    form.addEventListener("saved", function (event) {
      texts = event.detail;
      form.dataset.guard = "";
    });
    window.addEventListener("beforeunload", function (event) {
      const changed = textsOf(form) !== texts || filesOf(form) !== files;
      const asked = form.dataset.guard === "changed" || changed;
      if (asked && !justSent(form)) event.preventDefault();
    });
  }

  function justSent(form) {
    return Date.now() - Number(form.dataset.sentAt || 0) < RETRY_AFTER;
  }

  function sendOnce(event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (justSent(form) && form.dataset.sentWith === nameOf(event.submitter)) event.preventDefault();
    else {
      form.dataset.sentAt = String(Date.now());
      form.dataset.sentWith = nameOf(event.submitter);
    }
  }

  function nameOf(button) {
    return button ? (button.name || "") + "=" + (button.value || "") : "";
  }

  function forgetSending() {
    document.querySelectorAll("form[data-sent-at]").forEach(function (form) {
      delete form.dataset.sentAt;
    });
  }

  window.portal = { textsOf: textsOf };
  document.querySelectorAll("form[data-guard]").forEach(guard);
  document.querySelectorAll('[data-sum="month"]').forEach(watchMonth);
  document.querySelectorAll('[data-sum="parts"]').forEach(watchParts);
  document.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", forgetSending);
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
})();
