using Capsule.Data;
using Capsule.Migrations.Tests.Libraries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.LineEnds;

[LibrarySchema<FirstBooks>]
internal sealed class OriginalContext(DbContextOptions<OriginalContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(OriginalContext)), Migration("20260101000000_Greeting")]
internal sealed class OriginalGreeting : MakeGreeting;

/// <summary>The same files with CRLF and a byte order mark.</summary>
[LibrarySchema<ConvertedBooks>]
internal sealed class ConvertedContext(DbContextOptions<ConvertedContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(ConvertedContext)), Migration("20260101000000_Greeting")]
internal sealed class ConvertedGreeting : MakeConvertedGreeting;

/// <summary>One letter changed in each file.</summary>
[LibrarySchema<EditedBooks>]
internal sealed class ChangedContext(DbContextOptions<ChangedContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(ChangedContext)), Migration("20260101000000_Greeting")]
internal sealed class ChangedGreeting : MakeChangedGreeting;

/// <summary>SQL that begins with a byte order mark, as a file does that is read byte by byte.</summary>
internal sealed class MarkedContext(DbContextOptions<MarkedContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(MarkedContext)), Migration("20260101000000_Marked")]
internal sealed class Marked : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("\uFEFFcreate table chain.marked (id int)");
}
