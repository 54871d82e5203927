using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The value of a parameter that is given none.</summary>
public abstract class ParameterDefault
{
    /// <summary>Describes the default in the manifest.</summary>
    public abstract void WriteToManifest(ManifestPublishingContext context);

    /// <summary>The value itself.</summary>
    public abstract string GetDefaultValue();
}

/// <summary>A random password.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string Unambiguous = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz0123456789";
    private const string WithSpecial = Unambiguous + "-_.{}~()*+!";

    /// <summary>The number of characters.</summary>
    public int MinLength { get; set; } = 22;

    /// <summary>Whether punctuation may be in it.</summary>
    public bool Special { get; set; } = true;

    /// <inheritdoc/>
    public override void WriteToManifest(ManifestPublishingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Writer.WriteStartObject("generate");
        context.Writer.WriteNumber("minLength", MinLength);
        if (!Special)
        {
            context.Writer.WriteBoolean("special", false);
        }

        context.Writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override string GetDefaultValue() => RandomNumberGenerator.GetString(Special ? WithSpecial : Unambiguous, MinLength);
}

internal sealed class ConstantParameterDefault(string value) : ParameterDefault
{
    public override void WriteToManifest(ManifestPublishingContext context) => context.Writer.WriteString("value", value);

    public override string GetDefaultValue() => value;
}
