namespace Capsule.Workers.Tests.Support;

/// <summary>Always says the same.</summary>
internal sealed class FixedRandom(double value) : Random
{
    public override double NextDouble() => value;
}
