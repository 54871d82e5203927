using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>
/// Names the parameters that have no value. The host itself waits for them silently, or for someone to enter them in the dashboard.
/// </summary>
internal static class MissingParameters
{
    /// <summary>Logs the parameters without a value, and how to set them, before the resources start.</summary>
    public static void ReportMissingParameters(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsRunMode)
        {
            builder.Eventing.Subscribe<BeforeStartEvent>(ReportAsync);
        }
    }

    private static async Task ReportAsync(BeforeStartEvent start, CancellationToken cancellationToken)
    {
        List<string> missing = [];
        foreach (var parameter in start.Model.Resources.OfType<ParameterResource>())
        {
            try
            {
                await parameter.GetValueAsync(cancellationToken);
            }
            catch (MissingParameterValueException)
            {
                missing.Add(parameter.Name);
            }
        }

        if (missing.Count > 0)
        {
            var first = missing[0];
            start
                .Services.GetRequiredService<ILoggerFactory>()
                .CreateLogger(nameof(MissingParameters))
                .LogError(
                    "{Count} parameters have no value, and the resources that need them wait: {Parameters}. Set each on the command line "
                        + "(--Parameters:{First}=VALUE) or in the environment (Parameters__{Variable}=VALUE), enter them in the dashboard, "
                        + "or set DOTNET_ENVIRONMENT=Development, which has a default for every parameter.",
                    missing.Count,
                    string.Join(", ", missing),
                    first,
                    first.Replace('-', '_')
                );
        }
    }
}
