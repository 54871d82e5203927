using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>Never a token: what is logged can be read by many.</summary>
internal static partial class JwtBearerLog
{
    [LoggerMessage(1, LogLevel.Information, "Failed to validate the token.", EventName = "TokenValidationFailed")]
    public static partial void TokenValidationFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "Successfully validated the token.", EventName = "TokenValidationSucceeded")]
    public static partial void TokenValidationSucceeded(this ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "Exception occurred while processing message.", EventName = "ProcessingMessageFailed")]
    public static partial void ErrorProcessingMessage(this ILogger logger, Exception exception);
}
