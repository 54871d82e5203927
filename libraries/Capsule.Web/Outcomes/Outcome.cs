using System.Diagnostics.CodeAnalysis;

namespace Capsule.Web;

/// <summary>
/// The result of a use case: a value, or a <see cref="Refusal"/> that the caller caused. Exceptions are for bugs and broken infrastructure.
/// </summary>
/// <typeparam name="T">The type of the value; <see cref="Done"/> when there is no value to return.</typeparam>
public readonly struct Outcome<T>
    where T : notnull
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>The refusal; null when there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The use case refused.</exception>
    public T Value =>
        Refusal is null && _value is { } value
            ? value
            : throw new InvalidOperationException($"The outcome has no value: {Refusal?.Code ?? "it was never set"}.");

    /// <summary>Wraps a value.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A use case just returns the value or the refusal.")]
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>Wraps a refusal.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A use case just returns the value or the refusal.")]
    public static implicit operator Outcome<T>(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new(default, refusal);
    }
}

/// <summary>Creates the outcome of a use case without a value.</summary>
public static class Outcome
{
    /// <summary>The outcome of success.</summary>
    public static Outcome<Done> Done => default(Done);
}

/// <summary>The value of a use case that returns nothing.</summary>
public readonly record struct Done;
