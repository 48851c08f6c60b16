// While the site is edited (serve): problems of the content, above the last good page. Not part of the site.
(function () {
  "use strict";
  var box = document.createElement("div");
  box.setAttribute("role", "alert");
  box.style.cssText = "position:fixed;inset:auto 0 0 0;z-index:9999;max-height:60vh;overflow:auto;padding:1rem 1.25rem;" +
    "background:#2b1414;color:#fff;font:15px/1.6 ui-monospace,monospace;white-space:pre-wrap;border-top:4px solid #e5484d";
  var close = document.createElement("button");
  close.type = "button";
  close.textContent = "先收起来";
  close.style.cssText = "position:sticky;top:0;float:right;margin-left:1rem;padding:.25rem .75rem;font:inherit;color:#2b1414;background:#fff;border:0";
  close.onclick = function () { box.remove(); };

  function show(words) {
    box.remove();
    if (words) {
      box.textContent = words;
      box.insertBefore(close, box.firstChild);
      document.body.appendChild(box);
    }
  }

  function listen() {
    var channel = new WebSocket("ws://" + location.host + "/_problems");
    channel.onmessage = function (message) { show(message.data); };
    channel.onclose = function () { setTimeout(listen, 1000); };
  }

  listen();
})();
