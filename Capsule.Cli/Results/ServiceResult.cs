using System.Text.Json;

namespace Capsule.Cli.Results;

/// <summary>How an operation ended for one service.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="ExitCode">The bundle's exit code.</param>
/// <param name="Document">What it said; null when it failed or said nothing that can be read.</param>
/// <param name="Error">Why it failed; null when it ended well or with findings.</param>
/// <param name="Milliseconds">How long its process ran.</param>
internal sealed record ServiceResult(string Service, int ExitCode, JsonElement? Document, string? Error, long Milliseconds)
{
    /// <summary>Whether it did what was asked and found nothing.</summary>
    public bool IsOk => ExitCode == 0 && Error is null;

    /// <summary>Why it is not well, in a few words.</summary>
    public string Reason => Error ?? (IsOk ? "" : Cli.ExitCode.Meaning(ExitCode));
}
