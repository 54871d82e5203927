using System.Text;
using FsCheck;
using FsCheck.Fluent;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Options;

public class RedisValueTests
{
    [Fact]
    public void Numbers_text_and_bytes_of_the_same_digits_are_equal()
    {
        RedisValue[] same = [42, 42L, 42.0, "42", "42"u8.ToArray(), (ReadOnlyMemory<byte>)"x42y"u8.ToArray().AsMemory(1, 2)];

        Assert.All(same, one => Assert.All(same, other => Assert.Equal(one, other)));
        Assert.Single(same.Select(value => value.GetHashCode()).Distinct());
        Assert.NotEqual<RedisValue>("042", 42);
        Assert.NotEqual<RedisValue>("42 ", 42);
    }

    [Fact]
    public void Nothing_is_neither_empty_nor_zero()
    {
        Assert.True(RedisValue.Null.IsNull);
        Assert.False(RedisValue.EmptyString.IsNull);
        Assert.True(RedisValue.EmptyString.IsNullOrEmpty);
        Assert.NotEqual(RedisValue.Null, RedisValue.EmptyString);
        Assert.NotEqual<RedisValue>(RedisValue.Null, 0);
        Assert.Equal(0, (int)RedisValue.Null);
        Assert.Null((int?)RedisValue.Null);
        Assert.Null((byte[]?)RedisValue.Null);
    }

    [Fact]
    public void What_is_no_number_cannot_be_cast_to_one()
    {
        RedisValue value = "some text";

        Assert.False(value.IsInteger);
        Assert.False(value.TryParse(out long _));
        Assert.Throws<InvalidCastException>(() => (long)value);
        Assert.Throws<InvalidCastException>(() => (double)value);
        Assert.Throws<InvalidCastException>(() => (bool)value);
        Assert.True((bool)(RedisValue)"1");
        Assert.False((bool)(RedisValue)false);
    }

    [Fact]
    public void Text_numbers_and_bytes_come_back_from_their_bytes()
    {
        Prop.ForAll<long>(number => (long)(RedisValue)Sent(number) == number).QuickCheckThrowOnFailure();
        Prop.ForAll<double>(number => double.IsNaN(number) || (double)(RedisValue)Sent(number) == number).QuickCheckThrowOnFailure();
        Prop.ForAll<byte[]>(bytes => bytes is null || Sent(bytes).AsSpan().SequenceEqual(bytes)).QuickCheckThrowOnFailure();
        Prop.ForAll<string>(text => text is null || Sent(text).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Equal_values_have_equal_hashes() => Prop.ForAll<long, double>((number, other) =>
    {
        RedisValue[] values = [number, number.ToString(System.Globalization.CultureInfo.InvariantCulture), other, Sent(other)];
        return values.All(a => values.All(b => a != b || a.GetHashCode() == b.GetHashCode()));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keys_of_the_same_bytes_are_equal_and_can_be_joined()
    {
        RedisKey text = "prefix:key";
        RedisKey bytes = "prefix:key"u8.ToArray();

        Assert.Equal(text, bytes);
        Assert.Equal(text.GetHashCode(), bytes.GetHashCode());
        Assert.Equal(text, ((RedisKey)"key").Prepend("prefix:"));
        Assert.Equal("prefix:key", (string?)((RedisKey)"prefix:"u8.ToArray()).Append("key"));
    }

    [Fact]
    public void A_pattern_is_not_the_channel_of_its_name()
    {
        Assert.NotEqual(RedisChannel.Literal("a*"), RedisChannel.Pattern("a*"));
        Assert.True(new RedisChannel("a*", RedisChannel.PatternMode.Auto).IsPattern);
        Assert.False(new RedisChannel("a", RedisChannel.PatternMode.Auto).IsPattern);
    }

    private static byte[] Sent(RedisValue value) => (byte[]?)value ?? [];
}
