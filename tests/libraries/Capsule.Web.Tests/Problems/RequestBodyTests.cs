using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using static Capsule.Web.Tests.Problems.ProblemTests;

namespace Capsule.Web.Tests.Problems;

/// <summary>Requests whose body cannot be read.</summary>
public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("", "body")]
    [InlineData("{", "body")]
    [InlineData("[]", "body")]
    [InlineData("""{"name":""", "name")]
    [InlineData("""{"name":1,"size":3,"parts":[]}""", "name")]
    [InlineData("""{"name":null,"size":3,"parts":[]}""", "name")]
    [InlineData("""{"name":"a","size":"3","parts":[]}""", "size")]
    [InlineData("""{"name":"a","size":9999999999,"parts":[]}""", "size")]
    [InlineData("""{"name":"a","size":3,"parts":[{"code":"x"},{"code":7}]}""", "parts[1].code")]
    [InlineData("""{"name":"a","name":"a","size":3,"parts":[]}""", "name")]
    [InlineData("""{"name":"a","NAME":"a","size":3,"parts":[]}""", "name")]
    [InlineData("""{"name":"a","size":3,"parts":[{"code":"x","Code":"x"}]}""", "parts[0].code")]
    [InlineData("{}", "name,size,parts")]
    public async Task A_body_that_cannot_be_read_is_400_and_names_the_fields(string body, string fields)
    {
        await using var service = await StartAsync();

        var response = await service.Client.PostAsync("/things", Json(body));

        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest, ProblemTypes.Validation);
        Assert.Equal(fields.Split(','), Fields(problem));
    }

    [Fact]
    public async Task Unknown_members_are_tolerated()
    {
        await using var service = await StartAsync();

        var response = await service.Client.PostAsync("/things", Json("""{"name":"a","size":3,"parts":[],"colour":"red"}"""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_body_of_another_media_type_is_415()
    {
        await using var service = await StartAsync();

        var response = await service.Client.PostAsync("/things", new StringContent("name=a", Encoding.UTF8, "text/plain"));

        await ProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "urn:capsule:problem:unsupported-media-type");
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-7")]
    [InlineData("nonsense")]
    public async Task Json_in_another_charset_than_UTF_8_is_415(string charset)
    {
        await using var service = await StartAsync();
        using var body = Json("""{"name":"a","size":3,"parts":[]}""");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse($"application/json; charset=\"{charset}\"");

        var response = await service.Client.PostAsync("/things", body);

        await ProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "urn:capsule:problem:unsupported-media-type");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_1_MiB_is_413(bool chunked)
    {
        await using var service = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/things") { Content = Json($"\"{new string('x', 1024 * 1024)}\"") };
        request.Headers.TransferEncodingChunked = chunked;

        var response = await service.Client.SendAsync(request);

        await ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "urn:capsule:problem:payload-too-large");
    }

    [Fact]
    public async Task An_endpoint_may_take_a_larger_body()
    {
        await using var service = await StartAsync();

        var response = await service.Client.PostAsync("/large", Json($"\"{new string('x', 2 * 1024 * 1024)}\""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Json_that_code_reads_itself_is_400_too()
    {
        await using var service = await StartAsync();

        var response = await service.Client.GetAsync("/reads-json");

        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest, ProblemTypes.Validation);
        Assert.Equal(["size"], Fields(problem));
    }
}
