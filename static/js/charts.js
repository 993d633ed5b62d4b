/* Draws each [data-chart] figure with Plotly from the JSON block that it names, and each
   [data-chart-from] figure from the JSON at that address.

   The light SVG inside stays until the drawing has succeeded, stays for good where Plotly or the
   JSON is missing, and comes back on paper. */
(function () {
  "use strict";

  const CONFIG = {
    locale: "vi",
    displayModeBar: false, /* pictures and figures are taken away by the links below the chart */
    showSendToCloud: false,
    responsive: true,
    scrollZoom: false
  };

  /* A mark that stands for an agency leads to its page: its trace says where, in meta.href for all
     of it, or in meta.hrefs for each point. */
  function follow(event) {
    const point = event.points.length ? event.points[0] : null;
    const meta = point ? point.data.meta : null;
    const to = meta && (meta.href || (meta.hrefs && meta.hrefs[point.pointNumber]));
    if (to) window.location.assign(to);
  }

  function draw(figure, spec) {
    const light = figure.querySelector("[data-chart-light]");
    const plot = document.createElement("div");
    plot.className = "plot";
    figure.append(plot);
    window.Plotly.newPlot(plot, spec.data, spec.layout, CONFIG).then(
      function () {
        if (light) light.classList.add("only-print");
        plot.on("plotly_click", follow);
      },
      function () { plot.remove(); }
    );
  }

  function attempt(figure, spec) {
    try {
      draw(figure, spec);
    } catch (error) {
      figure.querySelectorAll(".plot").forEach(function (plot) { plot.remove(); });
    }
  }

  if (!window.Plotly) return;
  document.querySelectorAll("[data-chart]").forEach(function (figure) {
    const block = document.getElementById(figure.dataset.chart);
    if (block) attempt(figure, JSON.parse(block.textContent));
  });
  document.querySelectorAll("[data-chart-from]").forEach(function (figure) {
    window.fetch(figure.dataset.chartFrom, { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (spec) { if (spec) attempt(figure, spec); })
      .catch(function () {}); /* the light drawing stays */
  });
})();
