using System.Text;
using OtelGenAI.Http.Wire;

namespace OtelGenAI.Tests.Http;

public sealed class SseReaderTests
{
    [Theory]
    [InlineData("data: a\n\ndata: b\n\n")]
    [InlineData("data:a\r\n\r\ndata:b\r\n\r\n")]
    [InlineData("data: a\r\rdata: b\r\r")]
    [InlineData(": comment\nevent: x\nid: 7\ndata: a\n\n\n\nretry: 5\n\ndata: b")]
    public void Events_are_the_same_wherever_the_bytes_are_cut(string stream)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var slice = 1; slice <= bytes.Length; slice++)
        {
            Assert.Equal(["a", "b"], Read(bytes, slice, limitBytes: 100));
        }
    }

    [Fact]
    public void Data_lines_of_one_event_are_joined()
    {
        Assert.Equal(["a\nb"], Read("data: a\ndata: b\n\n"u8.ToArray(), slice: 3, limitBytes: 100));
    }

    [Fact]
    public void An_event_over_the_limit_is_skipped_and_the_next_one_is_read()
    {
        Assert.Equal(["b"], Read("data: aaaaaaaaaaaaaaaaaaaa\n\ndata: b\n\n"u8.ToArray(), slice: 4, limitBytes: 12));
    }

    private static List<string> Read(byte[] bytes, int slice, int limitBytes)
    {
        var events = new List<string>();
        using var reader = new SseReader((_, data) => events.Add(Encoding.UTF8.GetString(data)), limitBytes);
        foreach (var piece in bytes.Chunk(slice))
        {
            reader.Append(piece);
        }

        reader.Complete();
        return events;
    }
}
