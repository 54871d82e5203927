using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Chains;

internal sealed class StepwiseContext(DbContextOptions<StepwiseContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(StepwiseContext)), Migration("20260101000000_A")]
internal sealed class StepwiseMakeA : MakeA;

[DbContext(typeof(StepwiseContext)), Migration("20260105000000_Steps")]
internal sealed class StepwiseSteps : Steps;
