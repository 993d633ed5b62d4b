/* Draws each [data-chart] figure with Plotly from the JSON block that it names.

   The light SVG inside stays until the drawing has succeeded, stays for good where Plotly or the
   JSON is missing, and comes back on paper. */
(function () {
  "use strict";

  const CONFIG = {
    locale: "vi",
    displaylogo: false,
    showSendToCloud: false,
    responsive: true,
    scrollZoom: false,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d"]
  };

  function draw(figure) {
    const block = document.getElementById(figure.dataset.chart);
    if (!block) return;
    const spec = JSON.parse(block.textContent);
    const light = figure.querySelector("[data-chart-light]");
    const plot = document.createElement("div");
    plot.className = "plot";
    figure.append(plot);
    window.Plotly.newPlot(plot, spec.data, spec.layout, CONFIG).then(
      function () { if (light) light.classList.add("only-print"); },
      function () { plot.remove(); }
    );
  }

  if (!window.Plotly) return;
  document.querySelectorAll("[data-chart]").forEach(function (figure) {
    try {
      draw(figure);
    } catch (error) {
      figure.querySelectorAll(".plot").forEach(function (plot) { plot.remove(); });
    }
  });
})();
