using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OtelGenAI.Tests.Demo;

internal sealed record ReceivedSpan(
    string Service,
    string Scope,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    string Name,
    bool IsError,
    IReadOnlyDictionary<string, object> Attributes);

/// <summary>Takes OTLP/HTTP in protobuf and remembers the spans; reads only the fields the tests ask about.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<(string Path, IHeaderDictionary Headers)> _requests = new();
    private readonly ConcurrentQueue<byte[]> _bodies = new();
    private int _refusals;

    private OtlpSink(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    /// <summary>The bodies that the spans came in.</summary>
    public IReadOnlyList<byte[]> Bodies => [.. _bodies];

    /// <summary>Paths and headers of all requests, refused ones too.</summary>
    public IReadOnlyList<(string Path, IHeaderDictionary Headers)> Requests => [.. _requests];

    /// <summary>How many requests with spans are still refused, as by a collector that has too much to do.</summary>
    public int Refusals
    {
        get => Volatile.Read(ref _refusals);
        set => Volatile.Write(ref _refusals, value);
    }

    public static async Task<OtlpSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var sink = new OtlpSink(app);
        app.Use(sink.AdmitAsync);
        app.MapPost("/v1/traces", sink.ReceiveAsync);
        app.MapPost("/v1/{signal}", static context => context.Request.Body.CopyToAsync(Stream.Null));
        await app.StartAsync();
        return sink;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        _requests.Enqueue((context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary())));
        if (context.Request.Path != "/v1/traces" || Interlocked.Decrement(ref _refusals) < 0)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return context.Request.Body.CopyToAsync(Stream.Null);
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _bodies.Enqueue(body.ToArray());
        foreach (var resourceSpans in Fields(body.ToArray(), 1))
        {
            var resource = Attributes(Field(resourceSpans, 1), 1);
            foreach (var scopeSpans in Fields(resourceSpans, 2))
            {
                var scope = Text(Field(scopeSpans, 1), 1);
                foreach (var span in Fields(scopeSpans, 2))
                {
                    _spans.Enqueue(new ReceivedSpan(
                        (string)resource.GetValueOrDefault("service.name", ""),
                        scope,
                        Hex(span, 1),
                        Hex(span, 2),
                        Hex(span, 4),
                        Text(span, 5),
                        Number(Field(span, 15), 3) == 2,
                        Attributes(span, 9)));
                }
            }
        }

        context.Response.ContentType = "application/x-protobuf";
    }

    private static Dictionary<string, object> Attributes(byte[] message, int number)
    {
        var attributes = new Dictionary<string, object>();
        foreach (var attribute in Fields(message, number))
        {
            var value = Field(attribute, 2);
            attributes[Text(attribute, 1)] = Read(value).Select(static field => field.Number).FirstOrDefault() switch
            {
                3 => Number(value, 3),
                4 => BitConverter.Int64BitsToDouble(Number(value, 4)),
                _ => Text(value, 1),
            };
        }

        return attributes;
    }

    private static string Hex(byte[] message, int number) => Convert.ToHexStringLower(Field(message, number));

    private static string Text(byte[] message, int number) => Encoding.UTF8.GetString(Field(message, number));

    private static long Number(byte[] message, int number) => Read(message).FirstOrDefault(field => field.Number == number).Value;

    private static byte[] Field(byte[] message, int number) => Fields(message, number).FirstOrDefault() ?? [];

    private static IEnumerable<byte[]> Fields(byte[] message, int number) =>
        Read(message).Where(field => field.Number == number && field.Bytes is not null).Select(field => field.Bytes!);

    private static IEnumerable<(int Number, long Value, byte[]? Bytes)> Read(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = (int)Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    yield return (tag >> 3, Varint(message, ref at), null);
                    break;
                case 1:
                    yield return (tag >> 3, BitConverter.ToInt64(message, at), null);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    yield return (tag >> 3, 0, message[at..(at + length)]);
                    at += length;
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    private static long Varint(byte[] message, ref int at)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
