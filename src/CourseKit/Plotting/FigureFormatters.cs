using System.Collections;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace CourseKit;

/// <summary>The ways a <see cref="Figure"/> shows itself in notebooks: Plotly's JSON, a piece of HTML, its alternative text.</summary>
public sealed class FigureFormatters
{
    /// <summary>Where the piece of HTML gets plotly.js from if the page does not have it already.</summary>
    public const string PlotlyUrl = "https://cdn.jsdelivr.net/npm/plotly.js-cartesian-dist-min@4.1.1/plotly-cartesian.min.js";

    /// <summary>What that file must be (subresource integrity): a browser runs nothing else.</summary>
    public const string PlotlyIntegrity = "sha384-zc4SwKObGL/W0M3RUI09UPWjlgIZHfbwMgcZO6713mRh78tfUmIQKhzCyE2LIiUg";

    /// <summary>One formatter for each MIME type.</summary>
    public IEnumerable CreateTypeFormatters() => new[]
    {
        MimeFormatter.For<Figure>(Figure.MimeType, figure => Encoding.UTF8.GetString(figure.Utf8Json)),
        MimeFormatter.For<Figure>("text/html", ToHtml),
        MimeFormatter.For<Figure>("text/plain", figure => figure.AltText),
    };

    private static string ToHtml(Figure figure)
    {
        // System.Text.Json escapes <, > and &: the text cannot end the script element.
        var text = Encoding.UTF8.GetString(figure.Utf8Json);
        var id = "ck-" + Convert.ToHexStringLower(SHA256.HashData(figure.Utf8Json))[..12];
        var alt = WebUtility.HtmlEncode(figure.AltText);
        return $$"""
            <div class="coursekit-figure" data-figure="{{id}}" role="img" aria-label="{{alt}}" style="max-width:{{Text(figure.Width)}}px;min-height:{{Text(figure.Height)}}px"></div>
            <script>
            (function () {
              var figure = {{text}};
              function draw() {
                // A page may show the same figure twice, and some front ends run scripts late: draw whatever is still empty.
                document.querySelectorAll('[data-figure="{{id}}"]:empty').forEach(function (place) {
                  var layout = JSON.parse(JSON.stringify(figure.layout));
                  layout.font = Object.assign({}, layout.font, { color: getComputedStyle(place).color });
                  if (place.clientWidth && place.clientWidth < layout.width) delete layout.width;
                  window.Plotly.newPlot(place, figure.data, layout, figure.config);
                });
              }
              function fail() {
                document.querySelectorAll('[data-figure="{{id}}"]:empty').forEach(function (place) {
                  place.textContent = figure.alt + ' (The chart itself needs plotly.js, which could not be loaded.)';
                });
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
              script.addEventListener('error', fail);
            })();
            </script>
            <noscript>{{alt}}</noscript>
            """;
    }

    private static string Text(int pixels) => pixels.ToString(CultureInfo.InvariantCulture);
}
