using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Chains;

internal sealed class FirstContext(DbContextOptions<FirstContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(FirstContext)), Migration("20260101000000_A")]
internal sealed class FirstMakeA : MakeA;
