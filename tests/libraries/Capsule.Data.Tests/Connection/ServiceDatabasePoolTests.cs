using Npgsql;
using static Capsule.Data.Tests.Connection.ServiceDatabaseSettingsTests;

namespace Capsule.Data.Tests.Connection;

/// <summary>Pool, schema and TLS of a service's connection.</summary>
public sealed class ServiceDatabasePoolTests
{
    [Fact]
    public void The_pool_has_defaults()
    {
        var settings = Resolve(ConnectionString);

        Assert.Equal((5, 20, 30, 10), (settings.MinPoolSize, settings.MaxPoolSize, settings.ConnectionIdleLifetime, settings.Timeout));
        Assert.Equal("auth", settings.ApplicationName);
    }

    [Fact]
    public void The_pool_can_be_set_by_variable_by_key_and_in_the_connection_string()
    {
        var text = ConnectionString[0].Item2 + ";Maximum Pool Size=90;Timeout=90;Minimum Pool Size=9;Connection Idle Lifetime=99";

        var settings = Resolve([
            ("ConnectionStrings:auth-db", text),
            ("AUTH_DB_POOL_MAX", "40"),
            ("Database:Pool:Max", "41"),
            ("Database:Pool:Min", "0"),
            ("Database:ConnectTimeoutSeconds", "3"),
        ]);

        Assert.Equal((0, 40, 99, 3), (settings.MinPoolSize, settings.MaxPoolSize, settings.ConnectionIdleLifetime, settings.Timeout));
    }

    [Theory]
    [InlineData("AUTH_DB_POOL_MAX", "many")]
    [InlineData("Database:Pool:Min", "-1")]
    [InlineData("AUTH_DB_POOL_MIN", "21")]
    [InlineData("AUTH_DB_POOL_MAX", "0")]
    [InlineData("AUTH_DB_POOL_IDLE_SECONDS", "0")]
    [InlineData("AUTH_DB_CONNECT_TIMEOUT_SECONDS", "1025")]
    public void A_pool_that_makes_no_sense_is_refused_by_name(string key, string value)
    {
        var error = Assert.Throws<DatabaseSettingsException>(() => Resolve([.. ConnectionString, (key, value)]));

        Assert.Contains(key, error.Message);
    }

    [Fact]
    public void The_minimum_follows_a_smaller_maximum() =>
        Assert.Equal(2, Resolve([.. ConnectionString, ("AUTH_DB_POOL_MAX", "2")]).MinPoolSize);

    [Fact]
    public void A_schema_comes_before_public_on_the_search_path()
    {
        var settings = Resolve([.. ConnectionString, ("AUTH_DB_SCHEMA", "tenant 7")]);

        Assert.Equal("\"tenant 7\",public", settings.SearchPath);
        Assert.Equal("tenant 7", ServiceDatabaseSettings.Schema(Configuration([("AUTH_DB_SCHEMA", "tenant 7")]), "auth"));
        Assert.Equal("auth", ServiceDatabaseSettings.Schema(Configuration([]), "auth"));
    }

    [Fact]
    public void Outside_Development_TLS_and_a_checked_certificate_are_required()
    {
        Assert.Equal(SslMode.VerifyFull, Resolve(ConnectionString, "Production").SslMode);
        Assert.Equal(SslMode.VerifyFull, Resolve(ShortVariables, "Staging").SslMode);
        Assert.Equal(SslMode.VerifyCA, Resolve([("DATABASE_URL", "postgresql://u:p@h/d?sslmode=verify-ca")], "Production").SslMode);
        Assert.Equal(SslMode.VerifyFull, Resolve([("DATABASE_URL", "postgresql://u:p@h/d?sslmode=verify-full")], "Production").SslMode);
        Assert.Equal(SslMode.Prefer, Resolve(ConnectionString).SslMode);
        Assert.Equal(SslMode.Prefer, Resolve([("DATABASE_URL", "postgresql://u:p@/d?host=/run/postgresql")], "Production").SslMode);
    }

    [Theory]
    [InlineData("postgresql://u:p@h/d?sslmode=disable", "Disable")]
    [InlineData("Host=h;Database=d;SSL Mode=Prefer", "Prefer")]
    [InlineData("Host=h;Database=d;SslMode=Allow", "Allow")]
    [InlineData("Host=h;Database=d;SslMode=Require", "Require")]
    [InlineData("postgresql://u:p@h/d?sslmode=require", "Require")]
    public void Outside_Development_a_connection_without_checked_TLS_is_refused_with_the_way_out(string value, string mode)
    {
        var error = Assert.Throws<DatabaseSettingsException>(() => Resolve([("ConnectionStrings:auth-db", value)], "Production"));

        Assert.Contains($"SSL Mode={mode}", error.Message);
        Assert.Contains("VerifyFull", error.Message);
        Assert.Contains("Transport:AllowInsecure=database", error.Message);
        Assert.Equal(
            mode,
            Resolve([("ConnectionStrings:auth-db", value), ("Transport:AllowInsecure", "redis, database")], "Production").SslMode.ToString()
        );
    }

    [Fact]
    public void A_connection_that_may_go_without_TLS_must_be_one_that_there_is()
    {
        var error = Assert.Throws<DatabaseSettingsException>(() =>
            Resolve([.. ConnectionString, ("Transport:AllowInsecure", "database,all")], "Production")
        );

        Assert.Equal(
            "Transport:AllowInsecure contains \"all\"; it must be a comma-separated list of database, messaging, redis.",
            error.Message
        );
    }
}
