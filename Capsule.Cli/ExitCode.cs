namespace Capsule.Cli;

/// <summary>How the process ends when it is not a bundle's own code.</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for is done.</summary>
    public const int Success = 0;

    /// <summary>Services failed in different ways.</summary>
    public const int SeveralFailures = 1;

    /// <summary>Something is not as it should be for what was asked.</summary>
    public const int Findings = 2;

    /// <summary>A database or service cannot be reached.</summary>
    public const int Unavailable = 4;

    /// <summary>The caller may not do it.</summary>
    public const int Refused = 6;

    /// <summary>Nobody confirmed it in time.</summary>
    public const int NotConfirmed = 7;

    /// <summary>The command line is not understood.</summary>
    public const int Usage = 64;

    /// <summary>A bundle ended without its result.</summary>
    public const int NoResult = 70;

    /// <summary>A setting is missing, or a program that is needed is not there.</summary>
    public const int Configuration = 78;

    /// <summary>The process was told to stop.</summary>
    public const int Cancelled = 130;

    /// <summary>What a bundle's code means when its document holds no error.</summary>
    public static string Meaning(int code) =>
        code switch
        {
            2 => "findings",
            3 => "differs from its migrations",
            Cancelled => "stopped",
            _ => $"ended with code {code}",
        };
}
