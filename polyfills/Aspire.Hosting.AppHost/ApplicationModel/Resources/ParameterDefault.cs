using System.Security.Cryptography;
using System.Text.Json;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The value of a parameter that is given none.</summary>
public abstract class ParameterDefault
{
    /// <summary>Describes the default in the manifest.</summary>
    internal abstract void WriteToManifest(Utf8JsonWriter json);

    /// <summary>The value itself.</summary>
    internal abstract string GetDefaultValue();
}

/// <summary>A random password, with punctuation in it unless told not to.</summary>
internal sealed class GenerateParameterDefault(bool special) : ParameterDefault
{
    private const int Length = 22;
    private const string Unambiguous = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz0123456789";
    private const string WithSpecial = Unambiguous + "-_.{}~()*+!";

    internal override void WriteToManifest(Utf8JsonWriter json)
    {
        json.WriteStartObject("generate");
        json.WriteNumber("minLength", Length);
        if (!special)
        {
            json.WriteBoolean("special", false);
        }

        json.WriteEndObject();
    }

    internal override string GetDefaultValue() => RandomNumberGenerator.GetString(special ? WithSpecial : Unambiguous, Length);
}

internal sealed class ConstantParameterDefault(string value) : ParameterDefault
{
    internal override void WriteToManifest(Utf8JsonWriter json) => json.WriteString("value", value);

    internal override string GetDefaultValue() => value;
}
