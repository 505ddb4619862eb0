using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace OtelGenAI.Fuzz;

/// <summary>Changes requests where HTTP changes its meaning: method, path, names and values of headers, framing.</summary>
public static class RequestMutation
{
    private static readonly string[] Methods = ["GET", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "post", "CONNECT", "PRI", "G\u00cbT", ""];

    private static readonly string[] PathPieces =
        ["/", "//", "/..", "/.", "%2e%2e", "%00", "%", "%zz", "?", "?q=(", "?limit=-1", "?cursor=%ff", "#", ";", "\\", "v1/traces", "/api/v1/traces/", new('a', 9_000), "\u00e4", " "];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Content-Encoding", "gzip"), ("Content-Encoding", "deflate"), ("Content-Encoding", "gzip, gzip"), ("Content-Encoding", "\u00ff"), ("Content-Type", "application/json"),
        ("Content-Type", "application/x-protobuf"), ("Content-Type", ";"), ("Content-Type", "application/grpc"), ("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "gzip, chunked"),
        ("Content-Length", "-1"), ("Content-Length", "99999999999999999999"), ("Content-Length", "0"), ("Content-Length", "67108865"), ("Expect", "100-continue"),
        ("Upgrade", "h2c"), ("Connection", "close"), ("Host", ""), ("Host", "evil.example:80"), ("Host", "[::1]:4318"), ("Host", "a b"), ("Origin", "null"),
        ("Authorization", "Bearer"), ("Authorization", "Basic %%%"), ("Authorization", "Bearer og_00000000_0"), ("x-api-key", ""), ("Cookie", "otelgenai_session=\""),
        ("grpc-timeout", "99999999H"), ("grpc-timeout", "0n"), ("grpc-timeout", "1m"), ("grpc-timeout", "-1S"), ("grpc-encoding", "gzip"), ("grpc-encoding", "snappy"),
        ("te", "trailers"), ("x", new string('x', 20_000)), ("traceparent", "00-0-0-0"), ("Access-Control-Request-Method", "POST"), ("Range", "bytes=0-"), ("Accept-Encoding", "gzip"),
    ];

    /// <summary>Changes a request of HTTP/1.1.</summary>
    public static byte[] Http1(byte[] request, byte[] other, Random random)
    {
        if (random.Next(4) == 0)
        {
            return Mutation.Of(request, other, random);
        }

        var parts = Change(Parts.Of(request), Parts.Of(other), random);
        return parts.ToHttp1(hasLength: random.Next(8) > 0);
    }

    /// <summary>Changes a request and says it in HTTP/2, as a call of gRPC.</summary>
    public static byte[] Http2(byte[] request, byte[] other, Random random)
    {
        var parts = Change(Parts.Of(request) with { Path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export" }, Parts.Of(other), random);
        List<(string, string)> fields =
        [
            (":method", parts.Method), (":scheme", "http"), (":path", parts.Path), (":authority", "localhost"),
            .. parts.Headers.Where(header => header.Name is not ("Host" or "Content-Length" or "Content-Type")).Select(header => (header.Name.ToLowerInvariant(), header.Value)),
            ("content-type", random.Next(30) == 0 ? "application/grpc+json" : "application/grpc"),
        ];
        var message = Framed(parts.Body, random);
        var cut = random.Next(message.Length + 1);
        byte[] conversation =
        [
            .. Http2Bytes.Frame(Http2Bytes.Settings, 0, 0, []),
            .. Http2Bytes.Frame(Http2Bytes.Headers, Http2Bytes.EndHeaders, 1, Http2Bytes.HeaderBlock(fields)),
            .. Http2Bytes.Frame(Http2Bytes.Data, 0, 1, message.AsSpan(0, cut)),
            .. Http2Bytes.Frame(Http2Bytes.Data, Http2Bytes.EndStream, 1, message.AsSpan(cut)),
        ];

        // Damaged frames end the connection in the server below us, so a few are enough.
        return [.. Http2Bytes.Preface, .. random.Next(50) == 0 ? Mutation.Of(conversation, conversation, random) : conversation];
    }

    // A gRPC message: flag, length, bytes, each of which may be wrong.
    private static byte[] Framed(byte[] body, Random random)
    {
        var frame = new byte[5 + body.Length];
        frame[0] = (byte)(random.Next(4) == 0 ? random.Next(3) : 0);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), random.Next(8) == 0 ? (uint)random.NextInt64(uint.MaxValue) : (uint)body.Length);
        body.CopyTo(frame, 5);
        return random.Next(10) == 0 ? [.. frame, .. frame] : random.Next(10) == 0 ? frame[..random.Next(frame.Length)] : frame;
    }

    private static Parts Change(Parts parts, Parts other, Random random)
    {
        for (var change = 1 + random.Next(3); change > 0; change--)
        {
            parts = random.Next(7) switch
            {
                0 => parts with { Method = Methods[random.Next(Methods.Length)] },
                1 => parts with { Path = parts.Path.Insert(random.Next(parts.Path.Length + 1), PathPieces[random.Next(PathPieces.Length)]) },
                2 => parts with { Path = Encoding.Latin1.GetString(Mutation.Of(Encoding.Latin1.GetBytes(parts.Path), Encoding.Latin1.GetBytes(other.Path), random)) },
                3 => parts with { Headers = [.. parts.Headers, Headers[random.Next(Headers.Length)]] },
                4 => parts with { Headers = [.. parts.Headers.Where(_ => random.Next(3) > 0)] },
                5 => parts with { Headers = [.. parts.Headers.Select(header => random.Next(3) > 0 ? header : Damaged(header, random))] },
                _ => parts with { Body = Mutation.Of(parts.Body, other.Body, random) },
            };
        }

        return parts;
    }

    private static (string Name, string Value) Damaged((string Name, string Value) header, Random random)
    {
        var value = Encoding.Latin1.GetString(Mutation.Of(Encoding.Latin1.GetBytes(header.Value), Encoding.Latin1.GetBytes(header.Name), random));
        return random.Next(6) == 0 ? (header.Name + value[..Math.Min(3, value.Length)], header.Value) : (header.Name, value);
    }

    private sealed record Parts(string Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
    {
        public static Parts Of(byte[] request)
        {
            var end = request.AsSpan().IndexOf("\r\n\r\n"u8);
            var lines = Encoding.Latin1.GetString(request, 0, end < 0 ? request.Length : end).Split("\r\n");
            var line = lines[0].Split(' ');
            var headers = lines.Skip(1).Select(header => header.Split(": ", 2)).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1]));
            return new Parts(line[0], line.Length > 1 ? line[1] : "/", [.. headers], end < 0 ? [] : request[(end + 4)..]);
        }

        public byte[] ToHttp1(bool hasLength)
        {
            var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Method} {Path} HTTP/1.1\r\n");
            foreach (var (name, value) in Headers.Where(header => !hasLength || header.Name != "Content-Length"))
            {
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            }

            if (hasLength)
            {
                head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
            }

            return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body];
        }
    }
}
