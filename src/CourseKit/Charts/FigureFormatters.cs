using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Plotly.NET;

namespace CourseKit;

/// <summary>
/// The ways a <see cref="Figure"/>, or a chart of Plotly.NET, shows itself in notebooks: plotly.js's JSON, a piece of HTML, words.
/// </summary>
public sealed class FigureFormatters() : FormatterSource(
    MimeFormatter.For<Figure>(Figure.MimeType, figure => figure.Json),
    MimeFormatter.For<Figure>("text/html", ToHtml),
    MimeFormatter.For<Figure>("text/plain", figure => figure.AltText),
    MimeFormatter.For<GenericChart>(Figure.MimeType, chart => Drawn(chart).Json),
    MimeFormatter.For<GenericChart>("text/html", chart => ToHtml(Drawn(chart))),
    MimeFormatter.For<GenericChart>("text/plain", Words))
{
    /// <summary>Where the piece of HTML gets plotly.js from if the page does not have it already.</summary>
    public const string PlotlyUrl = "https://cdn.jsdelivr.net/npm/plotly.js-cartesian-dist-min@4.1.1/plotly-cartesian.min.js";

    /// <summary>What that file must be (subresource integrity): a browser runs nothing else.</summary>
    public const string PlotlyIntegrity = "sha384-zc4SwKObGL/W0M3RUI09UPWjlgIZHfbwMgcZO6713mRh78tfUmIQKhzCyE2LIiUg";

    /// <summary>Whether it is Plotly.NET's type of charts.</summary>
    internal static bool Shows(Type type) => typeof(GenericChart).IsAssignableFrom(type);

    private static Figure Drawn(GenericChart chart) => Figure.Of(chart, Words(chart));

    private static string Words(GenericChart chart) =>
        $"A chart of Plotly.NET ({string.Join(", ", GenericChart.getTraces(chart).Select(trace => trace.type).Distinct())}). "
        + "Figure.Of(chart, \"…\") gives it a description.";

    private static string ToHtml(Figure figure)
    {
        // The JSON has <, > and & escaped: no text in it can end the script element.
        var id = "ck-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figure.Json)))[..12];
        var alt = WebUtility.HtmlEncode(figure.AltText);
        return $$"""
            <div class="coursekit-figure" data-figure="{{id}}" role="img" aria-label="{{alt}}"
              style="max-width:{{Text(figure.Width)}}px;min-height:{{Text(figure.Height)}}px"></div>
            <script>
            (function () {
              var figure = {{figure.Json}};
              function places() {
                // A page may show the same figure twice, and some front ends run scripts late: draw whatever is still empty.
                return document.querySelectorAll('[data-figure="{{id}}"]:empty');
              }
              function draw() {
                // The small plotly.js draws a type that it does not know as an empty plane; asking its schema takes time.
                var missing = figure.data.map(function (trace) { return trace.type || 'scatter'; }).filter(function (type) {
                  return ['scatter', 'bar', 'heatmap', 'contour', 'box'].indexOf(type) < 0 && !window.Plotly.PlotSchema.get().traces[type];
                });
                if (missing.length) { fail('Charts of type "' + missing[0] + '" need the full plotly.js.'); return; }
                places().forEach(function (place) {
                  var layout = JSON.parse(JSON.stringify(figure.layout));
                  layout.font = Object.assign({}, layout.font, { color: getComputedStyle(place).color });
                  if (place.clientWidth && place.clientWidth < layout.width) delete layout.width;
                  window.Plotly.newPlot(place, figure.data, layout, figure.config);
                });
              }
              function fail(why) {
                places().forEach(function (place) { place.textContent = figure.alt + ' (' + why + ')'; });
              }
              if (window.Plotly) { draw(); return; }
              var script = document.querySelector('script[data-coursekit-plotly]');
              if (!script) {
                script = document.createElement('script');
                script.src = '{{PlotlyUrl}}';
                script.integrity = '{{PlotlyIntegrity}}';
                script.crossOrigin = 'anonymous';
                script.setAttribute('data-coursekit-plotly', '');
                document.head.appendChild(script);
              }
              script.addEventListener('load', draw);
              script.addEventListener('error', function () { fail('The chart itself needs plotly.js, which could not be loaded.'); });
            })();
            </script>
            <noscript>{{alt}}</noscript>
            """;
    }

    private static string Text(int pixels) => pixels.ToString(CultureInfo.InvariantCulture);
}
