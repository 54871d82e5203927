using Capsule.Contracts.Catalogue;

namespace Capsule.Testing;

/// <summary>The DATABASE.md of a service that has none yet, and the sections that are the same for every service.</summary>
public static class DatabaseDocumentTemplate
{
    private static readonly string[] CommonHeadings = ["## Environment variables", "## Set-up"];

    /// <summary>Returns a whole document for <paramref name="service"/>, with an empty table of the schema.</summary>
    public static string For(PlatformService service)
    {
        ArgumentNullException.ThrowIfNull(service);

        return $$"""
            # The {{service.Name}} service's database

            ## Requirements

            | | |
            |---|---|
            | engine | {{(service.UsesTimescaleDb ? "TimescaleDB on " : "")}}PostgreSQL 15 or newer |
            | database | one of its own (`{{service.Database}}`), or a shared one: everything is in schema `{{service.Schema}}` |
            | encoding | UTF8 |
            | time | `timestamptz` everywhere, UTC |

            ## Extensions

            `uuid-ossp`, `pgcrypto` and `citext`, in schema `public`; `pg_stat_statements` where the server preloads it. The first library step
            creates them; all but the last are trusted extensions, which the database's owner may create.

            ## Permissions

            | role | may |
            |---|---|
            | `{{service.OwnerRole}}` | owns the database; only the migrations bundle connects as it. Needs `CREATEROLE`, or the API's role made beforehand; `CREATEDB` for `drift`, `backup verify` and `backup restore`, which build a database beside it |
            | `{{service.ApiRole}}` | the API: connect, use schema `{{service.Schema}}`, read and write its rows, execute its functions. Nothing else: it cannot create, alter, drop or truncate, and sees no other schema |

            {{EnvironmentVariables(service)}}

            {{SetUp(service)}}

            ## Schema at a glance

            | what | count | names |
            |---|---|---|

            ## Size and growth

            An empty database takes about 9 MB. Then, indexes included:

            | for | rows | about |
            |---|---|---|
            | a message that could not be handled | 1 row in `dead_letters` until it is redelivered, replayed or discarded (docs/messaging.md) | its size + 2 kB |

            ## Partitions and retention

            `outbox_messages` and `inbox_messages` are partitioned by day (of the time in the message id), and whole partitions are dropped after
            `Messaging:Outbox:Retention` and `Messaging:InboxRetention`.

            """;
    }

    /// <summary>Checks the sections that are the same for every service in its document.</summary>
    /// <exception cref="DocumentOutOfDateException">A section is missing or differs.</exception>
    public static void AssertCommonSections(PlatformService service, string markdown, string path)
    {
        var template = For(service);
        foreach (var heading in CommonHeadings)
        {
            var expected = Section(template, heading);
            if (Section(markdown, heading) is not { } found || found != expected)
            {
                throw new DocumentOutOfDateException($"{path} must have this section, as every service has it:\n{expected}");
            }
        }
    }

    private static string? Section(string markdown, string heading)
    {
        var text = markdown.ReplaceLineEndings("\n");
        var start = text.IndexOf(heading + "\n", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var end = text.IndexOf("\n## ", start, StringComparison.Ordinal);
        return (end < 0 ? text[start..] : text[start..end]).TrimEnd();
    }

    private static string EnvironmentVariables(PlatformService service)
    {
        var prefix = service.Schema.ToUpperInvariant();
        return $"""
            ## Environment variables

            The first source that is set is used; if none is set, the service does not start, and its error names all four.

            1. `ConnectionStrings__{service.DatabaseResource}`
            2. `{prefix}_SERVICE_DB_HOST`, `_PORT`, `_NAME`, `_USER`, `_PASSWORD`
            3. `{prefix}_DB_HOST`, `_PORT`, `_NAME`, `_USER`, `_PASSWORD`, and `{prefix}_DB_SCHEMA` for another schema than `{service.Schema}`
            4. `{prefix}_SERVICE_DATABASE_URL`, then `DATABASE_URL`: `postgresql://user:password@host:port/database?sslmode=verify-full`

            The pool: `{prefix}_DB_POOL_MIN` (5), `{prefix}_DB_POOL_MAX` (20), `{prefix}_DB_POOL_IDLE_SECONDS` (30), `{prefix}_DB_CONNECT_TIMEOUT_SECONDS` (10).
            Outside Development, TLS with a verified certificate is required (`VerifyFull` by default); `Transport__AllowInsecure=database` disables that. The
            bundle takes the same settings for the owner, and `API_ROLE` and `API_ROLE_PASSWORD`.
            """;
    }

    private static string SetUp(PlatformService service) =>
        $"""
            ## Set-up

            1. Create the database and its owner: `CREATE ROLE {service.OwnerRole} LOGIN CREATEROLE CREATEDB PASSWORD '…'; CREATE DATABASE {service.Database} OWNER {service.OwnerRole};`
            2. Run the bundle as the owner. Put the password into a file (`host:port:database:user:password`, mode 0600), because every user of the machine can read
               the command line:
               `API_ROLE={service.ApiRole} API_ROLE_PASSWORD=… PGPASSFILE=owner.pgpass dotnet {service.BundleProject}.dll migrate --connection "Host=…;Database={service.Database};Username={service.OwnerRole}"`
            3. Start the service as `{service.ApiRole}`.

            In development the AppHost does all three, on port {service.DatabasePort}.
            """;
}
