using System.Text.Json.Nodes;

namespace CourseKit.Notebooks.Tests;

/// <summary>A notebook with everything a lesson can hold: what the page of a lesson is designed and checked with.</summary>
internal static class SampleNotebook
{
    public static NotebookDocument Create()
    {
        var document = new NotebookDocument();
        document.Cells.AddRange(
        [
            NotebookCell.Markdown(Introduction),
            Code(1, "#!import setup.csx", 1.23),
            NotebookCell.Markdown(Theory),
            Code(2, ModelCode, 0.004),
            Code(
                3,
                TrainingCode,
                12.4,
                Stream("stdout", "epoch  1/20  loss 0.0921\n"),
                Stream("stdout", "epoch 10/20  loss 0.0413\n\u001b[32mepoch 20/20  loss 0.0377\u001b[0m\n"),
                Stream("stderr", "warning: 3 units of the code are never active\n"),
                Chart(SampleFigures.Loss())),
            NotebookCell.Markdown(CodePlane),
            Code(4, "Figure.LatentScatter(codes, test.Labels, \"The code plane\")", 0.31, Chart(SampleFigures.CodePlane())),
            Code(5, "Figure.ImageGrid(model.Decode(grid), columns: 12)", 0.12, Chart(SampleFigures.Heatmap())),
            Code(6, "display(Figure.ScoreHistogram(normal, anomalies, detector.Threshold));", 0.2, Chart(SampleFigures.Histogram())),
            Code(7, "table", 0.02, Html(Table)),
            Code(8, "display(thumbnail);", 0.01, Bundle(("image/png", Pixel), ("text/plain", "A digit, 28 by 28 pixels"))),
            Code(9, "display(drawing);", 0.01, Bundle(("image/svg+xml", Drawing), ("text/plain", "Encoder and decoder as two trapezia"))),
            Code(10, "mean", 0.001, Bundle(("text/plain", "0.037712345"))),
            Code(11, "display(objective);", 0.001,
                Bundle(("text/latex", @"$$\min_{E,D}\;\frac{1}{n}\sum_{i=1}^{n}\lVert x_i-D(E(x_i))\rVert^2$$"))),
            Code(12, "display(summary);", 0.001, Bundle(("text/markdown", "The **2-unit** code reaches $\\mathrm{AUROC}=0.963$."))),
            NotebookCell.Markdown(Exercise),
            Code(13, ExerciseCode, 0.03),
            Code(14, "Check(\"ae.reconstruction-error\", ReconstructionError)", 0.05, Check()),
            Code(15, "ReconstructionError(x, xHat)", 0.02, Error()),
            NotebookCell.Markdown(Ending),
        ]);
        return document;
    }

    public static NotebookCell Code(int count, string source, double? seconds = null, params JsonObject[] outputs)
    {
        var cell = NotebookCell.Code(source);
        cell.ExecutionCount = count;
        foreach (var output in outputs)
            cell.Outputs.Add((JsonNode)output);
        if (seconds is { } time)
        {
            var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
            cell.Metadata["execution"] = new JsonObject
            {
                ["iopub.execute_input"] = start.ToString("O", null),
                ["shell.execute_reply"] = start.AddSeconds(time).ToString("O", null),
            };
        }
        return cell;
    }

    public static JsonObject Stream(string name, string text) =>
        new() { ["output_type"] = "stream", ["name"] = name, ["text"] = MultilineText.Split(text) };

    public static JsonObject Bundle(params (string Type, JsonNode Content)[] forms)
    {
        var data = new JsonObject();
        foreach (var (type, content) in forms)
            data[type] = content;
        return new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = data };
    }

    public static JsonObject Html(string html) => Bundle(("text/html", html), ("text/plain", "a table"));

    public static JsonObject Chart(JsonObject figure) => Bundle(
        ("application/vnd.plotly.v1+json", figure),
        ("text/html", "<p>this must not be shown</p>"),
        ("text/plain", "chart"));

    public static JsonObject Error() => new()
    {
        ["output_type"] = "error",
        ["ename"] = "NotImplementedException",
        ["evalue"] = "Exercise ae.reconstruction-error: return one number per row.",
        ["traceback"] = new JsonArray(
            "\u001b[31mNotImplementedException\u001b[0m: Exercise ae.reconstruction-error: return one number per row.",
            "   at ReconstructionError(Tensor x, Tensor xHat) in cell 13, line 4"),
    };

    private static JsonObject Check() => Bundle(
        ("application/vnd.coursekit.check+json", new JsonObject { ["points"] = 0, ["max"] = 3, ["status"] = "NotAttempted" }),
        ("text/html",
            "<div style=\"border-left:4px solid #c48a00;padding:.4em .9em\"><strong>ae.reconstruction-error</strong>: not attempted, 0 of "
                + "3 points.<details><summary>Hint</summary><p>What is the shape of <code>(x - xHat).pow(2)</code>?</p></details></div>"),
        ("text/plain", "ae.reconstruction-error: not attempted (0/3)"));

    private const string Introduction = """
        # Autoencoders find what does not fit

        **Goal.** Train a network to copy its input through a narrow *code*, and use what it cannot copy as an anomaly score.

        | Prerequisites | Minutes | Difficulty | Run time |
        |:--------------|--------:|:----------:|---------:|
        | Lesson 2: PCA |      60 |   medium   |     38 s |

        You will find [the objective](#The-objective), [the code plane](#the-code-plane) and [lesson 2](02-pca.ipynb); the idea of
        a bottleneck goes back to [Kramer (1991)](https://doi.org/10.1002/aic.690370209).
        """;

    private const string Theory = """
        ## The objective

        An **encoder** $E:\mathbb{R}^m\to\mathbb{R}^s$ and a **decoder** $D:\mathbb{R}^s\to\mathbb{R}^m$, with $s\ll m$, are trained
        together so that $\hat{x}_i = D(E(x_i))$ is close to $x_i$:

        $$
        \min_{\theta}\; \mathcal{L}(\theta)
        = \frac{1}{n}\sum_{i=1}^{n} \lVert x_i - D_\theta(E_\theta(x_i)) \rVert_2^2
        $$

        With linear maps, $E(x)=W^\top x$ and $D(z)=Vz$, this is PCA in disguise:

        \begin{align}
        \lVert X - XWV^\top \rVert_F^2 &\ge \sum_{j=s+1}^{m} \sigma_j^2, \\
        \text{with equality for}\quad W = V &= [v_1,\dots,v_s].
        \end{align}

        > A narrow code is not a goal in itself. It is what keeps the network from learning the identity $x\mapsto x$.

        ### What the score means

        The score of a point is $a(x)=\lVert x-\hat{x}\rVert$, and a point is an anomaly when $a(x)>\tau$. Two things to remember:

        1. The threshold $\tau$ is a quantile of the *training* scores; with contamination $c=5\,\%$ it is the $(1-c)$-quantile.
        2. `Score(x)` is higher for stranger points, on every detector of the course.

        - [x] the loss is a mean over $n$ and over features
        - [ ] the score is **not**: it is one number per row
        """;

    private const string ModelCode = """
        // Five layers, the third of two units: Kramer's bottleneck.
        public sealed class Bottleneck : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> encoder, decoder;

            public Bottleneck(int inputs, int hidden = 128, int code = 2) : base(nameof(Bottleneck))
            {
                encoder = Sequential(Linear(inputs, hidden), ReLU(), Linear(hidden, code));
                decoder = Sequential(Linear(code, hidden), ReLU(), Linear(hidden, inputs), Sigmoid());
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => decoder.forward(encoder.forward(x));
        }
        """;

    private const string TrainingCode = """
        var options = new AutoencoderOptions { CodeSize = 2, Epochs = 20, LearningRate = 1e-3, Seed = 42 };
        using var detector = new Autoencoder(options);
        detector.Fit(train.X, new Progress<TrainingProgress>(p => Console.WriteLine($"epoch {p.Epoch,2}/{p.Epochs}  loss {p.Loss:F4}")));
        display(Figure.LossCurve(detector.History));
        """;

    private const string CodePlane = """
        ## The code plane

        Each test image is one point $z=E(x)\in\mathbb{R}^2$. The two digits fall into two clusters; what lies between them decodes
        into something that is neither.
        """;

    private const string Table = """
        <table><caption>Mean and deviation over five seeds</caption>
        <thead><tr><th>Detector</th><th>Code</th><th>AUROC</th><th>Average precision</th><th>F1 at 5 %</th>
        <th>Training time</th><th>Scoring time</th><th>Parameters</th></tr></thead>
        <tbody><tr><td>PCA</td><td>2</td><td>0.931 ± 0.000</td><td>0.984 ± 0.000</td><td>0.853</td>
        <td>0.4 s</td><td>0.02 s</td><td>1,568</td></tr>
        <tr><td>Autoencoder</td><td>2</td><td>0.963 ± 0.004</td><td>0.991 ± 0.001</td><td>0.902</td>
        <td>12.1 s</td><td>0.11 s</td><td>202,258</td></tr>
        <tr><td>Autoencoder</td><td>8</td><td>0.989 ± 0.001</td><td>0.997 ± 0.000</td><td>0.948</td>
        <td>12.6 s</td><td>0.12 s</td><td>203,800</td></tr></tbody></table>
        """;

    private const string Exercise = """
        ## Exercise: the reconstruction error

        Write a function that returns, for each row, the **squared** distance $\sum_j (x_j-\hat{x}_j)^2$. *3 points, 5 minutes.*

        ```csharp
        // x and xHat: [n, m]; the result: [n]
        Tensor ReconstructionError(Tensor x, Tensor xHat);
        ```
        """;

    private const string ExerciseCode = """
        // Exercise ae.reconstruction-error
        Tensor ReconstructionError(Tensor x, Tensor xHat)
        {
            throw new NotImplementedException("Exercise ae.reconstruction-error: return one number per row.");
        }
        """;

    private const string Ending = """
        ## What to read next

        - [Lesson 4](04-convolutional.ipynb), where neighbours among the pixels count
        - Notes[^1] on the choice of $s$

        [^1]: The code should be no wider than the data's own dimension.
        """;

    private const string Drawing = """
        <svg xmlns="http://www.w3.org/2000/svg" width="420" height="130" viewBox="0 0 420 130">
        <g fill="#eaf1fc" stroke="#1f5fbf" stroke-width="2">
        <path d="M20 10 L150 45 L150 85 L20 120 Z"/><path d="M400 10 L270 45 L270 85 L400 120 Z"/></g>
        <circle cx="210" cy="65" r="22" fill="#fff" stroke="#d9601a" stroke-width="2"/>
        <g font-family="sans-serif" font-size="18" text-anchor="middle" fill="#1d2129">
        <text x="85" y="71">E</text><text x="210" y="71">z</text><text x="335" y="71">D</text></g></svg>
        """;

    // One grey pixel.
    public const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";
}
