namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address that the dashboard shows with the resource, as a text if there is one.</summary>
internal sealed record ResourceUrlAnnotation(string Url, string? DisplayText) : IResourceAnnotation;
