using System.Text;
using Capsule.Auth.Credentials.TwoFactor;

namespace Capsule.Auth.Tests.Credentials.TwoFactor;

public sealed class TotpTests
{
    private static readonly byte[] Secret = "12345678901234567890"u8.ToArray();

    // RFC 6238, appendix B, the rows of SHA-1.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_RFC(long seconds, string code)
    {
        var step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds));

        Assert.Equal(code, Totp.CodeOf(Secret, step, digits: 8));
        Assert.Equal(code[2..], Totp.CodeOf(Secret, step));
    }

    // RFC 4226, appendix D.
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void Codes_of_a_counter_are_those_of_the_RFC(long step, string code) => Assert.Equal(code, Totp.CodeOf(Secret, step));

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(29, true)]
    [InlineData(30, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void A_clock_may_be_one_step_ahead_or_behind(int seconds, bool isAccepted)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var shown = Totp.StepAt(now.AddSeconds(seconds));

        Assert.Equal(isAccepted ? shown : null, Totp.FindStep(Secret, Totp.CodeOf(Secret, shown), now));
    }

    // RFC 4648, section 10, without padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_the_RFC(string text, string encoded) =>
        Assert.Equal(encoded, Base32.Encode(Encoding.ASCII.GetBytes(text)));
}
