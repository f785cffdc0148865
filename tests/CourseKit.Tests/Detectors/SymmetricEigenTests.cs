using MathNet.Numerics.LinearAlgebra;

namespace CourseKit.Tests;

public class SymmetricEigenTests
{
    [Theory]
    [InlineData(20, 3)] // full decomposition
    [InlineData(200, 5)] // subspace iteration
    [InlineData(200, 1)]
    [InlineData(200, 150)] // too many for the iteration
    public void FindsTheEigenpairsItWasBuiltFrom(int size, int count)
    {
        // A = V diag(λ) Vᵀ with a random rotation V and λ = 1, 0.9, 0.81, …
        var rotation = Matrix<double>.Build.Random(size, size, seed: size).QR().Q;
        var values = Vector<double>.Build.Dense(size, i => Math.Pow(0.9, i));
        var matrix = rotation * Matrix<double>.Build.DiagonalOfDiagonalVector(values) * rotation.Transpose();

        var found = SymmetricEigen.Largest(matrix.ToRowMajorArray(), size, count, CancellationToken.None);
        Assert.Equal(count, found.Values.Length);
        for (var i = 0; i < Math.Min(count, 20); i++)
        {
            Assert.Equal(values[i], found.Values[i], 1e-10);
            Assert.Equal(1, Math.Abs(rotation.Column(i).DotProduct(Vector<double>.Build.Dense(found.Vectors[i]))), 1e-9);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public void EqualEigenvaluesAndZerosGiveOrthonormalVectors(int size)
    {
        foreach (var matrix in new[] { Matrix<double>.Build.DenseIdentity(size), Matrix<double>.Build.Dense(size, size), RankOne(size) })
        {
            var found = SymmetricEigen.Largest(matrix.ToRowMajorArray(), size, 3, CancellationToken.None);
            for (var i = 0; i < 3; i++)
            {
                var vector = Vector<double>.Build.Dense(found.Vectors[i]);
                Assert.Equal(0, (matrix * vector - found.Values[i] * vector).L2Norm(), 1e-9);
                for (var j = 0; j <= i; j++)
                    Assert.Equal(i == j ? 1 : 0, vector.DotProduct(Vector<double>.Build.Dense(found.Vectors[j])), 1e-9);
            }
        }
    }

    private static Matrix<double> RankOne(int size)
    {
        var vector = Vector<double>.Build.Dense(size, i => i + 1.0);
        return vector.OuterProduct(vector);
    }
}
