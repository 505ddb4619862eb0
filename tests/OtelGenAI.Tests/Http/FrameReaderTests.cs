using System.Text;
using OtelGenAI.Http.Wire;
using OtelGenAI.Tests.Exchanges;

namespace OtelGenAI.Tests.Http;

public sealed class FrameReaderTests
{
    private const int Limit = 200;

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}\n")]
    [InlineData("{\"a\":1}\r\n\r\n  {\"b\":2}")]
    public void Lines_are_the_same_wherever_the_bytes_are_cut(string stream) =>
        AssertFrames(["{\"a\":1}", "{\"b\":2}"], Encoding.UTF8.GetBytes(stream), static received => new NdjsonReader(received, Limit));

    [Theory]
    [InlineData("[{\"a\":\"}]\\\"\\\\\"},\r\n{\"b\":[{},[]]}]")]
    [InlineData(" [ {\"a\":\"}]\\\"\\\\\"} , {\"b\":[{},[]]} , {\"c\":")]
    [InlineData("{\"a\":\"}]\\\"\\\\\"}{\"b\":[{},[]]}")]
    public void Objects_of_an_array_are_the_same_wherever_the_bytes_are_cut(string stream) =>
        AssertFrames(["{\"a\":\"}]\\\"\\\\\"}", "{\"b\":[{},[]]}"], Encoding.UTF8.GetBytes(stream), static received => new JsonArrayReader(received, Limit));

    [Fact]
    public void Messages_are_the_same_wherever_the_bytes_are_cut_and_whatever_their_checksums_say()
    {
        byte[] good = [.. Exchange.EventStreamMessage("chunk", "{}"), .. Exchange.EventStreamMessage("throttlingException", "{\"message\":\"x\"}")];
        var bad = (byte[])good.Clone();
        bad[8] ^= 0xFF;
        bad[^1] ^= 0xFF;

        AssertFrames(["chunk {}", "throttlingException {\"message\":\"x\"}"], good, static received => new EventStreamReader(received, Limit));
        AssertFrames(["chunk {}", "throttlingException {\"message\":\"x\"}"], bad, static received => new EventStreamReader(received, Limit));
    }

    [Fact]
    public void A_piece_over_the_limit_is_skipped_and_the_next_one_is_read()
    {
        var large = $$"""{"a":"{{new string('x', 300)}}"}""";

        AssertFrames(["{\"b\":2}"], Encoding.UTF8.GetBytes(large + "\n{\"b\":2}\n"), static received => new NdjsonReader(received, Limit));
        AssertFrames(["{\"b\":2}"], Encoding.UTF8.GetBytes($"[{large},{{\"b\":2}}]"), static received => new JsonArrayReader(received, Limit));
        AssertFrames(
            ["chunk {}"],
            [.. Exchange.EventStreamMessage("chunk", large), .. Exchange.EventStreamMessage("chunk", "{}")],
            static received => new EventStreamReader(received, Limit));
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("FFFFFFFFFFFFFFFF0000000000000000")]
    [InlineData("0000001000000010000000000000000000")]
    public void A_message_of_impossible_length_ends_what_can_be_read(string hex)
    {
        byte[] stream = [.. Exchange.EventStreamMessage("chunk", "{}"), .. Convert.FromHexString(hex), .. Exchange.EventStreamMessage("chunk", "{}")];

        AssertFrames(["chunk {}"], stream, static received => new EventStreamReader(received, Limit));
    }

    [Fact]
    public void Random_bytes_disturb_no_reader()
    {
        var random = new Random(20261120);
        var bytes = new byte[64 * 1024];
        for (var round = 0; round < 20; round++)
        {
            random.NextBytes(bytes);
            foreach (var framing in new[] { StreamFraming.Sse, StreamFraming.Ndjson, StreamFraming.JsonArray, StreamFraming.EventStream })
            {
                using var reader = framing.CreateReader(static (name, data) => Assert.InRange(name.Length + data.Length, 0, Limit), Limit);
                foreach (var piece in bytes.Chunk(random.Next(1, 4096)))
                {
                    reader.Append(piece);
                }

                reader.Complete();
            }
        }
    }

    private static void AssertFrames(string[] expected, byte[] stream, Func<FrameReceived, IFrameReader> create)
    {
        foreach (var slice in Enumerable.Range(1, stream.Length))
        {
            var frames = new List<string>();
            using var reader = create((name, data) => frames.Add((name.IsEmpty ? "" : Encoding.UTF8.GetString(name) + " ") + Encoding.UTF8.GetString(data)));
            foreach (var piece in stream.Chunk(slice))
            {
                reader.Append(piece);
            }

            reader.Complete();
            Assert.Equal(expected, frames);
        }
    }
}
