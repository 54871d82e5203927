using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Chains;

internal sealed class OnlyThirdContext(DbContextOptions<OnlyThirdContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(OnlyThirdContext)), Migration("20260103000000_C")]
internal sealed class OnlyThirdMakeC : MakeC;
