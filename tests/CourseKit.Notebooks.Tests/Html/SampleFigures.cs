using System.Text.Json.Nodes;

namespace CourseKit.Notebooks.Tests;

/// <summary>Plotly figures of the kinds that lessons show.</summary>
internal static class SampleFigures
{
    public static JsonObject Loss()
    {
        var epochs = Enumerable.Range(1, 20).ToArray();
        return Figure(
            "Loss over 20 epochs, falling from 0.092 to 0.038 on the training set and to 0.041 on the validation set.",
            "Loss per epoch",
            "epoch",
            "mean squared error",
            Trace("scatter", "training", epochs, epochs.Select(e => 0.035 + 0.06 * Math.Exp(-e / 4.0))),
            Trace("scatter", "validation", epochs, epochs.Select(e => 0.039 + 0.058 * Math.Exp(-e / 4.2))));
    }

    public static JsonObject CodePlane()
    {
        var random = new Random(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        JsonObject Cloud(string name, double x, double y)
        {
            var points = Enumerable.Range(0, 250).Select(_ => (X: x + 1.2 * Normal(), Y: y + 0.7 * Normal())).ToArray();
            var trace = Trace("scatter", name, points.Select(p => p.X), points.Select(p => p.Y));
            trace["mode"] = "markers";
            trace["marker"] = new JsonObject { ["size"] = 6, ["opacity"] = 0.75 };
            return trace;
        }

        return Figure("Codes of 500 test images: digits 0 and 1 form two separate clusters.", "The code plane", "z₁", "z₂",
            Cloud("digit 0", -2, 1), Cloud("digit 1", 3, -1));
    }

    public static JsonObject Heatmap()
    {
        var rows = new JsonArray();
        for (var y = 0; y < 28; y++)
            rows.Add(
                (JsonNode)new JsonArray(
                    [.. Enumerable.Range(0, 28)
                        .Select(
                            x =>
                                (JsonNode)Math.Round(Math.Exp(-Math.Pow(Math.Sqrt(Math.Pow(x - 14, 2) + Math.Pow(y - 14, 2)) - 8, 2) / 6),
                                    3))]));
        var trace = new JsonObject { ["type"] = "heatmap", ["z"] = rows, ["colorscale"] = "Greys", ["showscale"] = false };
        var figure = Figure("A generated digit zero.", "Decoded from one code", "", "", trace);
        figure["layout"]!["yaxis"] = new JsonObject { ["autorange"] = "reversed", ["scaleanchor"] = "x", ["visible"] = false };
        figure["layout"]!["xaxis"] = new JsonObject { ["visible"] = false, ["constrain"] = "domain" };
        return figure;
    }

    public static JsonObject Histogram()
    {
        var random = new Random(2);
        JsonObject Scores(string name, double mean, int n)
        {
            var trace = new JsonObject
            {
                ["type"] = "histogram",
                ["name"] = name,
                ["opacity"] = 0.7,
                ["x"] = Numbers(Enumerable.Range(0, n).Select(_ => mean + random.NextDouble() + random.NextDouble() + random.NextDouble())),
            };
            return trace;
        }

        var figure = Figure("Scores of normal images lie left of the threshold, those of most anomalies right of it.",
            "Scores ‖x − x̂‖ </script>", "score", "images", Scores("normal", 1, 400), Scores("anomaly", 2.6, 600));
        figure["layout"]!["barmode"] = "overlay";
        figure["layout"]!["shapes"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "line",
                ["x0"] = 3.5,
                ["x1"] = 3.5,
                ["yref"] = "paper",
                ["y0"] = 0,
                ["y1"] = 1,
                ["line"] = new JsonObject { ["dash"] = "dash", ["color"] = "#d9601a" }
            });
        return figure;
    }

    private static JsonObject Figure(string alt, string title, string x, string y, params JsonObject[] traces) => new()
    {
        ["data"] = new JsonArray([.. traces]),
        ["layout"] = new JsonObject
        {
            ["title"] = new JsonObject { ["text"] = title },
            ["xaxis"] = new JsonObject { ["title"] = new JsonObject { ["text"] = x } },
            ["yaxis"] = new JsonObject { ["title"] = new JsonObject { ["text"] = y } },
        },
        ["config"] = new JsonObject { ["responsive"] = true },
        ["alt"] = alt,
    };

    private static JsonObject Trace<T>(string type, string name, IEnumerable<T> x, IEnumerable<double> y) => new()
    {
        ["type"] = type,
        ["name"] = name,
        ["x"] = Numbers(x),
        ["y"] = Numbers(y),
    };

    private static JsonArray Numbers<T>(IEnumerable<T> values) => new([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
}
