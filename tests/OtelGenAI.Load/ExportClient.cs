using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;

namespace OtelGenAI.Load;

/// <summary>One connection that sends requests, one at a time.</summary>
internal sealed class ExportClient : IDisposable
{
    private const string GrpcPath = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private const int PrefixBytes = 5;

    private readonly HttpClient _client;
    private readonly Uri _url;
    private readonly bool _isGrpc;

    public ExportClient(Uri address, bool isGrpc)
    {
        _isGrpc = isGrpc;
        _url = new Uri(address, isGrpc ? GrpcPath : "/v1/traces");
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseProxy = false };
        _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Sends a request.</summary>
    /// <returns>Whether it was acknowledged in full.</returns>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url)
        {
            Version = _isGrpc ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new Body(body, _isGrpc),
        };
        using var response = await _client.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.StatusCode == HttpStatusCode.OK && IsFull(response, answer);
    }

    public void Dispose() => _client.Dispose();

    // A full success is an empty message in both encodings of the response; anything else is a partial one, or a status.
    private bool IsFull(HttpResponseMessage response, byte[] answer) => !_isGrpc
        ? answer.Length == 0
        : response.TrailingHeaders.TryGetValues("grpc-status", out var status) && status.Single() == "0" && answer.Length == PrefixBytes;

    private sealed class Body : HttpContent
    {
        private readonly ReadOnlyMemory<byte> _body;
        private readonly bool _isGrpc;

        public Body(ReadOnlyMemory<byte> body, bool isGrpc)
        {
            _body = body;
            _isGrpc = isGrpc;
            Headers.ContentType = new MediaTypeHeaderValue(isGrpc ? "application/grpc" : "application/x-protobuf");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            if (_isGrpc)
            {
                var prefix = new byte[PrefixBytes];
                BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), _body.Length);
                await stream.WriteAsync(prefix);
            }

            await stream.WriteAsync(_body);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Length + (_isGrpc ? PrefixBytes : 0);
            return true;
        }
    }
}
