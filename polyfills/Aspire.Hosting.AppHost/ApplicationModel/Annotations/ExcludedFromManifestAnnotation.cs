namespace Aspire.Hosting.ApplicationModel;

internal sealed class ExcludedFromManifestAnnotation : IResourceAnnotation;
