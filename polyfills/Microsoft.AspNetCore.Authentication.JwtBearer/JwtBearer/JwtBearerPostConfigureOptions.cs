using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>Completes the options: audience, address of the metadata, and what gets and keeps it.</summary>
public class JwtBearerPostConfigureOptions : IPostConfigureOptions<JwtBearerOptions>
{
    private const long LargestDocument = 10 * 1024 * 1024;
    private const string WellKnown = ".well-known/openid-configuration";

    /// <exception cref="InvalidOperationException">The metadata must be had by https and its address is not.</exception>
    /// <exception cref="NotSupportedException">Claims are to be mapped.</exception>
    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MapInboundClaims)
        {
            throw new NotSupportedException("This build keeps claims as the token names them: set JwtBearerOptions.MapInboundClaims to false.");
        }

        if (string.IsNullOrEmpty(options.TokenValidationParameters.ValidAudience))
        {
            options.TokenValidationParameters.ValidAudience = options.Audience;
        }

        options.ConfigurationManager ??= options.Configuration is { } configuration
            ? new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration)
            : FromMetadata(options);
    }

    private static ConfigurationManager<OpenIdConnectConfiguration>? FromMetadata(JwtBearerOptions options)
    {
        if (string.IsNullOrEmpty(options.MetadataAddress))
        {
            if (string.IsNullOrEmpty(options.Authority))
            {
                return null;
            }

            options.MetadataAddress = options.Authority.TrimEnd('/') + "/" + WellKnown;
        }

        if (options.RequireHttpsMetadata && !options.MetadataAddress.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException("Authority and MetadataAddress must use https, unless RequireHttpsMetadata is false for development.");
        }

        options.Backchannel ??= new HttpClient(options.BackchannelHttpHandler ?? new SocketsHttpHandler())
        {
            Timeout = options.BackchannelTimeout,
            MaxResponseContentBufferSize = LargestDocument,
        };
        var documents = new HttpDocumentRetriever(options.Backchannel) { RequireHttps = options.RequireHttpsMetadata };
        return new ConfigurationManager<OpenIdConnectConfiguration>(options.MetadataAddress, new OpenIdConnectConfigurationRetriever(), documents)
        {
            AutomaticRefreshInterval = options.AutomaticRefreshInterval,
            RefreshInterval = options.RefreshInterval,
            TimeProvider = options.TimeProvider ?? TimeProvider.System,
        };
    }
}
