using System.Text;
using OtelGenAI.Storage.Sqlite.Packing;

namespace OtelGenAI.Storage.Tests.Sqlite.Packing;

public sealed class MessagePackerTests : IDisposable
{
    private readonly MessagePacker _packer = new(maxPieces: 4_096);
    private readonly MessagePieces _pieces = new(new PieceHash());
    private readonly List<byte> _segment = [];

    public void Dispose() => _pieces.Dispose();

    [Fact]
    public void Pieces_follow_each_other_without_a_gap()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var message = Message(random, random.Next(2_000));
            var end = 0;
            var cutter = new PieceCutter(message);
            while (cutter.Next())
            {
                Assert.Equal(end, cutter.Start);
                Assert.True(cutter.End > cutter.Start, $"round {round}: an empty piece at {cutter.Start}");
                end = cutter.End;
            }

            Assert.Equal(message.Length, end);
        }
    }

    [Fact]
    public void A_long_text_is_the_same_piece_wherever_it_stands()
    {
        var text = new string('x', 300);

        Assert.Contains(text, Pieces($$"""[{"role":"assistant","content":"{{text}}"}]"""));
        Assert.Contains(text, Pieces($$"""{"finish_reason":"stop","n":1},{"role":"user","parts":[{"type":"text","text":"{{text}}"}]},{"id":7}"""));
    }

    [Fact]
    public void Every_message_comes_back_whatever_it_repeats()
    {
        var random = new Random(2);
        List<(byte[] Plain, byte[]? Packed, PiecePlace Place, int Length)> stored = [];
        List<byte[]> texts = [.. Enumerable.Range(0, 30).Select(_ => Message(random, random.Next(20, 900)))];
        for (var round = 0; round < 1_000; round++)
        {
            byte[] plain = [.. Enumerable.Range(0, random.Next(1, 9)).SelectMany(_ => texts[random.Next(texts.Count)])];
            texts[random.Next(texts.Count)] = Message(random, random.Next(20, 900));
            stored.Add((plain, Store(plain), new PiecePlace(1, _segment.Count), plain.Length));
        }

        Assert.True(stored.Count(message => message.Packed is not null) > 500, "Too few messages repeat others.");
        var segment = _segment.ToArray();
        foreach (var (plain, packed, _, length) in stored)
        {
            if (packed is not null)
            {
                Assert.True(PackedMessage.TryUnpack(packed, length, segmentNo: 1, _ => segment, out var message));
                Assert.Equal(plain, message);
            }
        }
    }

    [Fact]
    public void A_conversation_takes_little_more_than_its_last_message()
    {
        var random = new Random(3);
        var said = new StringBuilder();
        var packed = 0;
        for (var turn = 0; turn < 20; turn++)
        {
            said.Append($$"""{"role":"user","parts":[{"type":"text","content":"{{Words(random, 800)}}"}]},""");
            packed += Store(Encoding.UTF8.GetBytes($"[{said}]"))?.Length ?? 800;
        }

        Assert.InRange(packed, 20 * 800, 20 * 1_100);
    }

    [Fact]
    public void A_message_that_was_not_stored_is_not_referred_to()
    {
        var message = Encoding.UTF8.GetBytes(Words(new Random(4), 2_000));
        _packer.Pack(message, Cut(message), new PiecePlace(1, 0));

        _packer.Pack(message, Cut(message), new PiecePlace(1, 0));

        Assert.False(_packer.IsPacked);
    }

    [Fact]
    public void Pieces_of_many_messages_are_those_of_each()
    {
        var random = new Random(6);
        using var each = new MessagePieces(new PieceHash());
        using var all = new MessagePieces(new PieceHash());
        List<byte[]> messages = [.. Enumerable.Range(0, 300).Select(_ => Message(random, random.Next(5_000)))];
        messages.ForEach(message => all.Cut(message));

        for (var at = 0; at < messages.Count; at++)
        {
            each.Clear();
            each.Cut(messages[at]);
            Assert.Equal(each[0].ToArray().Select(piece => (piece.Start, piece.End)), all[at].ToArray().Select(piece => (piece.Start, piece.End)));
            Assert.Equal(messages[at].Length < 512, all[at].IsEmpty);
        }
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_read_but_never_throw()
    {
        var random = new Random(5);
        var segment = new byte[1_000];
        for (var round = 0; round < 20_000; round++)
        {
            var packed = new byte[random.Next(40)];
            random.NextBytes(packed);
            PackedMessage.TryUnpack(packed, random.Next(2_000), segmentNo: 3, _ => segment, out _);
            _ = PackedMessage.ReferredSegments(packed, segmentNo: 3).Count();
        }
    }

    [Fact]
    public void The_index_forgets_and_never_errs()
    {
        var index = new PieceIndex(maxPieces: 64);
        for (var piece = 1; piece <= 1_000; piece++)
        {
            index.Add(Hash(piece), new PiecePlace(piece, piece * 10));
        }

        Assert.True(index.TryFind(Hash(1_000), out var latest));
        Assert.Equal(new PiecePlace(1_000, 10_000), latest);
        Assert.InRange(Enumerable.Range(1, 1_000).Count(piece => index.TryFind(Hash(piece), out var place) && place.SegmentNo == piece), 40, 64);
        Assert.DoesNotContain(Enumerable.Range(2_000, 1_000), piece => index.TryFind(Hash(piece), out _));
    }

    private static UInt128 Hash(int piece) => new(ContentHash.Combine((ulong)piece, 1), ContentHash.Combine((ulong)piece, 2));

    private byte[]? Store(byte[] message)
    {
        var place = new PiecePlace(1, _segment.Count);
        var stored = _packer.Pack(message, Cut(message), place).ToArray();
        _segment.AddRange(stored);
        _packer.Keep(place);
        return _packer.IsPacked ? stored : null;
    }

    private ReadOnlySpan<MessagePiece> Cut(byte[] message)
    {
        _pieces.Clear();
        _pieces.Cut(message);
        return _pieces[0];
    }

    private static List<string> Pieces(string message)
    {
        List<string> pieces = [];
        var bytes = Encoding.UTF8.GetBytes(message);
        var cutter = new PieceCutter(bytes);
        while (cutter.Next())
        {
            pieces.Add(Encoding.UTF8.GetString(bytes[cutter.Start..cutter.End]));
        }

        return pieces;
    }

    private static byte[] Message(Random random, int length)
    {
        var message = new byte[length];
        for (var at = 0; at < length; at++)
        {
            message[at] = random.Next(60) == 0 ? (byte)'"' : random.Next(200) == 0 ? (byte)'\n' : (byte)random.Next(256);
        }

        return message;
    }

    private static string Words(Random random, int length) => new([.. Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(26)))]);
}
