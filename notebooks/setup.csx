// Run by the first cell of every notebook (#!import setup.csx). "./coursekit" builds the assemblies named here; if one is
// missing, run "./coursekit" once in the repository's folder and start again.
#r "../src/CourseKit.Cli/bin/Release/net10.0/TorchSharp.dll"
#r "../src/CourseKit.Cli/bin/Release/net10.0/Plotly.NET.dll"
#r "../src/CourseKit.Cli/bin/Release/net10.0/Plotly.NET.CSharp.dll"
#r "../src/CourseKit.Cli/bin/Release/net10.0/CourseKit.dll"
#r "../src/CourseKit.Cli/bin/Release/net10.0/CourseKit.Exercises.dll"
#r "../src/CourseKit.Cli/bin/Release/net10.0/Deedle.dll"

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using CourseKit;
using CourseKit.Exercises;
using Deedle;
using Plotly.NET.CSharp;
using TorchSharp;
using TorchSharp.Modules;
using static CourseKit.Exercises.ExerciseBook;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;
// By name: Plotly.NET and Deedle have types of these names, too.
using Chart = Plotly.NET.CSharp.Chart;
using Color = Plotly.NET.Color;
using Figure = CourseKit.Figure;
using Frame = Deedle.Frame;
using GenericChart = Plotly.NET.GenericChart;
using Index = System.Index;
using Series = CourseKit.Series;
using StyleParam = Plotly.NET.StyleParam;
CourseKit.Libtorch.Load();
CourseKit.NotebookHost.Attach();
