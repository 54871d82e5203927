using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Chains;

internal sealed class FirstAndThirdContext(DbContextOptions<FirstAndThirdContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(FirstAndThirdContext)), Migration("20260101000000_A")]
internal sealed class FirstAndThirdMakeA : MakeA;

[DbContext(typeof(FirstAndThirdContext)), Migration("20260103000000_C")]
internal sealed class FirstAndThirdMakeC : MakeC;
