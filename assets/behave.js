/* Speed on top of pages that work without it: keys, ticks, swapping a part of the page, asking again for a running job. */
(function () {
  "use strict";
  var doc = document, body = doc.body;
  function all(query, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(query)); }
  function say(text) { var told = doc.getElementById("said"); if (told) { told.textContent = text; } }

  /* data-swap="#part": the answer's part of the same id takes the place of this page's; the address follows */
  function swap(address, options, id, keep) {
    var busy = window.setTimeout(function () { say(body.dataset.busy || ""); }, 1000);
    return fetch(address, options).then(function (answer) {
      if (answer.redirected && new URL(answer.url).pathname !== new URL(address, location.href).pathname) { location.href = answer.url; return ""; }
      return answer.text().then(function (text) {
        var other = new DOMParser().parseFromString(text, "text/html"), fresh = other.querySelector(id), old = doc.querySelector(id);
        if (!fresh || !old) { location.href = address; return; }
        old.parentNode.replaceChild(doc.importNode(fresh, true), old);
        doc.title = other.title;
        if (!keep) { history.pushState({ swap: id }, "", answer.url); }
        ready(doc.querySelector(id));
        var head = doc.querySelector("h1"), new_head = other.querySelector("h1");
        if (head && new_head && !doc.querySelector(id).contains(head)) { head.textContent = new_head.textContent; }
        say((doc.querySelector(id + " [data-said]") || { textContent: "" }).textContent);
      });
    }).catch(function () { if (!keep) { location.href = address; } }).then(function () { window.clearTimeout(busy); });
  }
  doc.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]"), holder = link && link.closest("[data-swap]");
    if (!holder || event.ctrlKey || event.metaKey || event.shiftKey || event.button || link.target || link.hasAttribute("download")) { return; }
    if (link.pathname !== location.pathname || link.hash) { return; }
    event.preventDefault();
    swap(link.href, { credentials: "same-origin" }, holder.dataset.swap);
  });
  doc.addEventListener("submit", function (event) {
    var form = event.target, holder = form.closest("[data-swap]");
    if (!holder || form.method !== "get") { return; }
    event.preventDefault();
    var query = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (value !== "") { query.append(name, value); } });
    swap(form.action.split("?")[0] + "?" + query.toString(), { credentials: "same-origin" }, holder.dataset.swap);
  });
  window.addEventListener("popstate", function () { location.reload(); });

  /* data-poll="2": a running job is asked for every 2 s, after half a minute every 10 s, never while the tab is hidden */
  function poll(part) {
    var seconds = Number(part.dataset.poll), id = "#" + part.id, since = Date.now();
    if (!seconds || !part.id) { return; }
    window.setTimeout(function again() {
      if (doc.querySelector(id) !== part) { return; }
      if (doc.hidden) { window.setTimeout(again, 2000); return; }
      swap(location.href, { credentials: "same-origin" }, id, true).then(function () {
        var now = doc.querySelector(id);
        if (now) { now.dataset.since = part.dataset.since || since; }
      });
    }, (Date.now() - Number(part.dataset.since || since) > 30000 ? 10 : seconds) * 1000);
  }

  /* ticks: one for the page, a count that is read out, a bar that shows when it is needed */
  function counted(form) {
    var ticks = all("input[name=id]", form), on = ticks.filter(function (tick) { return tick.checked; }).length;
    var bar = form.querySelector(".batch"), told = form.querySelector("[data-count]"), page = form.querySelector("[data-tick]");
    if (bar) { bar.classList.toggle("on", on > 0); }
    if (told) { told.textContent = on ? told.dataset.count.replace("#", on) : told.dataset.none; }
    if (page) { page.checked = on > 0 && on === ticks.length; page.indeterminate = on > 0 && on < ticks.length; }
  }
  doc.addEventListener("change", function (event) {
    var box = event.target, form = box.form;
    if (!form) { return; }
    if (box.hasAttribute("data-tick")) { all("input[name=id]", form).forEach(function (tick) { tick.checked = box.checked; }); }
    if (box.hasAttribute("data-tick") || box.name === "id") { counted(form); }
    if (box.hasAttribute("data-go")) { form.requestSubmit ? form.requestSubmit() : form.submit(); }
  });

  /* a pop-up closes beside it and with Escape */
  doc.addEventListener("click", function (event) {
    all("details.pop[open]").forEach(function (pop) { if (!pop.contains(event.target)) { pop.open = false; } });
  });
  doc.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    all("details.pop[open]").forEach(function (pop) { pop.open = false; pop.querySelector("summary").focus(); });
  });

  /* single keys; off in the own settings (WCAG 2.1.4) */
  function rows() { return all("table[data-keys] tbody tr:not(.grp)"); }
  function step(by) {
    var some = rows(), at = some.findIndex(function (row) { return row.classList.contains("here"); });
    if (!some.length) { return; }
    var next = some[Math.max(0, Math.min(some.length - 1, at < 0 ? 0 : at + by))];
    some.forEach(function (row) { row.classList.remove("here"); });
    next.classList.add("here");
    next.scrollIntoView({ block: "nearest" });
    var link = next.querySelector("a.obj, a.btn");
    if (link) { link.focus({ preventScroll: true }); }
  }
  doc.addEventListener("keydown", function (event) {
    var field = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox" && event.target.type !== "radio";
    if (body.dataset.keys !== "on" || field || event.ctrlKey || event.metaKey || event.altKey) { return; }
    var here = doc.querySelector("tr.here"), act = null;
    if (event.key === "/") { act = doc.getElementById("site-find"); if (act) { act.focus(); } }
    else if (event.key === "j" || event.key === "k") { act = true; step(event.key === "j" ? 1 : -1); }
    else if (event.key === "x" && here) { act = here.querySelector("input[name=id]"); if (act) { act.click(); } }
    else if (event.key === "e") { act = doc.querySelector("[data-key=e]"); if (act) { act.click(); } }
    else if (event.key === "?") { act = doc.getElementById("keys-help"); if (act) { act.open = !act.open; act.scrollIntoView({ block: "nearest" }); act.querySelector("summary").focus(); } }
    if (act) { event.preventDefault(); }
  });

  function ready(root) {
    all("form", root).forEach(counted);
    all("[data-poll]", root).concat(root.matches && root.matches("[data-poll]") ? [root] : []).forEach(poll);
  }
  ready(doc.documentElement);
}());
