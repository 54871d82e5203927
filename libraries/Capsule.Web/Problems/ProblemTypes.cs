using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Capsule.Web;

/// <summary>The stable <c>type</c> URIs of problem details.</summary>
public static class ProblemTypes
{
    /// <summary>A field of the request is missing, malformed or out of range.</summary>
    public const string Validation = Prefix + "validation";

    /// <summary>The service or one of its dependencies does not answer; the client should try again later.</summary>
    public const string Unavailable = Prefix + "service-unavailable";

    private const string Prefix = "urn:capsule:problem:";

    /// <summary>Returns the type for a service's own rule, such as <c>email-taken</c>.</summary>
    public static string Of(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Prefix + name;
    }

    /// <summary>Returns the type of an HTTP status without a more specific name, such as <c>not-found</c>.</summary>
    public static string OfStatus(int status)
    {
        var reason = ReasonPhrases.GetReasonPhrase(status);
        var name = new StringBuilder(Prefix);
        foreach (var letter in reason.Length == 0 ? $"status {status}" : reason)
        {
            name.Append(
                char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter)
                : letter is ' ' or '-' ? '-'
                : null
            );
        }

        return name.ToString();
    }
}
