namespace Microsoft.Extensions.Http.Resilience;

/// <summary>Says which requests are never sent twice.</summary>
public static class HttpRetryStrategyOptionsExtensions
{
    /// <summary>Never retries POST, PATCH, PUT, DELETE and CONNECT.</summary>
    public static void DisableForUnsafeHttpMethods(this HttpRetryStrategyOptions options) =>
        options.DisableFor(HttpMethod.Delete, HttpMethod.Post, HttpMethod.Put, HttpMethod.Connect, HttpMethod.Patch);

    /// <summary>Never retries requests of the given methods.</summary>
    public static void DisableFor(this HttpRetryStrategyOptions options, params HttpMethod[] methods)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(methods.Length);
        var shouldHandle = options.ShouldHandle;
        options.ShouldHandle = async arguments =>
            await shouldHandle(arguments)
            && (arguments.Outcome.Result?.RequestMessage ?? ResilienceHandler.RequestOf(arguments.Context)) is var request
            && (request is null || !methods.Contains(request.Method));
    }
}
