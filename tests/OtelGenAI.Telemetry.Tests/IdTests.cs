namespace OtelGenAI.Telemetry.Tests;

public class IdTests
{
    [Theory]
    [InlineData("0af7651916cd43dd8448eb211c80319c", true)]
    [InlineData("0AF7651916CD43DD8448EB211C80319C", true)]
    [InlineData("00000000000000000000000000000000", false)]
    [InlineData("0af7651916cd43dd8448eb211c80319", false)]
    [InlineData("0af7651916cd43dd8448eb211c80319cc", false)]
    [InlineData("0xf7651916cd43dd8448eb211c80319c", false)]
    [InlineData(" af7651916cd43dd8448eb211c80319c", false)]
    [InlineData("", false)]
    public void A_trace_id_is_32_hexadecimal_digits_that_are_not_all_zero(string text, bool isId)
    {
        Assert.Equal(isId, TraceId.TryParse(text, out var id));
        if (isId)
        {
            Assert.Equal(text.ToLowerInvariant(), id.ToString());
        }
    }

    [Fact]
    public void An_id_survives_the_wire()
    {
        Span<byte> bytes = stackalloc byte[16];
        Some.TraceId.WriteTo(bytes);

        Assert.Equal(0x0a, bytes[0]);
        Assert.True(TraceId.TryRead(bytes, out var read));
        Assert.Equal(Some.TraceId, read);
        Assert.False(TraceId.TryRead(bytes[1..], out _));
        Assert.False(SpanId.TryRead(new byte[8], out _));
    }

    [Theory]
    [InlineData("default", true)]
    [InlineData("team-1_x", true)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("Team", false)]
    [InlineData("a b", false)]
    public void A_tenant_name_can_be_a_folder_everywhere(string name, bool isValid) => Assert.Equal(isValid, TenantId.IsValid(name));

    [Fact]
    public void Times_are_clamped_to_what_can_be_subtracted()
    {
        Assert.Equal((5, 5), SpanTimes.Normalize(5, 3));
        Assert.Equal((long.MaxValue, long.MaxValue), SpanTimes.Normalize(ulong.MaxValue, 1));
        Assert.Equal((0, long.MaxValue), SpanTimes.Normalize(0, ulong.MaxValue));
    }
}
