namespace Capsule.Security;

/// <summary>A token arrived before the authority's keys were known, so its signature cannot be verified.</summary>
internal sealed class KeysUnknownException() : Exception("The authority's keys are not known yet.");
