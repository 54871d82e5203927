using System.Security.Claims;
using System.Text.Json;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Capsule.Auth.Users.Preferences;

internal static class PreferencesEndpoints
{
    public static void MapPreferences(this IEndpointRouteBuilder app)
    {
        var preferences = app.MapGroup("/api/users/me/preferences").WithTags("Users").RequireScope(Scopes.Account).AllowDelegatedAccess();

        preferences.MapGet("", GetAsync).WithName("GetPreferences");
        preferences.MapPatch("", UpdateAsync).WithName("UpdatePreferences").ProducesValidationProblem();
    }

    private static async Task<Results<Ok<PreferencesResponse>, ProblemHttpResult>> GetAsync(
        ClaimsPrincipal caller,
        PreferencesTable table,
        CancellationToken cancellationToken
    ) => await table.FindAsync(caller.UserId(), cancellationToken) is { } preferences ? TypedResults.Ok(preferences) : Closed();

    private static async Task<Results<Ok<PreferencesResponse>, ProblemHttpResult>> UpdateAsync(
        UpdatePreferencesRequest request,
        ClaimsPrincipal caller,
        PreferencesTable table,
        CancellationToken cancellationToken
    )
    {
        if (Problem(request) is { } problem)
        {
            return problem;
        }

        try
        {
            return await table.ChangeAsync(caller.UserId(), request, cancellationToken) is { } preferences
                ? TypedResults.Ok(preferences)
                : Closed();
        }
        catch (PostgresException exception) when (exception.ConstraintName == UserPreferencesConfiguration.SettingsConstraint)
        {
            return TooLarge();
        }
    }

    private static ProblemHttpResult? Problem(UpdatePreferencesRequest request) =>
        request switch
        {
            { Theme: { } theme } when !Themes.All.Contains(theme) => ApiProblem.Validation(
                "theme",
                $"must be {string.Join(", ", Themes.All)}."
            ),
            { Language: { } language } when !Locales.IsLocale(language) => ApiProblem.Validation(
                "language",
                "must be a BCP 47 tag, such as en or pt-BR."
            ),
            { TimeZone: { } zone } when !Locales.IsTimeZone(zone) => ApiProblem.Validation(
                "timeZone",
                "must be the IANA name of a time zone, such as Europe/Berlin."
            ),
            { Settings: { } settings } => Problem(settings),
            _ => null,
        };

    private static ProblemHttpResult? Problem(JsonElement settings) =>
        settings switch
        {
            { ValueKind: not JsonValueKind.Object } => ApiProblem.Validation("settings", "must be an object."),
            _ when !StorableJson.IsStorable(settings) => ApiProblem.Validation(
                "settings",
                "must not hold the character U+0000, half a surrogate pair, or a number beyond a double's range."
            ),
            _ when settings.GetRawText().Length > UserPreferences.SettingsSize => TooLarge(),
            _ => null,
        };

    private static ProblemHttpResult TooLarge() =>
        ApiProblem.Validation(
            "settings",
            $"must not take more than {UserPreferences.SettingsSize} bytes, together with those that are there."
        );

    private static ProblemHttpResult Closed() => ApiProblem.NotFound("user-not-found", "The account was closed.");
}
