namespace Capsule.Auth.OAuth.Pages;

/// <summary>The field for a code of the second factor.</summary>
internal static class SecondFactorField
{
    /// <summary>The field's name.</summary>
    public const string Name = "code";

    /// <summary>The text that is shown when the code is wrong.</summary>
    public const string Wrong = "The code is wrong or was used. Wait for the next one.";

    public static Html Html =>
        $"""
            <label for="{Name}">Code</label><input id="{Name}" name="{Name}" autocomplete="one-time-code" inputmode="text" required>
            <p class="hint">Of your authenticator app, or a recovery code.</p>
            """;
}
