using System.Diagnostics.CodeAnalysis;

namespace Capsule.Web;

/// <summary>
/// What a use case returns: a value, or a <see cref="Refusal"/> that the caller caused. Exceptions are for bugs and broken infrastructure.
/// </summary>
/// <typeparam name="T">The value; <see cref="Done"/> where there is none to return.</typeparam>
public readonly struct Outcome<T>
    where T : notnull
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>Why it was refused; null when it was not.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value =>
        Refusal is null && _value is { } value
            ? value
            : throw new InvalidOperationException($"There is no value: {Refusal?.Code ?? "the outcome was never set"}.");

    /// <summary>A value is an outcome.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A use case just returns the value or the refusal.")]
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal is an outcome.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A use case just returns the value or the refusal.")]
    public static implicit operator Outcome<T>(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new(default, refusal);
    }
}

/// <summary>The outcome of a use case that has nothing to return.</summary>
public static class Outcome
{
    /// <summary>It was done.</summary>
    public static Outcome<Done> Done => default(Done);
}

/// <summary>The value of a use case that has none to return.</summary>
public readonly record struct Done;
