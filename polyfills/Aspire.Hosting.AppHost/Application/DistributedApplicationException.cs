namespace Aspire.Hosting;

/// <summary>The application cannot be built, run or published as it is described.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>Gives no reason.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>Says why.</summary>
    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    /// <summary>Says why, and what it came from.</summary>
    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
