namespace Capsule.Testing.Sweep;

/// <summary>Well-formed text that most fields must not take, and some may.</summary>
[Flags]
public enum Tricks
{
    /// <summary>No text that is out of the ordinary.</summary>
    None = 0,

    /// <summary>No character at all.</summary>
    Empty = 1,

    /// <summary>Nothing that is seen: blanks, or characters without width.</summary>
    Invisible = 2,

    /// <summary>Line breaks, which make another header of a value that lands in one.</summary>
    LineBreaks = 4,

    /// <summary>Other control characters.</summary>
    Controls = 8,

    /// <summary>Characters that turn the direction of writing around.</summary>
    Directions = 16,

    /// <summary>Characters without width among others.</summary>
    ZeroWidth = 32,

    /// <summary>Many marks on one letter.</summary>
    Combining = 64,

    /// <summary>Characters beyond U+FFFF, and some that Unicode will never assign.</summary>
    Rare = 128,

    /// <summary>SQL.</summary>
    Sql = 256,

    /// <summary>HTML, and other characters that mean something to somebody.</summary>
    Markup = 512,

    /// <summary>What a person may have in a name: all that can be seen and stays in its place.</summary>
    OfNames = ZeroWidth | Combining | Rare | Sql | Markup,

    /// <summary>Anything that is there.</summary>
    OfSecrets = OfNames | LineBreaks | Controls | Directions,

    /// <summary>Anything.</summary>
    All = OfSecrets | Empty | Invisible,
}
