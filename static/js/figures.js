/* Boxes for figures in form[data-grid]: keys as in a grid, thousands grouped while typing.

   Enter, ↓, ↑, Shift+Enter   to the next or last question's box; Enter never sends the form
   ←, → at a text's edge      between the boxes of one question
   Ctrl+Enter anywhere        saves

   Only dots that stand where this script put them (or where they stood when the box was entered)
   are moved. Whatever cannot be read as one clear figure is left exactly as typed. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-grid]");
  if (!form) return;

  /* Keys */

  function rows() {
    return Array.from(form.querySelectorAll(".ask"), function (row) {
      return Array.from(row.querySelectorAll("input.figure")).filter(isShown);
    }).filter(function (boxes) { return boxes.length; });
  }

  function isShown(box) {
    return box.offsetParent !== null && !box.disabled && !box.readOnly;
  }

  function placeOf(box, all) {
    const row = all.findIndex(function (boxes) { return boxes.includes(box); });
    return [row, row < 0 ? -1 : all[row].indexOf(box)];
  }

  function go(box) {
    box.focus();
    box.select();
  }

  function upOrDown(box, by) {
    const all = rows();
    const [row, column] = placeOf(box, all);
    const next = all[row + by];
    if (next) go(next[Math.min(column, next.length - 1)]);
    else if (by > 0) lastButton().focus();
  }

  function lastButton() {
    const buttons = Array.from(document.querySelectorAll('[name="then"][value="check"]'));
    return buttons.find(function (button) { return button.offsetParent !== null; }) || buttons[0];
  }

  function sideways(box, by, event) {
    const at = by > 0 ? box.value.length : 0;
    if (box.selectionStart !== at || box.selectionEnd !== at) return;
    const all = rows();
    const [row, column] = placeOf(box, all);
    const next = row < 0 ? undefined : all[row][column + by];
    if (!next) return;
    event.preventDefault();
    go(next);
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.altKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector('[name="then"][value="stay"]'));
      return;
    }
    const box = event.target;
    if (event.ctrlKey || event.metaKey || !box.matches("input.figure") || box.form !== form) return;
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      upOrDown(box, by);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      sideways(box, event.key === "ArrowRight" ? 1 : -1, event);
    }
  });

  /* Grouping. `before`: the box as it stood before the change that is being made. */

  const GROUPED = /^(0|[1-9]\d{0,2}(\.\d{3})*|[1-9]\d*)$/;
  const trusted = new WeakMap();  // box → a text whose dots are known to group thousands
  let before = null;

  function digits(text) {
    return text.replace(/\./g, "");
  }

  function grouped(number) {
    return number.replace(/\B(?=(\d{3})+$)/g, ".");
  }

  function isWhole(box) {
    return box instanceof HTMLInputElement && box.matches('input.figure[inputmode="numeric"]');
  }

  function isTrusted(box) {
    return !box.value.includes(".") || trusted.get(box) === box.value;
  }

  function regroup(box, keepRight) {
    const number = digits(box.value);
    if (number === "" || !GROUPED.test(number)) return;
    const text = grouped(number);
    if (box.value !== text) box.value = text;
    let at = text.length;
    for (let right = 0; at > 0 && right < keepRight; at -= 1) {
      if (text[at - 1] !== ".") right += 1;
    }
    box.setSelectionRange(at, at);
    trusted.set(box, text);
  }

  form.addEventListener("focusin", function (event) {
    const box = event.target;
    if (isWhole(box) && GROUPED.test(box.value)) trusted.set(box, box.value);
  });

  form.addEventListener("beforeinput", function (event) {
    const box = event.target;
    before = null;
    if (!isWhole(box) || event.isComposing || !isTrusted(box)) return;
    if (/^history/.test(event.inputType)) return;
    const added = event.data === null || event.data === undefined ? "" : event.data;
    if (!/^\d*$/.test(added)) return;
    before = { box: box, text: box.value, at: box.selectionStart, to: box.selectionEnd };
  });

  /* In the capture phase: sums are worked out from the grouped text. */
  document.addEventListener("input", function (event) {
    const box = event.target;
    const was = before;
    before = null;
    if (!was || was.box !== box) return;
    let keepRight = digits(box.value.slice(box.selectionStart)).length;
    if (was.at === was.to && was.text !== box.value && digits(was.text) === digits(box.value)) {
      keepRight = takeDigitBesideDot(box, was, keepRight);
    }
    regroup(box, keepRight);
  }, true);

  /* A deleted dot would come back at once, so the digit beyond it goes instead. */
  function takeDigitBesideDot(box, was, keepRight) {
    const at = box.selectionStart;
    const backwards = was.at > at;
    const left = box.value.slice(0, at), right = box.value.slice(at);
    box.value = backwards ? left.slice(0, -1) + right : left + right.slice(1);
    return backwards ? keepRight : Math.max(keepRight - 1, 0);
  }
})();
