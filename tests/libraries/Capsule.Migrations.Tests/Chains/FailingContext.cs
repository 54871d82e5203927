using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Chains;

internal sealed class FailingContext(DbContextOptions<FailingContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(FailingContext)), Migration("20260101000000_A")]
internal sealed class FailingMakeA : MakeA;

[DbContext(typeof(FailingContext)), Migration("20260104000000_Broken")]
internal sealed class FailingBroken : Broken;
