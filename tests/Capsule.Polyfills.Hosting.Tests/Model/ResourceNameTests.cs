using Aspire.Hosting;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class ResourceNameTests
{
    [Fact]
    public void A_name_is_taken_once_whatever_its_case()
    {
        var builder = Resolve.RunBuilder();
        builder.AddRedis("cache");

        var error = Assert.Throws<DistributedApplicationException>(() => builder.AddParameter("CACHE"));

        Assert.Equal(
            "Cannot add resource of type 'Aspire.Hosting.ApplicationModel.ParameterResource' with name 'CACHE' because resource of type 'Aspire.Hosting.ApplicationModel.RedisResource' with that name already exists. Resource names are case-insensitive.",
            error.Message);
    }

    [Theory]
    [InlineData("", "must be between 1 and 64 characters long.")]
    [InlineData("a_b", "must contain only ASCII letters, digits, and hyphens.")]
    [InlineData("größe", "must contain only ASCII letters, digits, and hyphens.")]
    [InlineData("a--b", "cannot contain consecutive hyphens.")]
    [InlineData("1a", "must start with an ASCII letter.")]
    [InlineData("-a", "must start with an ASCII letter.")]
    [InlineData("a-", "cannot end with a hyphen.")]
    public void A_name_that_cannot_be_a_host_name_is_refused(string name, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => Resolve.RunBuilder().AddParameter(name));

        Assert.StartsWith($"Resource name '{name}' is invalid. Name {reason}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_has_at_most_64_characters()
    {
        var builder = Resolve.RunBuilder();

        builder.AddParameter(new string('a', 64));

        Assert.Throws<ArgumentException>(() => builder.AddParameter(new string('b', 65)));
    }
}
