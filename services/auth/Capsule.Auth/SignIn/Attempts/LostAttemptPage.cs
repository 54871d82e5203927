using System.Text.Encodings.Web;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>The page that tells a user that a sign-in at a provider cannot be completed in this browser.</summary>
internal static class LostAttemptPage
{
    /// <param name="address">The app's address; null when it is unknown.</param>
    public static string Of(string? address)
    {
        var back = address is null
            ? "Go back to the app, and sign in anew."
            : $"<a href=\"{HtmlEncoder.Default.Encode(address)}\">Back to the app</a>";
        return $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Sign-in</title></head>
            <body><p>This sign-in was completed already, was begun in another browser, or took too long.</p>
            <p>{back}</p></body></html>
            """;
    }
}
