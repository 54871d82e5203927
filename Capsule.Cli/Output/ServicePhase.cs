namespace Capsule.Cli.Output;

/// <summary>The phase of a service's bundle.</summary>
internal enum ServicePhase
{
    /// <summary>The process starts.</summary>
    Started,

    /// <summary>The bundle reported progress.</summary>
    Working,

    /// <summary>The bundle has ended; the result says how.</summary>
    Over,
}
