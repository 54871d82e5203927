namespace Capsule.Auth.OAuth.Forms;

/// <summary>Declares the forms of OAuth's endpoints.</summary>
internal static class FormEndpoints
{
    /// <summary>Declares the parameters of the form; <see cref="OAuthForm"/> gives the handler no others.</summary>
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
