namespace Capsule.Security;

/// <summary>A token came before the authority's keys were known: it can be called neither right nor wrong.</summary>
internal sealed class KeysUnknownException() : Exception("The authority's keys are not known yet.");
