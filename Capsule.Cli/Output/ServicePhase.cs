namespace Capsule.Cli.Output;

/// <summary>How far a service's bundle is.</summary>
internal enum ServicePhase
{
    /// <summary>Its process begins.</summary>
    Started,

    /// <summary>It said something.</summary>
    Working,

    /// <summary>It has ended; the results say how.</summary>
    Over,
}
