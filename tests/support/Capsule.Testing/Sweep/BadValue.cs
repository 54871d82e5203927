using System.Text;

namespace Capsule.Testing.Sweep;

/// <summary>A value in place of a good one.</summary>
/// <param name="Name">For who reads of a failure.</param>
/// <param name="Raw">As it is sent: JSON, or percent-encoded; null when the field is left out.</param>
/// <param name="Trick">What is special about a well-formed text; None when no field of the type may take it.</param>
/// <param name="MayPass">Whether it is at the limit of what is right, so that either answer is.</param>
internal sealed record BadValue(string Name, byte[]? Raw, Tricks Trick = Tricks.None, bool MayPass = false)
{
    /// <summary>So many characters that no field takes them, and that the request is still taken.</summary>
    public const int Huge = 900 * 1024;

    public static BadValue Of(string name, string raw, Tricks trick = Tricks.None) => new(name, Encoding.UTF8.GetBytes(raw), trick);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
