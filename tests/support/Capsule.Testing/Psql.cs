using System.Diagnostics;
using Npgsql;

namespace Capsule.Testing;

/// <summary>Runs scripts with psql.</summary>
public static class Psql
{
    /// <summary>Runs a script that must succeed, and stops at its first error.</summary>
    /// <exception cref="InvalidOperationException">psql ends with an error.</exception>
    public static async Task RunAsync(string connectionString, string script)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGHOST"] = to.Host;
        start.Environment["PGPORT"] = $"{to.Port}";
        start.Environment["PGDATABASE"] = to.Database;
        start.Environment["PGUSER"] = to.Username;
        start.Environment["PGPASSWORD"] = to.Password;
        using var psql = Process.Start(start)!;
        var output = Task.WhenAll(psql.StandardOutput.ReadToEndAsync(), psql.StandardError.ReadToEndAsync());
        try
        {
            await psql.StandardInput.WriteAsync(script);
            psql.StandardInput.Close();
        }
        catch (IOException)
        {
            // psql ended before the end of the script; its exit code and output say why.
        }

        await psql.WaitForExitAsync();
        if (psql.ExitCode != 0)
        {
            throw new InvalidOperationException($"psql ends with {psql.ExitCode}: {string.Concat(await output)}");
        }
    }
}
