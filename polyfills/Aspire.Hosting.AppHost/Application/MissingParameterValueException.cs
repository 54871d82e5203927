using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting;

/// <summary>A parameter has neither a value nor a default.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "As in the official API.")]
public sealed class MissingParameterValueException(string message) : DistributedApplicationException(message);
