namespace Capsule.Cli.Output;

/// <summary>What a service's bundle is doing.</summary>
/// <param name="Service">The service.</param>
/// <param name="Line">What it said, or what can be said of it.</param>
/// <param name="Phase">How far it is.</param>
internal readonly record struct ServiceProgress(string Service, string Line, ServicePhase Phase = ServicePhase.Working);
