namespace OtelGenAI.Fuzz;

/// <summary>Changes bytes as damage, bad clients and attackers do.</summary>
public static class Mutation
{
    // Bytes at which length, sign and encoding change their meaning, in protobuf and in JSON.
    private static readonly byte[] Interesting = [0x00, 0x01, 0x7F, 0x80, 0xFF, 0x0A, 0x12, (byte)'"', (byte)'\\', (byte)'{', (byte)'[', (byte)'}', (byte)'-', 0xC0, 0xED];

    /// <summary>One to eight changes.</summary>
    /// <param name="body">What is changed.</param>
    /// <param name="other">Where foreign pieces come from.</param>
    /// <param name="random">Decides.</param>
    public static byte[] Of(byte[] body, byte[] other, Random random)
    {
        List<byte> bytes = [.. body];

        // Mostly one or two: after many, nothing gets past the framing.
        for (var change = 1 + (random.Next(9) * random.Next(9) / 9); change > 0; change--)
        {
            ChangeOne(bytes, other, random);
        }

        return [.. bytes];
    }

    private static void ChangeOne(List<byte> bytes, byte[] other, Random random)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
            return;
        }

        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 64), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = Interesting[random.Next(Interesting.Length)];
                break;
            case 2:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                var from = random.Next(Math.Max(1, other.Length));
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(length, other.Length - from)));
                break;
        }
    }
}
