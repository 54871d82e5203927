/// <summary>Parameters for a deployment's proxies and for connections without TLS. Development has neither.</summary>
internal static class DeploymentSettings
{
    /// <summary>Sets the trusted proxies in front of a service; empty for none.</summary>
    public static IResourceBuilder<ProjectResource> WithTrustedProxies(this IResourceBuilder<ProjectResource> service) =>
        service.WithSetting("ForwardedHeaders__TrustedNetworks", "trusted-proxies");

    /// <summary>Sets the connections of a program that may omit TLS; empty for none.</summary>
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

        // All programs share the parameter.
        var known = builder.Resources.OfType<ParameterResource>().FirstOrDefault(resource => resource.Name == parameter);
        return program.WithEnvironment(variable, known is null ? builder.AddParameter(parameter) : builder.CreateResourceBuilder(known));
    }
}
