using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>Authenticates requests by the token in the header <c>Authorization</c> (RFC 6750 §2.1).</summary>
public class JwtBearerHandler(IOptionsMonitor<JwtBearerOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<JwtBearerOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected new JwtBearerEvents Events
    {
        get => (JwtBearerEvents)base.Events!;
        set => base.Events = value;
    }

    protected override Task<object> CreateEventsAsync() => Task.FromResult<object>(new JwtBearerEvents());

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            var received = new MessageReceivedContext(Context, Scheme, Options);
            await Events.MessageReceived(received);
            if (received.Result is { } decided)
            {
                return decided;
            }

            return (received.Token is { Length: > 0 } given ? given : FromHeader()) is { } token
                ? await ValidateAsync(token)
                : AuthenticateResult.NoResult();
        }
        catch (Exception exception)
        {
            Logger.ErrorProcessingMessage(exception);
            if ((await FailedAsync(exception)).Result is { } decided)
            {
                return decided;
            }

            throw;
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        var challenge = new JwtBearerChallengeContext(Context, Scheme, Options, properties) { AuthenticateFailure = failure };
        if (Options.IncludeErrorDetails && failure is not null)
        {
            challenge.Error = "invalid_token";
            challenge.ErrorDescription = BearerChallenge.Describe(failure);
        }

        await Events.Challenge(challenge);
        if (!challenge.Handled)
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            Response.Headers.Append(HeaderNames.WWWAuthenticate, BearerChallenge.Header(Options.Challenge, challenge));
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var forbidden = new ForbiddenContext(Context, Scheme, Options);
        if (!Response.HasStarted)
        {
            Response.StatusCode = StatusCodes.Status403Forbidden;
        }

        return Events.Forbidden(forbidden);
    }

    private string? FromHeader()
    {
        var authorization = Request.Headers.Authorization.ToString();
        var token = authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? authorization[Prefix.Length..].Trim() : "";
        return token.Length > 0 ? token : null;
    }

    private async Task<AuthenticateResult> ValidateAsync(string token)
    {
        var parameters = await ParametersAsync();
        Exception? failure = null;
        foreach (var handler in Options.TokenHandlers)
        {
            var result = await handler.ValidateTokenAsync(token, parameters);
            if (result.IsValid)
            {
                return await SucceededAsync(token, result);
            }

            failure = result.Exception ?? new SecurityTokenValidationException("The token is not valid.");
            Logger.TokenValidationFailed(failure);
            if (Options.RefreshOnIssuerKeyNotFound && failure is SecurityTokenSignatureKeyNotFoundException)
            {
                Options.ConfigurationManager?.RequestRefresh();
            }
        }

        failure ??= new SecurityTokenValidationException("Nothing validates tokens.");
        var failed = await FailedAsync(failure);
        return failed.Result ?? AuthenticateResult.Fail(failed.Exception);
    }

    private async ValueTask<TokenValidationParameters> ParametersAsync()
    {
        var parameters = Options.TokenValidationParameters.Clone();
        parameters.TimeProvider = TimeProvider;
        if (Options.ConfigurationManager is BaseConfigurationManager manager)
        {
            parameters.ConfigurationManager = manager;
        }
        else if (Options.ConfigurationManager is { } other)
        {
            var configuration = await other.GetConfigurationAsync(Context.RequestAborted);
            parameters.ValidIssuers = (parameters.ValidIssuers ?? []).Append(configuration.Issuer!);
            parameters.IssuerSigningKeys = (parameters.IssuerSigningKeys ?? []).Concat(configuration.SigningKeys);
        }

        return parameters;
    }

    private async Task<AuthenticateResult> SucceededAsync(string token, TokenValidationResult result)
    {
        Logger.TokenValidationSucceeded();
        var validated = new TokenValidatedContext(Context, Scheme, Options)
        {
            Principal = new ClaimsPrincipal(result.ClaimsIdentity!),
            SecurityToken = result.SecurityToken!,
        };
        validated.Properties.ExpiresUtc = Instant(validated.SecurityToken.ValidTo);
        validated.Properties.IssuedUtc = Instant(validated.SecurityToken.ValidFrom);
        await Events.TokenValidated(validated);
        if (validated.Result is { } decided)
        {
            return decided;
        }

        if (Options.SaveToken)
        {
            validated.Properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = token }]);
        }

        validated.Success();
        return validated.Result!;
    }

    private async Task<AuthenticationFailedContext> FailedAsync(Exception exception)
    {
        var failed = new AuthenticationFailedContext(Context, Scheme, Options) { Exception = exception };
        await Events.AuthenticationFailed(failed);
        return failed;
    }

    private static DateTimeOffset? Instant(DateTime time) => time == DateTime.MinValue ? null : new DateTimeOffset(time, TimeSpan.Zero);
}
