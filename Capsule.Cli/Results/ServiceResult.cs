using System.Text.Json;

namespace Capsule.Cli.Results;

/// <summary>The result of an operation for one service.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="ExitCode">The bundle's exit code.</param>
/// <param name="Document">The bundle's document; null when it failed or returned none that is readable.</param>
/// <param name="Error">The reason for the failure; null after a success or findings.</param>
/// <param name="Milliseconds">The running time of the process.</param>
internal sealed record ServiceResult(string Service, int ExitCode, JsonElement? Document, string? Error, long Milliseconds)
{
    /// <summary>Whether the operation succeeded without findings.</summary>
    public bool IsOk => ExitCode == 0 && Error is null;

    /// <summary>The reason for the failure, in a few words.</summary>
    public string Reason => Error ?? (IsOk ? "" : Cli.ExitCode.Meaning(ExitCode));
}
