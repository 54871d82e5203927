using System.Text.Json;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Capsule.Data.Tests.Model;

public sealed class ConventionTests
{
    [Fact]
    public void Tables_columns_keys_and_indexes_are_snake_case()
    {
        using var context = Context("Host=nowhere", "library");

        var script = context.Database.GenerateCreateScript();

        Assert.Contains("CREATE TABLE library.authors", script);
        Assert.Contains("id uuid NOT NULL DEFAULT (uuid_generate_v4())", script);
        Assert.Contains("e_mail citext NOT NULL", script);
        Assert.Contains("home_address_street_name text", script);
        Assert.Contains("created_at timestamp with time zone NOT NULL DEFAULT (current_timestamp)", script);
        Assert.Contains("updated_at timestamp with time zone NOT NULL DEFAULT (current_timestamp)", script);
        Assert.Contains("print_run jsonb", script);
        Assert.Contains("CONSTRAINT pk_books PRIMARY KEY (id)", script);
        Assert.Contains("CONSTRAINT ak_books_isbn_code UNIQUE (isbn_code)", script);
        Assert.Contains("CONSTRAINT fk_books_authors_main_author_id FOREIGN KEY (main_author_id)", script);
        Assert.Contains("CREATE UNIQUE INDEX ix_authors_e_mail ON library.authors (e_mail)", script);
        Assert.Contains("CREATE INDEX ix_books_isbn_code_published_at ON library.books (isbn_code, published_at)", script);
        Assert.Contains("CREATE TABLE library.service_settings", script);
    }

    [Fact]
    public void A_name_given_by_the_model_stays()
    {
        using var context = Context("Host=nowhere", "library");

        Assert.Contains("\"SHELF\" text", context.Database.GenerateCreateScript());
    }

    [Fact]
    public void The_history_of_migrations_is_in_the_services_schema_in_snake_case()
    {
        using var context = Context("Host=nowhere", "library");

        var script = context.GetService<IHistoryRepository>().GetCreateScript();

        Assert.Contains("CREATE TABLE library.__ef_migrations_history", script);
        Assert.Contains("migration_id character varying(150) NOT NULL", script);
    }

    [Fact]
    public void Long_names_are_cut_to_63_characters_and_stay_different()
    {
        using var context = Context("Host=nowhere", "library");

        var names = context
            .Model.FindEntityType(typeof(Book))!
            .GetIndexes()
            .Select(index => index.GetDatabaseName()!)
            .Where(name => name.StartsWith("ix_books_published_at", StringComparison.Ordinal))
            .ToList();

        Assert.Equal(2, names.Distinct().Count());
        Assert.All(names, name => Assert.Equal("ix_books_published_at_main_author_id_isbn_code_updated_at"[..54], name[..54]));
        Assert.Contains(names, name => name.Length == 63);
        Assert.All(names, name => Assert.InRange(name.Length, 1, 63));
    }

    [Fact]
    public async Task What_is_written_is_what_is_read()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var context = Context(database.ConnectionString, "library");
        // On a connection of its own: Npgsql reads the server's types once per pool, and citext is not there before this.
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var create = source.CreateCommand("create extension \"uuid-ossp\";" + context.Database.GenerateCreateScript());
        await create.ExecuteNonQueryAsync();
        var author = new Author
        {
            EMail = "Ann@Example.com",
            HomeAddress = new Address { StreetName = "Main" },
        };
        author.Books.Add(
            new Book
            {
                IsbnCode = "1",
                PrintRun = new PrintRun { CopyCount = 3 },
            }
        );
        context.Add(author);
        context.Add(new ServiceSetting { Key = "k", Value = JsonSerializer.SerializeToElement(new { a = 1 }) });
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        var read = await context.Authors.Include(row => row.Books).SingleAsync(row => row.EMail == "ann@example.COM");
        var setting = await context.ServiceSettings.SingleAsync();

        Assert.Equal((author.Id, "Main", 3), (read.Id, read.HomeAddress!.StreetName, read.Books[0].PrintRun!.CopyCount));
        Assert.Equal(TimeSpan.Zero, read.CreatedAt.Offset);
        Assert.Equal(author.CreatedAt, read.CreatedAt);
        Assert.Equal(1, setting.Value.GetProperty("a").GetInt32());
    }

    [Fact]
    public void The_schema_may_be_set_before_or_after_the_connection()
    {
        var before = new DbContextOptionsBuilder<LibraryContext>();
        before.UseServiceSchema("branch").UseNpgsql("Host=nowhere");
        var after = new DbContextOptionsBuilder<LibraryContext>();
        after.UseNpgsql("Host=nowhere").UseServiceSchema("branch");

        foreach (var options in new[] { before.Options, after.Options })
        {
            using var context = new LibraryContext(options);
            Assert.Equal("branch", context.Schema);
            Assert.Equal("Host=nowhere", context.Database.GetConnectionString());
            Assert.Contains("branch.__ef_migrations_history", context.GetService<IHistoryRepository>().GetCreateScript());
        }
    }

    [Fact]
    public void Code_makes_identifiers_and_the_database_keeps_the_audit_columns()
    {
        using var context = Context("Host=nowhere", "library");

        var author = context.Model.FindEntityType(typeof(Author))!;

        Assert.Equal(ValueGenerated.Never, author.FindProperty("Id")!.ValueGenerated);
        Assert.Equal(ValueGenerated.OnAdd, author.FindProperty("CreatedAt")!.ValueGenerated);
        Assert.Equal(ValueGenerated.OnAddOrUpdate, author.FindProperty("UpdatedAt")!.ValueGenerated);
        Assert.Equal(
            7,
            new Author { EMail = "x" }
                .Id
                .Version
        );
    }

    [Fact]
    public void One_process_can_serve_two_schemas()
    {
        using var first = Context("Host=nowhere", "library");
        using var second = Context("Host=nowhere", "branch_2");

        Assert.Contains("CREATE TABLE library.books", first.Database.GenerateCreateScript());
        Assert.Contains("CREATE TABLE branch_2.books", second.Database.GenerateCreateScript());
    }

    [Theory]
    [InlineData("Id", "id")]
    [InlineData("CreatedAt", "created_at")]
    [InlineData("HTTPStatusCode", "http_status_code")]
    [InlineData("UserID", "user_id")]
    [InlineData("Sha256Hash", "sha256_hash")]
    [InlineData("already_snake", "already_snake")]
    [InlineData("Address_Street", "address_street")]
    public void Snake_case(string name, string expected) => Assert.Equal(expected, SnakeCase.Of(name));

    private static LibraryContext Context(string connectionString, string schema)
    {
        var options = new DbContextOptionsBuilder<LibraryContext>();
        ServiceDbContextOptions.Configure(options, connectionString, schema);
        return new LibraryContext(options.Options);
    }
}
