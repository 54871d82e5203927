using Capsule.Migrations;

namespace Capsule.Sample.Migrations;

/// <summary>For <c>dotnet ef migrations add</c>.</summary>
internal sealed class DesignTime() : ServiceDesignTimeFactory<SampleDbContext>("sample");
