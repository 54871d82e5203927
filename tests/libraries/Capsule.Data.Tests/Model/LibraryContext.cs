using Microsoft.EntityFrameworkCore;

namespace Capsule.Data.Tests.Model;

/// <summary>A context with one of everything that the conventions name.</summary>
public sealed class LibraryContext(DbContextOptions<LibraryContext> options) : ServiceDbContext(options, "library")
{
    public DbSet<Book> Books => Set<Book>();

    public DbSet<Author> Authors => Set<Author>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Author>(author =>
        {
            author.Property(row => row.EMail).IsCitext();
            author.HasIndex(row => row.EMail).IsUnique();
            author.OwnsOne(row => row.HomeAddress);
            author.HasMany(row => row.Books).WithOne(row => row.MainAuthor).HasForeignKey(row => row.MainAuthorId);
        });
        modelBuilder.Entity<Book>(book =>
        {
            book.HasAlternateKey(row => row.IsbnCode);
            book.OwnsOne(row => row.PrintRun, run => run.ToJson());
            book.HasIndex(row => new { row.IsbnCode, row.PublishedAt });
            book.HasIndex(row => new
            {
                row.PublishedAt,
                row.MainAuthorId,
                row.IsbnCode,
                row.UpdatedAt,
                row.CreatedAt,
            });
            book.HasIndex(row => new
            {
                row.PublishedAt,
                row.MainAuthorId,
                row.IsbnCode,
                row.UpdatedAt,
                row.Id,
            });
            book.Property(row => row.ShelfMark).HasColumnName("SHELF");
        });
    }
}

public sealed class Author : Entity
{
    public required string EMail { get; set; }

    public Address? HomeAddress { get; set; }

    public List<Book> Books { get; } = [];
}

public sealed class Address
{
    public required string StreetName { get; set; }
}

public sealed class Book : Entity
{
    public required string IsbnCode { get; init; }

    public string? ShelfMark { get; set; }

    public DateTimeOffset PublishedAt { get; set; }

    public Guid MainAuthorId { get; set; }

    public Author? MainAuthor { get; set; }

    public PrintRun? PrintRun { get; set; }
}

public sealed class PrintRun
{
    public int CopyCount { get; set; }
}
