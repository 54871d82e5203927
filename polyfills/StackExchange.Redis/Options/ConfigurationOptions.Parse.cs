using System.Globalization;
using System.Security.Authentication;
using System.Text;

namespace StackExchange.Redis;

public sealed partial class ConfigurationOptions
{
    // Options of the official client that mean nothing to this one.
    private static readonly HashSet<string> Ignored = new(StringComparer.OrdinalIgnoreCase)
    {
        "channelPrefix", "configChannel", "configCheckSeconds", "highIntegrity", "highPriorityThreads", "preserveAsyncOrder", "protocol",
        "proxy", "resolveDns", "responseTimeout", "sentinelPassword", "sentinelUser", "serviceName", "setlib", "tcpKeepAlive",
        "tiebreaker", "tunnel", "version", "writeBuffer",
    };

    /// <summary>Reads a configuration string: addresses and <c>name=value</c> options, separated by commas.</summary>
    public static ConfigurationOptions Parse(string configuration) => Parse(configuration, false);

    /// <summary>Reads a configuration string; unknown options are an error unless <paramref name="ignoreUnknown"/>.</summary>
    /// <exception cref="ArgumentException">An option is unknown, or the string is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option's value is not of its kind.</exception>
    public static ConfigurationOptions Parse(string configuration, bool ignoreUnknown)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);

        var options = new ConfigurationOptions();
        foreach (var part in configuration.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                if (EndPointCollection.TryParse(part) is { } endPoint)
                {
                    options.EndPoints.TryAdd(endPoint);
                }
            }
            else if (!options.TrySet(part[..equals].Trim(), part[(equals + 1)..].Trim()) && !ignoreUnknown)
            {
                var key = part[..equals].Trim();
                throw new ArgumentException($"Keyword '{key}' is not supported.", key);
            }
        }

        return options;
    }

    /// <summary>These options as a configuration string, with the password.</summary>
    public override string ToString() => ToString(includePassword: true);

    /// <summary>These options as a configuration string; without the password there are asterisks.</summary>
    public string ToString(bool includePassword)
    {
        var text = new StringBuilder(string.Join(',', EndPoints.Select(EndPointCollection.ToString)));
        Append("name", ClientName);
        Append("keepAlive", _keepAlive);
        Append("syncTimeout", _syncTimeout);
        Append("asyncTimeout", _asyncTimeout);
        Append("allowAdmin", AllowAdmin ? true : null);
        Append("connectTimeout", _connectTimeout);
        Append("user", _user);
        Append("password", includePassword || string.IsNullOrEmpty(_password) ? _password : "*****");
        Append("ssl", Ssl ? true : null);
        Append("sslProtocols", SslProtocols?.ToString().Replace(',', '|'));
        Append("checkCertificateRevocation", CheckCertificateRevocation ? null : false);
        Append("sslHost", SslHost);
        Append("abortConnect", _abortOnConnectFail);
        Append("connectRetry", _connectRetry);
        Append("defaultDatabase", DefaultDatabase);
        return text.ToString();

        void Append(string name, object? value)
        {
            if (value is not null and not "")
            {
                text.Append(text.Length == 0 ? "" : ",").Append(name).Append('=').Append(Convert.ToString(value, CultureInfo.InvariantCulture));
            }
        }
    }

    private static int Integer(string key, string value, int minimum = int.MinValue)
    {
        if (!int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
        {
            throw new ArgumentOutOfRangeException(key, $"Keyword '{key}' requires an integer value; the value '{value}' is not recognised.");
        }

        return number >= minimum
            ? number
            : throw new ArgumentOutOfRangeException(key, $"Keyword '{key}' has a minimum value of '{minimum}'; the value '{number}' is not permitted.");
    }

    private static bool Boolean(string key, string value)
    {
        if (bool.TryParse(value, out var flag))
        {
            return flag;
        }

        return value.ToUpperInvariant() switch
        {
            "1" or "YES" or "ON" => true,
            "0" or "NO" or "OFF" => false,
            _ => throw new ArgumentOutOfRangeException(
                key, $"Keyword '{key}' requires a boolean value; the value '{value}' is not recognised."),
        };
    }

    private static SslProtocols Protocols(string key, string value) =>
        Enum.TryParse(value.Replace('|', ','), ignoreCase: true, out SslProtocols protocols)
            ? protocols
            : throw new ArgumentOutOfRangeException(
                key, $"Keyword '{key}' requires an SslProtocol value (multiple values separated by '|'); the value '{value}' is not recognised.");

    private bool TrySet(string key, string value)
    {
        switch (key.ToUpperInvariant())
        {
            case "ABORTCONNECT": AbortOnConnectFail = Boolean(key, value); break;
            case "ALLOWADMIN": AllowAdmin = Boolean(key, value); break;
            case "ASYNCTIMEOUT": AsyncTimeout = Integer(key, value, 1); break;
            case "CHECKCERTIFICATEREVOCATION": CheckCertificateRevocation = Boolean(key, value); break;
            case "CONNECTRETRY": ConnectRetry = Integer(key, value); break;
            case "CONNECTTIMEOUT": ConnectTimeout = Integer(key, value); break;
            case "DEFAULTDATABASE": DefaultDatabase = Integer(key, value); break;
            case "KEEPALIVE": KeepAlive = Integer(key, value); break;
            case "NAME": ClientName = value; break;
            case "PASSWORD": Password = value; break;
            case "SSL": Ssl = Boolean(key, value); break;
            case "SSLHOST": SslHost = value; break;
            case "SSLPROTOCOLS": SslProtocols = Protocols(key, value); break;
            case "SYNCTIMEOUT": SyncTimeout = Integer(key, value, 1); break;
            case "USER": User = value; break;
            default: return key.StartsWith('$') || Ignored.Contains(key);
        }

        return true;
    }
}
