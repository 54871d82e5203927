namespace Capsule.Auth.OAuth.Forms;

/// <summary>Endpoints that take a form, as OAuth's do.</summary>
internal static class FormEndpoints
{
    /// <summary>Says which parameters the form has: the handler reads it with <see cref="OAuthForm"/>, which knows no others.</summary>
    public static RouteHandlerBuilder TakesForm(this RouteHandlerBuilder endpoint, params string[] names)
    {
        var parameters = new FormParameters(names);
        return endpoint
            .WithMetadata(parameters)
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    operation.RequestBody = parameters.ToRequestBody();
                    return Task.CompletedTask;
                }
            );
    }
}
