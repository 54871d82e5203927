using Capsule.Data;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Chains;

/// <summary>A service with an outbox: the steps of Capsule.Data precede those of Capsule.Messaging, which create it.</summary>
[LibrarySchema<MessagingSchema>]
internal sealed class PublishingContext(DbContextOptions<PublishingContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(PublishingContext)), Migration("20260101000000_A")]
internal sealed class PublishingMakeA : MakeA;
