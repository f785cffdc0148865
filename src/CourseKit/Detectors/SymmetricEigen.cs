using MathNet.Numerics.LinearAlgebra;
using Lanes = System.Numerics.Vector<double>;

namespace CourseKit;

/// <summary>The largest eigenvalues of a symmetric positive semi-definite matrix and their eigenvectors, in float64.</summary>
internal static class SymmetricEigen
{
    private const int MostIterations = 300;

    /// <summary>
    /// Small matrices by a full decomposition; of large ones only the wanted part, by subspace iteration with Rayleigh-Ritz
    /// steps (Golub and Van Loan, Matrix Computations, 8.2.4): hundreds of times less work for a few components of hundreds of columns.
    /// </summary>
    /// <param name="matrix">The matrix, row by row.</param>
    /// <param name="size">Its number of rows d.</param>
    /// <param name="count">How many eigenpairs, 1 to d.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Eigenvalues, falling, and orthonormal eigenvectors.</returns>
    public static (double[] Values, double[][] Vectors) Largest(double[] matrix, int size, int count, CancellationToken cancellationToken)
    {
        // A few vectors more than wanted: the error shrinks by λ(block + 1) / λ(count) in each iteration.
        var block = 2 * count + 10;
        if (size <= 128 || block > size / 2) return Full(matrix, size, count);

        var random = new Random(1); // any start with a part along every eigenvector will do
        var basis = Enumerable.Range(0, block).Select(_ => RandomVector(size, random)).ToArray();
        Orthonormalise(basis, random);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var images = new double[block][];
            Parallel.For(0, block, i => images[i] = Multiply(matrix, basis[i]));

            // Rayleigh-Ritz: the best eigenvectors that the subspace contains.
            var projected = new double[block * block];
            for (var i = 0; i < block; i++)
                for (var j = 0; j < block; j++) projected[i * block + j] = (Dot(basis[i], images[j]) + Dot(basis[j], images[i])) / 2;
            var (values, rotations) = Full(projected, block, block);
            (basis, images) = (Combine(rotations, basis), Combine(rotations, images));

            var accuracy = 1e-11 * Math.Max(values[0], double.Epsilon);
            if (Enumerable.Range(0, count).All(i => Residual(images[i], values[i], basis[i]) <= accuracy))
                return (values[..count], basis[..count]);
            basis = images;
            Orthonormalise(basis, random);
        }
        // Eigenvalues too close to each other for the iteration.
        return Full(matrix, size, count);
    }

    private static (double[] Values, double[][] Vectors) Full(double[] matrix, int size, int count)
    {
        var decomposition = Matrix<double>.Build.Dense(size, size, matrix).Evd(Symmetricity.Symmetric);
        var values = decomposition.EigenValues.Select(value => value.Real).ToArray();
        var order = Enumerable.Range(0, size).OrderByDescending(i => values[i]).Take(count).ToArray();
        return ([.. order.Select(i => values[i])], [.. order.Select(i => decomposition.EigenVectors.Column(i).ToArray())]);
    }

    private static double[] Multiply(double[] matrix, double[] vector)
    {
        var result = new double[vector.Length];
        for (var i = 0; i < result.Length; i++) result[i] = Dot(matrix.AsSpan(i * vector.Length, vector.Length), vector);
        return result;
    }

    private static double[][] Combine(double[][] rotations, double[][] vectors) =>
        [.. rotations.Select(rotation =>
        {
            var sum = new double[vectors[0].Length];
            for (var i = 0; i < vectors.Length; i++) AddScaled(sum, vectors[i], rotation[i]);
            return sum;
        })];

    /// <summary>Gram-Schmidt, twice over: once is not orthogonal enough. A vector that depends on those before it gives way to a random one.</summary>
    private static void Orthonormalise(double[][] vectors, Random random)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            Normalise(vectors[i]);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++) AddScaled(vectors[i], vectors[j], -Dot(vectors[i], vectors[j]));
                // Nothing left but rounding errors.
                if (Normalise(vectors[i]) > 1e-10) continue;
                vectors[i] = RandomVector(vectors[i].Length, random);
                pass = -1;
            }
        }
    }

    /// <summary>Scales to length 1 and returns the old length.</summary>
    private static double Normalise(double[] vector)
    {
        var length = Math.Sqrt(Dot(vector, vector));
        if (length == 0) return 0;
        for (var i = 0; i < vector.Length; i++) vector[i] /= length;
        return length;
    }

    private static double[] RandomVector(int size, Random random) => [.. Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5)];

    private static double Residual(double[] image, double value, double[] vector)
    {
        double sum = 0;
        for (var i = 0; i < image.Length; i++) sum += (image[i] - value * vector[i]) * (image[i] - value * vector[i]);
        return Math.Sqrt(sum);
    }

    private static void AddScaled(double[] target, double[] vector, double factor)
    {
        for (var i = 0; i < target.Length; i++) target[i] += factor * vector[i];
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sums = Lanes.Zero;
        var i = 0;
        for (; i <= a.Length - Lanes.Count; i += Lanes.Count) sums += new Lanes(a[i..]) * new Lanes(b[i..]);
        var sum = System.Numerics.Vector.Sum(sums);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
