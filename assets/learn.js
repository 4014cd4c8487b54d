// Signs of life of an open lesson: kept on the device until the server has them, each under a key of its own.
(function () {
  'use strict';
  var box = document.getElementById('spent');
  if (!box || !window.fetch || !window.localStorage) { return; }
  var beat = Number(box.dataset.beat) * 1000, to = box.dataset.to, store = 'qx-signs ' + to;
  var media = document.querySelector('audio,video'), spent = box.querySelector('[data-spent]'), said = box.querySelector('[data-said]');
  var token = document.querySelector('input[name=csrfmiddlewaretoken]').value;
  var session = uuid(), since = Date.now(), sending = false;

  function uuid() {
    var b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    return Array.from(b, function (n, i) { return ([4, 6, 8, 10].indexOf(i) < 0 ? '' : '-') + (n + 256).toString(16).slice(1); }).join('');
  }
  function kept() { try { return JSON.parse(localStorage.getItem(store)) || []; } catch (e) { return []; } }
  function keep(signs) { localStorage.setItem(store, JSON.stringify(signs)); }
  // a recording counts while it plays, a text while it is looked at
  function alive() { return media && media.duration ? !media.paused : document.visibilityState === 'visible'; }
  function sign() {
    var now = Date.now(), seconds = Math.round((now - since) / 1000);
    if (alive() && seconds > 0) {
      keep(kept().concat({ key: uuid(), session: session, began: new Date(since).toISOString(), seconds: Math.min(seconds, beat / 500), place: media ? Math.round(media.currentTime) : 0 }));
    }
    since = now;
  }
  function send() {
    var signs = kept();
    if (sending || !signs.length) { return; }
    sending = true;
    var form = new FormData();
    form.append('csrfmiddlewaretoken', token);
    form.append('now', new Date().toISOString());
    form.append('signs', JSON.stringify(signs));
    fetch(to, { method: 'POST', body: form, credentials: 'same-origin', keepalive: true }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).then(function (told) {
      var keys = signs.map(function (one) { return one.key; });
      keep(kept().filter(function (one) { return keys.indexOf(one.key) < 0; }));
      spent.textContent = told.spent;
      said.textContent = '';
      sending = false;
      if (told.done && !box.querySelector('.st')) { location.reload(); }
    }).catch(function () { sending = false; said.textContent = box.dataset.kept; });
  }
  setInterval(function () { sign(); send(); }, beat);
  window.addEventListener('online', send);
  window.addEventListener('pagehide', function () { sign(); send(); });
  document.addEventListener('visibilitychange', function () { if (document.visibilityState === 'hidden') { sign(); } else { since = Date.now(); } send(); });
  send();
}());
