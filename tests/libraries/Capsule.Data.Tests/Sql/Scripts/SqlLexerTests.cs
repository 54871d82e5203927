namespace Capsule.Data.Tests.Sql.Scripts;

public sealed class SqlLexerTests
{
    [Theory]
    [InlineData("select a.b", "Word select|Word a|Symbol .|Word b")]
    [InlineData("x'1F' n'a' B'0' E'\\''", "StringLiteral x'1F'|StringLiteral n'a'|StringLiteral B'0'|StringLiteral E'\\''")]
    [InlineData("u&'a' U&\"a\" u & a", "StringLiteral u&'a'|QuotedName U&\"a\"|Word u|Symbol &|Word a")]
    [InlineData("\"a\"\"b\"", "QuotedName \"a\"\"b\"")]
    [InlineData("'a'\n'b' 'c' 'd'", "StringLiteral 'a'\n'b'|StringLiteral 'c'|StringLiteral 'd'")]
    [InlineData("a$1$ $1 $a $$b$$", "Word a$1$|Parameter $1|Symbol $|Word a|StringLiteral $$b$$")]
    [InlineData("1 1.5 .5 1e-3 1.5E+10 0x1F 1_000", "Number 1|Number 1.5|Number .5|Number 1e-3|Number 1.5E+10|Number 0x1F|Number 1_000")]
    [InlineData("1..2 0xE-1 1-2", "Number 1|Symbol .|Number .2|Number 0xE|Symbol -|Number 1|Number 1|Symbol -|Number 2")]
    [InlineData(
        "a::int b:=1 c[1:2]",
        "Word a|Symbol ::|Word int|Word b|Symbol :=|Number 1|Word c|Symbol [|Number 1|Symbol :|Number 2|Symbol ]"
    )]
    [InlineData("größe\u00A0 -- x\n/* y */ _a", "Word größe\u00A0|Word _a")]
    public void Each_token_has_its_kind_and_its_text(string sql, string tokens) => Assert.Equal(tokens, string.Join('|', Read(sql)));

    private static List<string> Read(string sql)
    {
        var tokens = new List<string>();
        var lexer = new SqlLexer(sql);
        while (lexer.Read())
        {
            tokens.Add($"{lexer.Kind} {lexer.Text}");
        }

        return tokens;
    }
}
