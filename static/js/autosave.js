/* Saves form#sheet by itself with htmx: some seconds after a change, at the latest every half
   minute; files only by button. The sentences stand at #save-state (data-lost and its like, {} is
   the time) and every [data-save-state] repeats them. Nothing that is typed is ever changed, but
   for boxes that someone else filled and this page's author left alone. */
(function () {
  "use strict";

  const form = document.getElementById("sheet");
  const line = document.getElementById("save-state");
  if (!form || !line || !window.htmx) return;

  const AFTER_TYPING = 4000;
  const AT_LEAST_EVERY = 30000;
  const TRY_AGAIN = 10000;

  let saved = window.portal.textsOf(form);  // what the server is known to hold
  let sent = null;                          // what is on its way, null when nothing is
  let unsavedSince = null;
  let lostAt = "";
  let timer = null;

  /* When */

  function plan() {
    if (window.portal.textsOf(form) === saved) return;
    const now = Date.now();
    if (unsavedSince === null) unsavedSince = now;
    later(Math.max(0, Math.min(AFTER_TYPING, unsavedSince + AT_LEAST_EVERY - now)));
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  function save() {
    const texts = window.portal.textsOf(form);
    if (sent !== null || texts === saved || form.dataset.sentAt) return;
    sent = texts;
    window.htmx.trigger(line, "save-by-itself");
  }

  function tryAgain() {
    if (unsavedSince !== null) later(0);
  }

  form.addEventListener("input", plan);
  form.addEventListener("change", plan);
  window.addEventListener("online", tryAgain);
  window.addEventListener("focus", tryAgain);

  /* What is sent */

  line.addEventListener("htmx:configRequest", function (event) {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) event.detail.headers["X-CSRFToken"] = token[1];
    form.querySelectorAll('input[type="file"]').forEach(function (box) {
      delete event.detail.parameters[box.name];
    });
  });

  /* What comes back */

  function say(sentence) {
    if (line.textContent !== sentence) line.textContent = sentence;
    repeat();
  }

  function repeat() {
    document.querySelectorAll("[data-save-state]").forEach(function (place) {
      place.textContent = line.textContent;
    });
  }

  function time() {
    return new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  }

  line.addEventListener("htmx:afterSwap", function () {
    repeat();
    lostAt = "";
    const texts = sent;
    sent = null;
    unsavedSince = null;
    if (!line.querySelector("[data-saved]")) return;
    saved = texts;
    const note = document.getElementById("kept-note");  // its content is saved now
    if (note) note.remove();
    form.dispatchEvent(new CustomEvent("saved", { detail: saved }));
    plan();
  });

  function fail(sentence, again) {
    sent = null;
    say(sentence.replace("{}", lostAt));
    later(again);
  }

  function lose() {
    lostAt = lostAt || time();
    fail(line.dataset.lost, TRY_AGAIN);
  }

  line.addEventListener("htmx:sendError", lose);
  line.addEventListener("htmx:timeout", lose);
  line.addEventListener("htmx:sendAbort", function () { sent = null; });
  line.addEventListener("htmx:responseError", function (event) {
    lostAt = lostAt || time();
    const expired = event.detail.xhr.status === 401;
    const kept = event.detail.xhr.getResponseHeader("X-Kept");
    if (kept) form.elements.kept.value = kept;
    fail(expired ? line.dataset.expired : line.dataset.failed, AT_LEAST_EVERY);
  });

  /* Others' texts come with the new version, and are shown before it counts: where this page's
     author has begun to type in the same box meanwhile, the page stays at its old version, so that
     the next save asks about that box. */

  document.body.addEventListener("htmx:oobBeforeSwap", function (event) {
    if (event.detail.target.id !== "base-version") return;
    const theirs = event.detail.fragment.firstElementChild.dataset.theirs;
    if (theirs) event.detail.shouldSwap = show(JSON.parse(theirs));
  });

  function show(theirs) {
    const then = new Map(JSON.parse(sent));
    const boxes = theirs.map(function (pair) {
      return [form.elements[pair[0]], then.get(pair[0]) || "", pair[1]];
    }).filter(function (found) { return found[0]; });
    if (boxes.some(function (found) { return found[0].value !== found[1]; })) return false;
    const all = window.portal.textsOf(form) === sent;
    boxes.forEach(function (found) { found[0].value = found[2]; });
    if (all) sent = window.portal.textsOf(form);
    return true;
  }
})();
