using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Chains;

internal sealed class EditedContext(DbContextOptions<EditedContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(EditedContext)), Migration("20260101000000_A")]
internal sealed class EditedMakeAEdited : MakeAEdited;

[DbContext(typeof(EditedContext)), Migration("20260103000000_C")]
internal sealed class EditedMakeC : MakeC;
