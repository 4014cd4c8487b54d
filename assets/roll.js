/* Roll calls without a network: what is saved goes into the browser's own store with its time, and is sent once there is a network. */
(function () {
  "use strict";
  var KEY = "qx.rolls", words = document.getElementById("roll-words"), box = document.querySelector("[data-roll-queue]");
  var form = document.querySelector("form[data-roll]"), sending = false;
  if (!words || !box || !window.localStorage || !window.fetch) { return; }
  function read() { try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch (error) { return []; } }
  function write(rows) { localStorage.setItem(KEY, JSON.stringify(rows)); show(""); }
  function show(more) {
    var n = read().length, text = [n ? words.dataset.waiting.replace("#", n) : "", more].filter(Boolean).join(" ");
    box.hidden = !text; box.className = text ? "note" : ""; box.setAttribute("role", "status"); box.textContent = text;
  }
  function body(row) {
    var data = new FormData();
    data.append("csrfmiddlewaretoken", words.dataset.token);
    ["key", "token", "captured", "reason", "photo"].forEach(function (name) { data.append(name, row[name] || ""); });
    data.append("device", "1");
    row.absent.forEach(function (one) { data.append("absent", one); });
    return data;
  }
  /* one after the other; an entry leaves the store only when the server has said what became of it */
  function send() {
    var row = read()[0];
    if (!row || sending) { return; }
    sending = true;
    fetch(row.address, { method: "POST", body: body(row), credentials: "same-origin" }).then(function (answer) {
      sending = false;
      if (answer.redirected || answer.status === 403) { show(words.dataset.signin); return; }
      if (answer.status !== 200 && answer.status !== 422) { show(""); return; }
      return answer.json().then(function (told) {
        write(read().filter(function (one) { return one.key !== row.key; }));
        if (told.state === "refused") { show(words.dataset.refused + " " + told.why); } else { show(words.dataset.sent); }
        if (read().length) { send(); } else if (form && form.dataset.roll === row.session && told.state !== "refused") { location.href = row.next; }
      });
    }).catch(function () { sending = false; show(words.dataset.kept); });
  }
  function hash(file) {
    if (!file || !window.crypto || !crypto.subtle) { return Promise.resolve(""); }
    return file.arrayBuffer().then(function (data) { return crypto.subtle.digest("SHA-256", data); }).then(function (sum) {
      return Array.prototype.map.call(new Uint8Array(sum), function (one) { return ("0" + one.toString(16)).slice(-2); }).join("");
    });
  }
  if (form) {
    var ahead = Date.now() - Number(form.dataset.now);  /* how far this device's clock is ahead of the server's */
    var photo = Promise.resolve(""), input = form.querySelector("input[type=file]");
    /* the evidence is hashed when it is taken, not when it is sent */
    if (input) { input.addEventListener("change", function () { photo = hash(input.files[0]); }); }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var button = form.querySelector("button"); button.disabled = true;
      var captured = Date.now() - ahead, data = new FormData(form);
      photo.then(function (print) {
        write(read().filter(function (one) { return one.key !== data.get("key"); }).concat([{
          address: form.action, next: form.action.replace(/roll\/\d+$/, "attendance"), session: form.dataset.roll, key: data.get("key"),
          token: data.get("token"), captured: String(captured), absent: data.getAll("absent"), reason: data.get("reason"), photo: print
        }]));
        send();
      });
    });
  }
  window.addEventListener("online", send);
  window.setInterval(send, 5000);
  show(""); send();
})();
