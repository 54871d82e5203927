namespace Capsule.Hosting.LocalServers.Tests;

public sealed class ImageVersionTests
{
    [Theory]
    [InlineData("15", "15")]
    [InlineData("18.1-alpine", "18")]
    [InlineData("2.24.0-pg15", "15")]
    [InlineData("latest", null)]
    [InlineData(null, null)]
    public void Postgres_version_is_read_from_the_image_tag(string? tag, string? expected) =>
        Assert.Equal(expected, ImageVersion.OfPostgres(tag));
}
