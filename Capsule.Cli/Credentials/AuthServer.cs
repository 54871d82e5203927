using System.Net;
using Capsule.Cli.Output;

namespace Capsule.Cli.Credentials;

/// <summary>Calls auth's OAuth 2.0 endpoints as the public client that all installations share.</summary>
internal sealed class AuthServer(Uri address) : IDisposable
{
    // Commands show who the user is; administrators and operators also read users and the audit log.
    private const string Scope = "openid profile email users:read audit:read";

    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    // The client "Capsule command line", which a migration of auth creates.
    private const string ClientId = "00000000-0000-7000-8000-000000000001";

    private readonly HttpClient _client = ServiceHttp.At(address);

    /// <summary>The server's address.</summary>
    public Uri Address => address;

    /// <summary>The address as shown to users.</summary>
    public string Name => ServiceAddress.NameOf(address);

    /// <summary>Requests a device code (RFC 8628, section 3.1).</summary>
    public Task<AuthResponse> AuthorizeDeviceAsync(CancellationToken cancellationToken) =>
        PostAsync("/connect/device-authorization", [new("scope", Scope)], cancellationToken);

    /// <summary>Requests the tokens of a device code, which fails until the user has approved it (section 3.4).</summary>
    public Task<AuthResponse> ExchangeAsync(string deviceCode, CancellationToken cancellationToken) =>
        PostAsync("/connect/token", [new("grant_type", DeviceGrant), new("device_code", deviceCode)], cancellationToken);

    /// <summary>Renews an access token (RFC 6749, section 6).</summary>
    public Task<AuthResponse> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        PostAsync("/connect/token", [new("grant_type", "refresh_token"), new("refresh_token", refreshToken)], cancellationToken);

    /// <summary>Revokes a login by its refresh token (RFC 7009).</summary>
    public Task<AuthResponse> RevokeAsync(string refreshToken, CancellationToken cancellationToken) =>
        PostAsync("/connect/revoke", [new("token", refreshToken), new("token_type_hint", "refresh_token")], cancellationToken);

    /// <summary>
    /// Creates the login from the token endpoint's response; values that the response omits are taken from the previous login.
    /// </summary>
    public StoredLogin LoginOf(AuthResponse answer, DateTimeOffset now, StoredLogin? before = null)
    {
        if (answer.Text("access_token") is not { } access || (answer.Text("refresh_token") ?? before?.RefreshToken) is not { } refresh)
        {
            throw NoAuth("answered without tokens");
        }

        return new StoredLogin(
            access,
            refresh,
            now.AddSeconds(answer.Number("expires_in") ?? 0),
            answer.Text("scope") ?? before?.Scope ?? Scope,
            before?.SignedInAt ?? now
        );
    }

    /// <summary>Creates the exception for a response that is neither a success nor an error that the caller handles.</summary>
    public CliException Failure(AuthResponse answer) =>
        answer switch
        {
            { IsUnavailable: true } => new CliException(ExitCode.Unavailable, answer.Reason),
            { Error: "invalid_client" or "unauthorized_client" } => new CliException(
                ExitCode.Refused,
                $"{Name} does not know this program: its auth is older, or its administrators deleted the client \"Capsule command line\"."
            ),
            { Error: not null } => new CliException(ExitCode.Refused, $"{Name} refuses: {answer.Reason}"),
            _ => NoAuth($"answered {answer.Reason}"),
        };

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private CliException NoAuth(string what) =>
        new(ExitCode.Findings, $"{Name} {what}: the address does not belong to Capsule's auth service. Check the address.");

    private async Task<AuthResponse> PostAsync(string path, KeyValuePair<string, string>[] form, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent([new("client_id", ClientId), .. form]);
        try
        {
            using var response = await _client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
            var document = await ServiceHttp.DocumentAsync(response, cancellationToken) ?? default;
            if (response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            {
                return new AuthResponse { IsUnavailable = true, Reason = $"{Name} answered {(int)response.StatusCode}: try again later." };
            }

            var error = response.IsSuccessStatusCode ? null : AuthResponse.Text(document, "error");
            var reason = AuthResponse.Text(document, "error_description") ?? error ?? $"{(int)response.StatusCode} to POST {path}";
            return new AuthResponse
            {
                IsSuccess = response.IsSuccessStatusCode,
                Document = document,
                Error = error,
                Reason = PrintableText.Of(reason),
            };
        }
        catch (Exception exception) when (ServiceHttp.IsNoAnswer(exception, cancellationToken))
        {
            return new AuthResponse { IsUnavailable = true, Reason = ServiceHttp.NoAnswer(address, exception) };
        }
    }
}
