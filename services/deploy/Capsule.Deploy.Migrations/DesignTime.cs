using Capsule.Migrations;

namespace Capsule.Deploy.Migrations;

/// <summary>Lets <c>dotnet ef migrations add</c> create the context.</summary>
internal sealed class DesignTime() : ServiceDesignTimeFactory<DeployDbContext>("deploy");
