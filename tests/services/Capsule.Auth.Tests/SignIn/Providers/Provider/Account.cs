using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Capsule.Auth.Tests.SignIn.Providers.Provider;

/// <summary>Somebody at the provider.</summary>
internal sealed record Account(
    [property: JsonPropertyName("sub")] string Subject,
    [property: JsonPropertyName("email")] string? Email = Accounts.Email,
    [property: JsonPropertyName("email_verified"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? EmailVerified = true,
    [property: JsonPropertyName("name")] string? Name = "Ada at Acme"
)
{
    public static Account Ada { get; } = new("248289761001");

    /// <summary>What they sign in as.</summary>
    public string Login() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));
}
