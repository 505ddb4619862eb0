using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BenchmarkDotNet.Attributes;
using OpenAI;
using OpenAI.Chat;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace OtelGenAI.Benchmarks.Instrumentation;

/// <summary>
/// What it costs an application to be watched while it reads a stream of 1,000 pieces with OpenAI's SDK. The pieces come one a read from memory, so that neither
/// a server nor sockets are in the figures.
/// </summary>
[MemoryDiagnoser]
public class StreamOverhead
{
    private const int Pieces = 1000;

    private static readonly byte[][] s_reads =
    [
        .. Enumerable.Range(0, Pieces).Select(static i => Encoding.UTF8.GetBytes(
            $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-x","choices":[{"index":0,"delta":{"content":"word {{{i}}}"},"finish_reason":null}],"obfuscation":"{{{new string('x', i % 9 + 1)}}}"}""" + "\n\n")),
        Encoding.UTF8.GetBytes(
            """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n"),
    ];

    private readonly ChatClient _bare = Client(new PiecesFromMemory());
    private readonly ChatClient _watched = Client(new GenAIHttpHandler(new PiecesFromMemory()));
    private TracerProvider? _provider;

    [GlobalSetup]
    public void Listen() => _provider = Sdk.CreateTracerProviderBuilder().AddGenAIInstrumentation().SetSampler(new AlwaysOnSampler()).Build();

    [GlobalCleanup]
    public void CleanUp() => _provider?.Dispose();

    [Benchmark(Baseline = true)]
    public Task<int> Bare() => ReadAsync(_bare);

    [Benchmark]
    public Task<int> Watched() => ReadAsync(_watched);

    private static async Task<int> ReadAsync(ChatClient client)
    {
        var count = 0;
        await foreach (var update in client.CompleteChatStreamingAsync("hi"))
        {
            count += update.ContentUpdate.Count;
        }

        return count;
    }

    private static ChatClient Client(HttpMessageHandler handler) => new(
        "gpt-x",
        new ApiKeyCredential("key"),
        new OpenAIClientOptions { Transport = new HttpClientPipelineTransport(new HttpClient(handler)), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    private sealed class PiecesFromMemory : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => throw new NotSupportedException();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StreamContent(new PieceStream()) { Headers = { ContentType = new MediaTypeHeaderValue("text/event-stream") } },
            };
        }
    }

    private sealed class PieceStream : Stream
    {
        private int _next;
        private int _offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (_next == s_reads.Length)
            {
                return 0;
            }

            var rest = s_reads[_next].AsSpan(_offset);
            var count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
            _offset += count;
            if (count == rest.Length)
            {
                _offset = 0;
                _next++;
            }

            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
