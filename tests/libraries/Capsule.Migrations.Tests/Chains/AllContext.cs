using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Chains;

internal sealed class AllContext(DbContextOptions<AllContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(AllContext)), Migration("20260101000000_A")]
internal sealed class AllMakeA : MakeA;

[DbContext(typeof(AllContext)), Migration("20260102000000_B")]
internal sealed class AllMakeB : MakeB;

[DbContext(typeof(AllContext)), Migration("20260103000000_C")]
internal sealed class AllMakeC : MakeC;
