using System.Globalization;
using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.Users;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>The request that a user signs in for. The sign-in pages carry it in their addresses and forms.</summary>
/// <param name="Address">The address that the user goes on to; null when the user only signs in.</param>
/// <param name="LoginHint">The user who is expected to sign in.</param>
/// <param name="IsAnew">Whether the user has to sign in again.</param>
/// <param name="MaxAge">Maximum age of the user's sign-in in seconds.</param>
internal sealed record PendingRequest(string? Address, string? LoginHint = null, bool IsAnew = false, long? MaxAge = null)
{
    private const string Return = "return";

    /// <summary>The identifier of the client; null when it is unknown.</summary>
    public string? ClientId =>
        (Address?.IndexOf('?', StringComparison.Ordinal) ?? -1) is >= 0 and var question
        && QueryHelpers.ParseQuery(Address![question..]).TryGetValue(Parameters.ClientId, out var id)
            ? id.ToString()
            : null;

    /// <summary>The hidden fields that carry the request in a form.</summary>
    public Html Fields => Html.Join(Values().Select(value => (Html)$"""<input type="hidden" name="{value.Key}" value="{value.Value}">"""));

    /// <summary>Creates it from a client's request, which may be a pushed one.</summary>
    public static PendingRequest Of(string address, OpenIddictRequest request) =>
        new(address, Hint(request.LoginHint), request.HasPromptValue(PromptValues.Login), request.MaxAge);

    /// <summary>Reads it from the parameters of an address or a form.</summary>
    public static PendingRequest Of(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        var values = parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString(), StringComparer.Ordinal);
        return new(
            Local(values.GetValueOrDefault(Return)),
            Hint(values.GetValueOrDefault(Parameters.LoginHint)),
            values.GetValueOrDefault(Parameters.Prompt) == PromptValues.Login,
            long.TryParse(values.GetValueOrDefault(Parameters.MaxAge), NumberStyles.None, CultureInfo.InvariantCulture, out var age)
                ? age
                : null
        );
    }

    /// <summary>Returns the address of a page with the request as its parameters.</summary>
    public string At(string path) => QueryHelpers.AddQueryString(path, Values());

    private IEnumerable<KeyValuePair<string, string?>> Values() =>
        new (string Name, string? Value)[]
        {
            (Return, Address),
            (Parameters.LoginHint, LoginHint),
            (Parameters.Prompt, IsAnew ? PromptValues.Login : null),
            (Parameters.MaxAge, MaxAge?.ToString(CultureInfo.InvariantCulture)),
        }
            .Where(value => value.Value is not null)
            .Select(value => KeyValuePair.Create(value.Name, value.Value));

    // Only addresses of this service that begin a grant are followed.
    private static string? Local(string? address) =>
        address is not null
        && !address.Contains('\\', StringComparison.Ordinal)
        && address.All(character => !char.IsControl(character))
        && (
            address.StartsWith(ProtocolPaths.Authorize + "?", StringComparison.Ordinal)
            || address == ProtocolPaths.Device
            || address.StartsWith(ProtocolPaths.Device + "?", StringComparison.Ordinal)
        )
            ? address
            : null;

    private static string? Hint(string? hint) =>
        hint is { Length: > 0 and <= User.MaxEmailLength } && !hint.Any(char.IsControl) ? hint : null;
}
