namespace Capsule.Data;

/// <summary>The names of the settings of one service's database.</summary>
internal sealed class DatabaseSettingNames
{
    public DatabaseSettingNames(string service)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(service);

        Service = service;
        var upper = service.ToUpperInvariant().Replace('-', '_');
        ConnectionString = $"ConnectionStrings:{service}-db";
        LongPrefix = $"{upper}_SERVICE_DB_";
        ShortPrefix = $"{upper}_DB_";
        Urls = [$"{upper}_SERVICE_DATABASE_URL", "DATABASE_URL"];
    }

    public string Service { get; }

    public string DefaultSchema => Service.Replace('-', '_');

    public string ConnectionString { get; }

    public string LongPrefix { get; }

    public string ShortPrefix { get; }

    public string Schema => ShortPrefix + "SCHEMA";

    public IReadOnlyList<string> Urls { get; }

    public string NothingIsSet =>
        $"No database is configured for the service \"{Service}\". Set one of: {ConnectionString} "
        + $"(environment: {ConnectionString.Replace(":", "__", StringComparison.Ordinal)}); "
        + $"{LongPrefix}HOST, _PORT, _NAME, _USER and _PASSWORD; "
        + $"{ShortPrefix}HOST, _PORT, _NAME, _USER, _PASSWORD and _SCHEMA; {Urls[0]} or {Urls[1]} (postgresql://user:password@host:port/database).";
}
