namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>Default values of bearer authentication.</summary>
public static class JwtBearerDefaults
{
    public const string AuthenticationScheme = "Bearer";
}
