using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Migrations.Tests.Lint;

/// <summary>A service whose second migration does everything that lint is there for.</summary>
internal sealed class LintedDbContext(DbContextOptions<LintedDbContext> options) : ServiceDbContext(options, "linted");
