using System.Security.Claims;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

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
    ) =>
        await table.FindAsync(caller.UserId(), cancellationToken) is { } preferences
            ? TypedResults.Ok(preferences)
            : ApiProblem.Of(ChangePreferences.Closed);

    private static async Task<Results<Ok<PreferencesResponse>, ProblemHttpResult>> UpdateAsync(
        UpdatePreferencesRequest request,
        ClaimsPrincipal caller,
        ChangePreferences change,
        CancellationToken cancellationToken
    ) => (await change.ExecuteAsync(caller.UserId(), request, cancellationToken)).ToOk();
}
