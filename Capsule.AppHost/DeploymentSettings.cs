/// <summary>
/// A deployment's proxies and connections without TLS, as parameters of the manifest. Development has no proxies and no TLS.
/// </summary>
internal static class DeploymentSettings
{
    /// <summary>Says which proxies stand before a service; empty for none.</summary>
    public static IResourceBuilder<ProjectResource> WithTrustedProxies(this IResourceBuilder<ProjectResource> service) =>
        service.WithSetting("ForwardedHeaders__TrustedNetworks", "trusted-proxies");

    /// <summary>Says which connections of a program may go without TLS; empty for none.</summary>
    public static IResourceBuilder<ProjectResource> WithInsecureTransport(this IResourceBuilder<ProjectResource> program) =>
        program.WithSetting("Transport__AllowInsecure", "insecure-transport");

    private static IResourceBuilder<ProjectResource> WithSetting(
        this IResourceBuilder<ProjectResource> program,
        string variable,
        string parameter
    )
    {
        var builder = program.ApplicationBuilder;
        if (builder.ExecutionContext.IsRunMode)
        {
            return program;
        }

        // All programs share it.
        var known = builder.Resources.OfType<ParameterResource>().FirstOrDefault(resource => resource.Name == parameter);
        return program.WithEnvironment(variable, known is null ? builder.AddParameter(parameter) : builder.CreateResourceBuilder(known));
    }
}
