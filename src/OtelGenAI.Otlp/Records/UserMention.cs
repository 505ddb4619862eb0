using System.Globalization;
using System.Text;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Dialects;

namespace OtelGenAI.Otlp.Records;

/// <summary>Looks in messages of any kind for an attribute that names one user, however deep it is.</summary>
/// <remarks>
/// By shape, not by schema: a <c>KeyValue</c> has a key in field 1 and an <c>AnyValue</c> in field 2, wherever it is. A text that looks the same
/// byte for byte would have to be made for the purpose, and would name the user too.
/// </remarks>
/// <param name="userId">The user, exactly.</param>
internal sealed class UserMention(string userId)
{
    // As deep as the decoder follows values.
    private const int MaxDepth = 64;

    private static readonly HashSet<byte[]> Names = new(
        UserAttributeNames.All.Select(Encoding.UTF8.GetBytes), EqualityComparer<byte[]>.Create((x, y) => x.AsSpan().SequenceEqual(y), x => x.Length));

    private static readonly HashSet<int> NameLengths = [.. Names.Select(name => name.Length)];

    private readonly byte[] _text = Encoding.UTF8.GetBytes(userId);

    // Some clients count their users, and send the number.
    private readonly long? _number =
        long.TryParse(userId, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether a message names the user.</summary>
    public bool IsIn(ReadOnlySpan<byte> message) => IsIn(message, depth: 0);

    private bool IsIn(ReadOnlySpan<byte> message, int depth)
    {
        // Almost always there is nothing to look at.
        if (depth > MaxDepth || (_number is null && message.IndexOf(_text) < 0))
        {
            return false;
        }

        var reader = new WireReader(message, origin: 0);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if ((tag & 7) != WireType.Length)
            {
                reader.Skip(tag);
                continue;
            }

            var length = reader.ReadBytes(out var start);
            if (reader.Failure is null && (IsNamedBy(reader.Slice(start, length)) || IsIn(reader.Slice(start, length), depth + 1)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsNamedBy(ReadOnlySpan<byte> keyValue)
    {
        bool isName = false, isUser = false;
        var reader = new WireReader(keyValue, origin: 0);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag is not ((1 << 3) | WireType.Length or (2 << 3) | WireType.Length))
            {
                reader.Skip(tag);
                continue;
            }

            var length = reader.ReadBytes(out var start);
            var bytes = reader.Failure is null ? reader.Slice(start, length) : [];
            if (tag >> 3 == 1)
            {
                isName = NameLengths.Contains(length) && Names.Contains(bytes.ToArray());
            }
            else
            {
                isUser = IsUser(bytes);
            }
        }

        return isName && isUser && reader.Failure is null;
    }

    private bool IsUser(ReadOnlySpan<byte> anyValue)
    {
        const uint Text = (1 << 3) | WireType.Length, Integer = (3 << 3) | WireType.Varint;
        var isUser = false;
        var reader = new WireReader(anyValue, origin: 0);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == Text)
            {
                var length = reader.ReadBytes(out var start);
                isUser = reader.Failure is null && reader.Slice(start, length).SequenceEqual(_text);
            }
            else if (tag == Integer)
            {
                isUser = unchecked((long)reader.ReadVarint()) == _number;
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return isUser && reader.Failure is null;
    }
}
