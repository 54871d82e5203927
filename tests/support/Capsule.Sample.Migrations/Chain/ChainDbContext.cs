using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Sample.Migrations.Chain;

/// <summary>
/// A service whose ten migrations, and the two steps of a library before them, do a little of everything, in and outside of transactions.
/// </summary>
[LibrarySchema<ShelfSchema>]
public sealed class ChainDbContext(DbContextOptions<ChainDbContext> options) : ServiceDbContext(options, "chain");
