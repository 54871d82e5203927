using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting.Internal;
using Npgsql;

namespace Capsule.Data.Tests.Connection;

public sealed class ServiceDatabaseSettingsTests
{
    internal static readonly (string, string)[] ConnectionString =
    [
        ("ConnectionStrings:auth-db", "Host=one;Port=7110;Username=u1;Password=p1;Database=d1"),
    ];

    private static readonly (string, string)[] LongVariables =
    [
        ("AUTH_SERVICE_DB_HOST", "two"),
        ("AUTH_SERVICE_DB_PORT", "7111"),
        ("AUTH_SERVICE_DB_NAME", "d2"),
        ("AUTH_SERVICE_DB_USER", "u2"),
        ("AUTH_SERVICE_DB_PASSWORD", "p2"),
    ];

    internal static readonly (string, string)[] ShortVariables =
    [
        ("AUTH_DB_HOST", "three"),
        ("AUTH_DB_NAME", "d3"),
        ("AUTH_DB_USER", "u3"),
        ("AUTH_DB_PASSWORD", "p3"),
    ];

    private static readonly (string, string)[] Urls =
    [
        ("AUTH_SERVICE_DATABASE_URL", "postgresql://u4:p4@four/d4"),
        ("DATABASE_URL", "postgresql://u5:p5@five/d5"),
    ];

    [Fact]
    public void The_first_way_that_is_set_wins()
    {
        Assert.Equal("one", Resolve([.. ConnectionString, .. LongVariables, .. ShortVariables, .. Urls]).Host);
        Assert.Equal("two", Resolve([.. LongVariables, .. ShortVariables, .. Urls]).Host);
        Assert.Equal("three", Resolve([.. ShortVariables, .. Urls]).Host);
        Assert.Equal("four", Resolve(Urls).Host);
        Assert.Equal("five", Resolve(Urls[1..]).Host);
    }

    [Fact]
    public void Variables_carry_everything()
    {
        var settings = Resolve(LongVariables);

        Assert.Equal(
            ("two", 7111, "d2", "u2", "p2"),
            (settings.Host, settings.Port, settings.Database, settings.Username, settings.Password)
        );
        Assert.Equal(5432, Resolve(ShortVariables).Port);
    }

    [Fact]
    public void What_Aspire_sets_beside_a_connection_string_does_no_harm()
    {
        var settings = Resolve([
            .. ConnectionString,
            ("AUTH_DB_HOST", "localhost"),
            ("AUTH_DB_PORT", "1"),
            ("AUTH_DB_USERNAME", "x"),
            ("AUTH_DB_PASSWORD", "x"),
            ("AUTH_DB_DATABASENAME", "x"),
            ("AUTH_DB_URI", "postgresql://x"),
        ]);

        Assert.Equal(("one", "u1"), (settings.Host, settings.Username));
    }

    [Fact]
    public void Nothing_set_names_all_four_ways()
    {
        var error = Assert.Throws<DatabaseSettingsException>(() => Resolve([]));

        Assert.Contains("ConnectionStrings:auth-db", error.Message);
        Assert.Contains("AUTH_SERVICE_DB_HOST", error.Message);
        Assert.Contains("AUTH_DB_HOST", error.Message);
        Assert.Contains("AUTH_SERVICE_DATABASE_URL", error.Message);
        Assert.Contains("DATABASE_URL", error.Message);
    }

    [Theory]
    [InlineData("AUTH_DB_HOST", "AUTH_DB_NAME, AUTH_DB_USER, AUTH_DB_PASSWORD")]
    [InlineData("AUTH_SERVICE_DB_PASSWORD", "AUTH_SERVICE_DB_HOST, AUTH_SERVICE_DB_NAME, AUTH_SERVICE_DB_USER")]
    [InlineData("AUTH_DB_PORT", "AUTH_DB_HOST, AUTH_DB_NAME, AUTH_DB_USER, AUTH_DB_PASSWORD")]
    public void Partly_set_names_what_is_missing(string set, string missing)
    {
        var error = Assert.Throws<DatabaseSettingsException>(() => Resolve([(set, "5432"), .. Urls]));

        Assert.Equal($"{set} is set, so {missing} must be set too.", error.Message);
    }

    [Theory]
    [InlineData("ConnectionStrings:auth-db", "Host=h;Database=d;Password=s3cret;Port=s3cret")]
    [InlineData("ConnectionStrings:auth-db", "Host=h;Database=d;s3cret")]
    [InlineData("ConnectionStrings:auth-db", "Host=h;Database=d;s3cret=1")]
    [InlineData("ConnectionStrings:auth-db", "Host=h;Password=s3cret")]
    [InlineData("DATABASE_URL", "mysql://u:s3cret@h/d")]
    [InlineData("DATABASE_URL", "postgresql://u:s3cret%zz@h/d")]
    [InlineData("DATABASE_URL", "postgresql://u:s3cret@h:port/d")]
    [InlineData("DATABASE_URL", "postgresql://u:s3cret@h:5432")]
    [InlineData("DATABASE_URL", "postgresql://u:s3cret@:5432/d")]
    [InlineData("DATABASE_URL", "postgresql://h:5432/d?s3cret")]
    [InlineData("DATABASE_URL", "postgresql://u:s3cret@[::1:5432/d")]
    [InlineData("DATABASE_URL", "postgresql://u:s3cret@h/d?sslmode=s3cret")]
    public void A_malformed_value_names_the_setting_and_never_shows_the_password(string key, string value)
    {
        var error = Assert.Throws<DatabaseSettingsException>(() => Resolve([(key, value)]));

        Assert.Contains(key, error.Message);
        Assert.DoesNotContain("s3cret", error.ToString());
    }

    [Theory]
    [InlineData(
        "postgresql://ann:pa%40ss%3A%2F%25@db.example.com:6432/shop?sslmode=require",
        "db.example.com",
        6432,
        "ann",
        "pa@ss:/%",
        "shop"
    )]
    [InlineData("postgres://ann:p@ss@host/shop", "host", 5432, "ann", "p@ss", "shop")]
    [InlineData("POSTGRESQL://ann:p:w@[2001:db8::1]:7000/shop", "2001:db8::1", 7000, "ann", "p:w", "shop")]
    [InlineData("postgresql://ann:p@[::1]/a%20b", "::1", 5432, "ann", "p", "a b")]
    [InlineData("postgresql://ann:p@/shop?host=%2Fvar%2Frun", "/var/run", 5432, "ann", "p", "shop")]
    public void Urls_are_decoded(string url, string host, int port, string user, string password, string database)
    {
        var settings = Resolve([("DATABASE_URL", url)]);

        Assert.Equal(
            (host, port, user, password, database),
            (settings.Host!, settings.Port, settings.Username!, settings.Password!, settings.Database!)
        );
    }

    [Fact]
    public void An_unknown_parameter_of_a_url_is_named()
    {
        var error = Assert.Throws<DatabaseSettingsException>(() =>
            Resolve([("DATABASE_URL", "postgresql://u:p@h/d?sslmode=require&pooled=1")])
        );

        Assert.Contains("\"pooled\"", error.Message);
    }

    internal static NpgsqlConnectionStringBuilder Resolve((string, string)[] values, string environment = "Development") =>
        ServiceDatabaseSettings.Resolve(
            Configuration(values),
            new HostingEnvironment { EnvironmentName = environment, ContentRootFileProvider = new NullFileProvider() },
            "auth"
        );

    internal static IConfiguration Configuration((string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build();
}
