using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Sample.Migrations.Chain;

/// <summary>A service whose ten migrations do a little of everything, in and outside of transactions.</summary>
public sealed class ChainDbContext(DbContextOptions<ChainDbContext> options) : ServiceDbContext(options, "chain");
