namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The metadata of the provider and the keys that verify its tokens (OpenID Connect Discovery 1.0; RFC 8414; RFC 7517).</summary>
internal static class MetadataEndpoints
{
    // How long others may cache metadata and keys: far shorter than Auth:SigningKeys:PublishAhead.
    private const string CacheControl = "public, max-age=300";

    public static void MapMetadata(this IEndpointRouteBuilder tokens)
    {
        Map(tokens, ProtocolPaths.Discovery, "GetProviderMetadata");
        Map(tokens, ProtocolPaths.Metadata, "GetServerMetadata");
        Map(tokens, ProtocolPaths.Keys, "GetSigningKeys");
    }

    private static void Map(IEndpointRouteBuilder tokens, string path, string name)
    {
        tokens.MapGet(path, (Delegate)AnswerAsync).WithName(name);
        tokens.MapMethods(path, [HttpMethods.Head], (Delegate)AnswerHeadAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.CacheControl = CacheControl;
            context.Response.Headers.Remove("Pragma");
            context.Response.Headers.Remove("Expires");
            return Task.CompletedTask;
        });
        return await ProtocolRequest.AnswerAsync(context);
    }

    // OpenIddict does not know HEAD, so the request is answered as a GET without the body.
    private static async Task<IResult> AnswerHeadAsync(HttpContext context)
    {
        var body = context.Response.Body;
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = Stream.Null;
        var answer = await AnswerAsync(context);
        (context.Request.Method, context.Response.Body) = (HttpMethods.Head, body);
        return answer;
    }
}
