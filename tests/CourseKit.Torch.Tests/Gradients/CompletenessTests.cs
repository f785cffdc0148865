using static TorchSharp.torch;

namespace TorchSharp.Tests.Gradients;

/// <summary>
/// The catalogue leaves nothing out. The engine's compiled code is searched for names of nodes and for gradient functions; each must
/// occur in a graph that the catalogue makes. So an operation that is added without a gradient test fails here.
/// </summary>
public sealed class CompletenessTests
{
    private static readonly Lazy<(HashSet<string> Names, HashSet<int> Functions, HashSet<Type> Kinds)> Seen = new(() =>
    {
        var (names, functions, kinds) = (new HashSet<string>(), new HashSet<int>(), new HashSet<Type>());
        foreach (var (name, item) in Catalogue.All)
        {
            for (var seed = 0; seed < 4; seed++)
            {
                using var scope = NewDisposeScope();
                var (f, inputs) = item.Make(new Cases(new Recipe((100 * seed) + name.Length, 3, false)));
                var leaves = inputs.Select(x => x.clone().requires_grad_()).ToArray();
                var y = f(leaves);
                // A second derivative records the nodes that only a backward pass makes.
                var gradient = GradientCheck.GradientOf(f)(leaves);
                foreach (var node in GradientSites.Graph(y).Concat(GradientSites.Graph(gradient)))
                {
                    names.Add(node.Name);
                    kinds.Add(node.GetType());
                    functions.UnionWith(GradientSites.FunctionsOf(node));
                }
            }
        }
        // Rounding hides the gradient of a conversion from difference quotients: it has a test of its own.
        foreach (var node in GradientSites.Graph(GradientTests.Conversion().Result))
        {
            names.Add(node.Name);
            functions.UnionWith(GradientSites.FunctionsOf(node));
        }
        return (names, functions, kinds);
    });

    [Fact]
    public void Every_name_of_a_node_occurs()
    {
        var all = GradientSites.Names();
        Assert.True(all.Count > 80, $"only {all.Count} names were found in the engine: the search is broken");
        Assert.Equal([], all.Except(Seen.Value.Names));
    }

    [Fact]
    public void Every_gradient_function_occurs()
    {
        var all = GradientSites.Functions();
        Assert.True(all.Count > 120, $"only {all.Count} gradient functions were found in the engine: the search is broken");
        Assert.Equal([], all.Where(f => !Seen.Value.Functions.Contains(f.Key)).Select(f => f.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_of_node_occurs()
    {
        var all = typeof(torch).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Node)) && !t.IsAbstract);
        Assert.Equal([], all.Where(t => !Seen.Value.Kinds.Contains(t)).Select(t => t.Name));
    }
}
