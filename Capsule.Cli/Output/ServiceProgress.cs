namespace Capsule.Cli.Output;

/// <summary>The progress of a service's bundle.</summary>
/// <param name="Service">The service.</param>
/// <param name="Line">The bundle's message, or a description of the state.</param>
/// <param name="Phase">The phase.</param>
internal readonly record struct ServiceProgress(string Service, string Line, ServicePhase Phase = ServicePhase.Working);
