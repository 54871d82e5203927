using System.Globalization;
using Capsule.Web;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Security;

/// <summary>
/// Answers requests whose token is missing, invalid or insufficient: 401 without a valid token, 403 when the token does not allow the
/// request, 503 while the token cannot be checked. The challenge follows RFC 6750 (§3), and the body is a problem; neither repeats any part
/// of the token.
/// </summary>
internal sealed class BearerProblems(AuthorityKeys keys, EndedSessions sessions, ApiKeyAuthentication apiKeys, TimeProvider timeProvider)
    : JwtBearerEvents
{
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        await base.MessageReceived(context);
        if (context.Result is not null || (context.Token ?? BearerToken.Of(context.Request)) is not { Length: > 0 } token)
        {
            return;
        }

        if (ApiKeyFormat.HasPrefix(token))
        {
            await ApiKeyReceivedAsync(context, token);
        }
        else if (
            context.Options.ConfigurationManager is { } manager
            && !await keys.AreKnownAsync(manager, context.HttpContext.RequestAborted)
        )
        {
            context.Fail(new KeysUnknownException());
        }
        else
        {
            context.Token = token;
        }
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        await base.TokenValidated(context);
        if (
            context.Result is null
            && context.Principal?.RevocableId() is { } session
            && (sessions.FindCached(session) ?? await sessions.HasEndedAsync(session, BearerToken.Of(context.Request) ?? ""))
        )
        {
            context.Fail(new SessionEndedException());
        }
    }

    public override async Task Challenge(JwtBearerChallengeContext context)
    {
        await base.Challenge(context);
        if (context.Handled)
        {
            return;
        }

        context.HandleResponse();
        await WriteAsync(
            context.HttpContext,
            context.AuthenticateFailure switch
            {
                KeysUnknownException => Unavailable(context.Response, "The access token cannot be checked now. Try again later."),
                ApiKeyUncheckedException => Unavailable(context.Response, "The API key cannot be checked now. Try again later."),
                null => Missing(context.Response),
                var failure => Invalid(context.Response, TokenFailure.Describe(failure)),
            }
        );
    }

    public override async Task Forbidden(ForbiddenContext context)
    {
        await base.Forbidden(context);
        var scopes = context.HttpContext.GetEndpoint()?.Metadata.GetOrderedMetadata<ScopeRequirement>() ?? [];
        var missing = scopes.Where(scope => !scope.IsMetBy(context.HttpContext.User)).Select(scope => scope.Scope).Distinct().ToArray();
        var tooOld = TooOld(context.HttpContext);
        var delegated = context.HttpContext.RequestServices.GetService<FirstPartyAccess>() is null
            ? null
            : FirstPartyAccess.Refusal(context.HttpContext);
        await WriteAsync(
            context.HttpContext,
            delegated is not null ? OfDelegated(delegated)
                : missing.Length > 0 ? Insufficient(context.Response, missing)
                : tooOld is not null && context.HttpContext.User.ApiKeyId() is not null
                    ? OfDelegated("This requires a user who signed in recently; an API key is not enough.")
                : tooOld is { } maxAge ? Outdated(context.Response, maxAge)
                : new ProblemDetails { Status = StatusCodes.Status403Forbidden, Detail = "The access token does not allow this." }
        );
    }

    private async Task ApiKeyReceivedAsync(MessageReceivedContext context, string key)
    {
        try
        {
            context.Principal = await apiKeys.AuthenticateAsync(key);
            context.Success();
        }
        catch (Exception exception) when (exception is ApiKeyRefusedException or ApiKeyUncheckedException)
        {
            context.Fail(exception);
        }
    }

    // Returns the strictest requirement that the token does not meet.
    private TimeSpan? TooOld(HttpContext context) =>
        context
            .GetEndpoint()
            ?.Metadata.GetOrderedMetadata<RecentAuthenticationRequirement>()
            .Where(recent => !recent.IsMetBy(context.User, timeProvider.GetUtcNow()))
            .Min(recent => (TimeSpan?)recent.MaxAge);

    private static ProblemDetails Unavailable(HttpResponse response, string what)
    {
        response.Headers.RetryAfter = ExceptionProblems.RetryAfterSeconds;
        return new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Type = ProblemTypes.Unavailable,
            Detail = what,
        };
    }

    private static ProblemDetails Missing(HttpResponse response)
    {
        response.Headers.WWWAuthenticate = "Bearer";
        return new ProblemDetails
        {
            Status = StatusCodes.Status401Unauthorized,
            Detail = "This requires an access token in the header Authorization: Bearer.",
        };
    }

    private static ProblemDetails Invalid(HttpResponse response, string what)
    {
        response.Headers.WWWAuthenticate = $"Bearer error=\"invalid_token\", error_description=\"{what}\"";
        return new ProblemDetails
        {
            Status = StatusCodes.Status401Unauthorized,
            Type = ProblemTypes.Of("invalid-token"),
            Detail = what,
        };
    }

    private static ProblemDetails Insufficient(HttpResponse response, string[] missing)
    {
        var scopes = string.Join(' ', missing);
        response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{scopes}\"";
        return new ProblemDetails
        {
            Status = StatusCodes.Status403Forbidden,
            Type = ProblemTypes.Of("insufficient-scope"),
            Detail = $"The access token lacks the scope {scopes}.",
        };
    }

    // There is no challenge, because no user is present who could sign in again.
    private static ProblemDetails OfDelegated(string detail) =>
        new()
        {
            Status = StatusCodes.Status403Forbidden,
            Type = ProblemTypes.Of("session-required"),
            Detail = detail,
        };

    // RFC 9470, section 3.
    private static ProblemDetails Outdated(HttpResponse response, TimeSpan maxAge)
    {
        const string What = "This requires a more recent authentication of the user.";
        response.Headers.WWWAuthenticate = string.Create(
            CultureInfo.InvariantCulture,
            $"Bearer error=\"insufficient_user_authentication\", error_description=\"{What}\", max_age=\"{maxAge.TotalSeconds:0}\""
        );
        return new ProblemDetails
        {
            Status = StatusCodes.Status401Unauthorized,
            Type = ProblemTypes.Of("insufficient-user-authentication"),
            Detail = $"{What} Ask the user for the password again: POST /api/sessions/current/step-up.",
        };
    }

    private static async Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        context.Response.StatusCode = problem.Status!.Value;
        await context
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }
}
