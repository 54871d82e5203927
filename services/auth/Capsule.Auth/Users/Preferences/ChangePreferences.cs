using System.Text.Json;
using Capsule.Web;
using Npgsql;

namespace Capsule.Auth.Users.Preferences;

/// <summary>Changes a user's preferences.</summary>
internal sealed class ChangePreferences(PreferencesTable table)
{
    /// <summary>The refusal when there is no such user.</summary>
    public static Refusal Closed { get; } = Refusal.NotFound("user-not-found", "The account was closed.");

    private static readonly Refusal TooLarge = Refusal.Validation(
        "settings",
        $"must not take more than {UserPreferences.MaxSettingsSize} bytes, together with those that are there."
    );

    /// <summary>Changes what is given, and returns all preferences.</summary>
    public async Task<Outcome<PreferencesResponse>> ExecuteAsync(
        Guid user,
        UpdatePreferencesRequest request,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(request) is { } refusal)
        {
            return refusal;
        }

        try
        {
            return await table.ChangeAsync(user, request, cancellationToken) is { } preferences ? preferences : Closed;
        }
        catch (PostgresException exception) when (exception.ConstraintName == UserPreferencesConfiguration.SettingsConstraint)
        {
            return TooLarge;
        }
    }

    private static Refusal? Refuse(UpdatePreferencesRequest request) =>
        request switch
        {
            { Theme: { } theme } when !Themes.All.Contains(theme) => Refusal.Validation(
                "theme",
                $"must be {string.Join(", ", Themes.All)}."
            ),
            { Language: { } language } when !Locales.IsLocale(language) => Refusal.Validation(
                "language",
                "must be a BCP 47 tag, such as en or pt-BR."
            ),
            { TimeZone: { } zone } when !Locales.IsTimeZone(zone) => Refusal.Validation(
                "timeZone",
                "must be the IANA name of a time zone, such as Europe/Berlin."
            ),
            { Settings: { } settings } => Refuse(settings),
            _ => null,
        };

    private static Refusal? Refuse(JsonElement settings) =>
        settings switch
        {
            { ValueKind: not JsonValueKind.Object } => Refusal.Validation("settings", "must be an object."),
            _ when !StorableJson.IsStorable(settings) => Refusal.Validation(
                "settings",
                "must not hold the character U+0000, half a surrogate pair, or a number beyond a double's range."
            ),
            _ when settings.GetRawText().Length > UserPreferences.MaxSettingsSize => TooLarge,
            _ => null,
        };
}
