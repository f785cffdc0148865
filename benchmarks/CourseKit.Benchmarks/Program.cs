using System.Diagnostics;
using System.Globalization;
using CourseKit;
using CourseKit.Benchmarks;
using TorchSharp;

// One measurement a process, its result one line of JSON; peer.py is the other side and compare.py runs the two in turn.
//   time WORK [--threads N] [--batch N] [--width N] [--size N] [--seconds S] [--warm-up S]
//                                      milliseconds of one step
//   first                              the first loss value
//   detectors SET:DETECTOR [--threads N]  seconds to fit and to score a data set; detectors.py is the other side
//   memory WORK [--steps N]            resident megabytes as training goes on
//   reruns [--steps N]                 what rerunning notebook cells leaves in memory, beside Roslyn's scripting
Libtorch.Load(); // before TorchSharp looks for it
var options = Options.Parse(args);
switch (options.Command)
{
    case "time": Time(options); break;
    case "first": First(); break;
    case "memory": Memory(options); break;
    case "detectors": Detectors(options); break;
    case "reruns": Console.WriteLine(await Reruns.Table(options.Steps)); break;
    default: throw new ArgumentException($"No command '{options.Command}': there are time, first, memory, detectors and reruns.");
}

static void Time(Options options)
{
    Libtorch.MaxThreads = options.Threads;
    torch.manual_seed(1);
    var work = Works.Make(options);
    var clock = Stopwatch.StartNew();
    // Warm: every buffer there, and the compiler that works in the background through.
    for (var i = 0; i < 2 || clock.Elapsed.TotalSeconds < options.WarmUp; i++) work.Run();
    var times = new List<double>();
    clock.Restart();
    while (times.Count < 5 || clock.Elapsed.TotalSeconds < options.Seconds)
    {
        var start = Stopwatch.GetTimestamp();
        work.Run();
        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / work.Steps);
    }
    times.Sort();
    Print($$"""{"milliseconds": {{times[times.Count / 2]:g5}}, "fastest": {{times[0]:g5}}, "steps": {{times.Count}}}""");
}

static void Detectors(Options options)
{
    Libtorch.MaxThreads = options.Threads;
    var (fit, score) = DetectorWorks.Time(options.Work);
    Print($$"""{"fit": {{fit:g5}}, "score": {{score:g5}}}""");
}

static void First()
{
    torch.manual_seed(1);
    var model = Works.Dense(256);
    using var x = torch.rand(128, 784);
    using var loss = torch.nn.functional.mse_loss(model.call(x), x);
    Print($$"""{"loss": {{loss.item<float>():g6}}, "resident": {{Resident():f1}}}""");
}

static void Memory(Options options)
{
    torch.manual_seed(1);
    var work = Works.Make(options);
    var megabytes = new List<double>();
    for (var i = 1; i <= 10; i++)
    {
        for (var step = 0; step < options.Steps / 10; step += work.Steps) work.Run();
        megabytes.Add(Resident());
    }
    Print($$"""{"resident": [{{string.Join(", ", megabytes.Select(m => m.ToString("f1", CultureInfo.InvariantCulture)))}}]}""");
}

static double Resident()
{
    using var self = Process.GetCurrentProcess();
    return self.WorkingSet64 / 1e6;
}

static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
