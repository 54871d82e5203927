namespace Capsule.Testing;

/// <summary>A document says something else than what it describes.</summary>
public sealed class DocumentOutOfDateException(string message) : Exception(message);
