(function () {
  "use strict";
  var form = document.getElementById("claim-filters");
  var table = document.getElementById("claims-table");

  function options(select, name, rows) {
    var values = new Set(rows.map(function (row) { return row.dataset[name]; }));
    Array.from(values).filter(Boolean).sort().forEach(function (value) {
      select.append(new Option(value, value));
    });
  }

  if (form && table) {
    var rows = Array.from(table.tBodies[0].rows);
    var fields = ["kind", "place", "speaker"];
    var count = document.getElementById("claim-count");
    fields.forEach(function (name) { options(form.elements[name], name, rows); });
    var apply = function () {
      var words = form.elements.words.value.trim().toLowerCase();
      var shown = 0;
      rows.forEach(function (row) {
        var keep = fields.every(function (name) {
          var wanted = form.elements[name].value;
          return !wanted || row.dataset[name] === wanted;
        }) && (!words || row.textContent.toLowerCase().includes(words));
        row.hidden = !keep;
        if (keep) { shown += 1; }
      });
      count.textContent = shown + " of " + rows.length + " claims";
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.hidden = false;
    apply();
  }

  function follow() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    document.querySelectorAll("mark.on").forEach(function (mark) { mark.classList.remove("on"); });
    if (!target) { return; }
    if (target.hidden && form) { form.reset(); form.dispatchEvent(new Event("input")); target.scrollIntoView(); }
    if (id.startsWith("s-")) {
      document.querySelectorAll("mark[data-claims~='" + CSS.escape(id.slice(2)) + "']").forEach(function (mark) {
        mark.classList.add("on");
      });
      target.focus({ preventScroll: true });
    }
    var evidence = id.startsWith("p-") && target.querySelector("details");
    if (evidence) { evidence.open = true; }
  }
  window.addEventListener("hashchange", follow);
  follow();

  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
  });
}());
