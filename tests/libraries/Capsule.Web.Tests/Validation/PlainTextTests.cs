namespace Capsule.Web.Tests.Validation;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Ada Lovelace")]
    [InlineData("Zoë d'Arc-Müller")]
    [InlineData("عائشة")]
    [InlineData("می‌خواهم")]
    [InlineData("नमस्ते")]
    [InlineData("李 👩‍💻")]
    [InlineData("'; drop table users; --")]
    [InlineData("")]
    [InlineData(null)]
    public void What_can_be_seen_in_one_line_is_taken(string? text) => Assert.True(new PlainTextAttribute().IsValid(text));

    [Theory]
    [InlineData("Ada\r\nBcc: everybody")]
    [InlineData("Ada\n")]
    [InlineData("Ada\u2028Lovelace")]
    [InlineData("Ada\u0085Lovelace")]
    [InlineData("Ada\tLovelace")]
    [InlineData("Ada\u001b[31m")]
    [InlineData("Ada\u202eecalevoL")]
    [InlineData("Ada\u2066Lovelace")]
    [InlineData("   ")]
    [InlineData("\u200b\u200d\ufeff")]
    [InlineData("\u0301")]
    public void What_breaks_the_line_turns_the_writing_around_or_cannot_be_seen_is_not(string text) =>
        Assert.False(new PlainTextAttribute().IsValid(text));
}
