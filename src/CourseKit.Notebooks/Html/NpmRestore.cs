using System.ComponentModel;
using System.Diagnostics;

namespace CourseKit.Notebooks;

/// <summary>Runs <c>npm ci</c>, which installs exactly what the lock file names and checks its hashes.</summary>
internal static class NpmRestore
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    // No scripts of packages, and no retries: a laptop without network should learn so in seconds.
    private const string Arguments =
        "ci --ignore-scripts --no-audit --no-fund --prefer-offline --engine-strict=false --fetch-retries=0 --update-notifier=false --loglevel=error";

    /// <returns>What went wrong, a clause; null when the packages are there.</returns>
    public static async Task<string?> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", Arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        Process npm;
        try
        {
            npm = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return "npm is not installed";
        }

        using (npm)
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(Timeout);
            try
            {
                npm.StandardInput.Close();
                var output = npm.StandardOutput.ReadToEndAsync(limit.Token);
                var errors = await npm.StandardError.ReadToEndAsync(limit.Token).ConfigureAwait(false);
                await output.ConfigureAwait(false);
                await npm.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                return npm.ExitCode == 0 ? null : $"npm failed ({FirstError(errors)})";
            }
            catch (OperationCanceledException)
            {
                npm.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                return FormattableString.Invariant($"npm took longer than {Timeout.TotalSeconds} s");
            }
        }
    }

    private static string FirstError(string errors)
    {
        // npm's own lines begin with "npm error"; the first ones are codes, the later ones advice and the place of a log.
        string[] lines =
        [
            .. errors.Split('\n')
                .Where(line => line.StartsWith("npm error ", StringComparison.Ordinal))
                .Select(line => line["npm error ".Length..].Trim())
                .Where(line => line.Length > 0),
        ];
        return lines.Length == 0 ? "no reason given" : string.Join("; ", lines.Take(3));
    }
}
