namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rule for names of resources and endpoints: they become host names and environment variables.</summary>
internal static class ModelName
{
    private const int Longest = 64;

    public static void Validate(string target, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Complaint(name) is { } complaint)
        {
            throw new ArgumentException($"{target} name '{name}' is invalid. Name {complaint}.", nameof(name));
        }
    }

    private static string? Complaint(string name) => name switch
    {
        { Length: < 1 or > Longest } => $"must be between 1 and {Longest} characters long",
        _ when name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-') => "must contain only ASCII letters, digits, and hyphens",
        _ when name.Contains("--", StringComparison.Ordinal) => "cannot contain consecutive hyphens",
        _ when !char.IsAsciiLetter(name[0]) => "must start with an ASCII letter",
        _ when name[^1] == '-' => "cannot end with a hyphen",
        _ => null,
    };
}
