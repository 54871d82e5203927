using Capsule.Migrations;

namespace Capsule.Monitor.Migrations;

/// <summary>Lets <c>dotnet ef migrations add</c> create the context.</summary>
internal sealed class DesignTime() : ServiceDesignTimeFactory<MonitorDbContext>("monitor");
