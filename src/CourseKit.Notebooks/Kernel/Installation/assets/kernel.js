// Jupyter Notebook loads this file with the kernel. Charts find plotly.js in the page then and need no network.
define(["module"], function (module) {
  return {
    onload: function () {
      if (window.Plotly || document.querySelector("script[data-coursekit-plotly]")) { return; }
      var script = document.createElement("script");
      script.src = module.uri.replace(/kernel\.js.*$/, "plotly-cartesian.min.js");
      script.onerror = function () { script.remove(); }; // the charts look for it elsewhere then
      script.setAttribute("data-coursekit-plotly", "");
      document.head.appendChild(script);
    }
  };
});
