using Capsule.Data;
using Capsule.Migrations.Tests.Chains;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Libraries;

/// <summary>A library in several releases: each has the steps of a folder under Schema, and those of the first that come before.</summary>
internal abstract class BooksSchema(string release) : LibrarySchema("Capsule.Books")
{
    protected override string Resources => $"books/{release}/";
}

/// <summary>One step: a table.</summary>
internal sealed class FirstBooks() : BooksSchema("first");

/// <summary>One file more.</summary>
internal sealed class SecondBooks() : BooksSchema("second");

/// <summary>The first file edited.</summary>
internal sealed class EditedBooks() : BooksSchema("edited");

/// <summary>The first file with CRLF and a byte order mark.</summary>
internal sealed class ConvertedBooks() : BooksSchema("converted");

/// <summary>A second file that fails.</summary>
internal sealed class BrokenBooks() : BooksSchema("broken");

/// <summary>A second file that hurts in production.</summary>
internal sealed class BlockingBooks() : BooksSchema("blocking");

[LibrarySchema<FirstBooks>]
internal sealed class FirstBooksContext(DbContextOptions<FirstBooksContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(FirstBooksContext)), Migration("20260101000000_A")]
internal sealed class FirstBooksMakeA : MakeA;

[LibrarySchema<SecondBooks>]
internal sealed class SecondBooksContext(DbContextOptions<SecondBooksContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(SecondBooksContext)), Migration("20260101000000_A")]
internal sealed class SecondBooksMakeA : MakeA;

[LibrarySchema<EditedBooks>]
internal sealed class EditedBooksContext(DbContextOptions<EditedBooksContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(EditedBooksContext)), Migration("20260101000000_A")]
internal sealed class EditedBooksMakeA : MakeA;

[LibrarySchema<BrokenBooks>]
internal sealed class BrokenBooksContext(DbContextOptions<BrokenBooksContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(BrokenBooksContext)), Migration("20260101000000_A")]
internal sealed class BrokenBooksMakeA : MakeA;

[LibrarySchema<BlockingBooks>]
internal sealed class BlockingBooksContext(DbContextOptions<BlockingBooksContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(BlockingBooksContext)), Migration("20260101000000_A")]
internal sealed class BlockingBooksMakeA : MakeA;
