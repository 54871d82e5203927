namespace Capsule.Cli;

/// <summary>Exit codes besides those of bundles.</summary>
internal static class ExitCode
{
    /// <summary>All requested work is done.</summary>
    public const int Success = 0;

    /// <summary>Several services failed with different codes.</summary>
    public const int SeveralFailures = 1;

    /// <summary>The command ran and found problems.</summary>
    public const int Findings = 2;

    /// <summary>A database or service does not answer.</summary>
    public const int Unavailable = 4;

    /// <summary>The caller is not allowed to do this.</summary>
    public const int Refused = 6;

    /// <summary>The user did not confirm in time.</summary>
    public const int NotConfirmed = 7;

    /// <summary>The command line is invalid.</summary>
    public const int Usage = 64;

    /// <summary>A bundle ended without a result.</summary>
    public const int NoResult = 70;

    /// <summary>A setting or a required program is missing.</summary>
    public const int Configuration = 78;

    /// <summary>The command was interrupted.</summary>
    public const int Cancelled = 130;

    /// <summary>Returns the meaning of a bundle's exit code without an error document.</summary>
    public static string Meaning(int code) =>
        code switch
        {
            2 => "findings",
            3 => "differs from its migrations",
            Cancelled => "stopped",
            _ => $"ended with code {code}",
        };
}
