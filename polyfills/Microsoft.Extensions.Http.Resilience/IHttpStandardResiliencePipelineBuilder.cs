using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Http.Resilience;

/// <summary>The builder of a client's standard pipeline.</summary>
public interface IHttpStandardResiliencePipelineBuilder
{
    /// <summary>The pipeline's name: also that of its options.</summary>
    string PipelineName { get; }

    /// <summary>The service collection behind the builder.</summary>
    IServiceCollection Services { get; }
}
