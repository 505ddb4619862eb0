using System.Net;
using System.Net.Http.Headers;

namespace OtelGenAI.EndToEnd.Tests.ExistingCollectors;

/// <summary>A request whose body has begun and does not end until the test lets it: its bytes are charged to the receiver's budget.</summary>
internal sealed class HeldRequest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _sending;

    private HeldRequest(Uri otlpHttp) => _sending = _client.PostAsync(new Uri(otlpHttp, "/v1/traces"), new HeldBody(_release.Task));

    /// <summary>Begins it, and waits until the program holds its bytes.</summary>
    public static async Task<HeldRequest> BeginAsync(CollectorProcess collector)
    {
        var request = new HeldRequest(collector.OtlpHttp);
        await Eventually.IsAsync(() => collector.MetricAsync("otelgenai_receiver_held_bytes"), held => held > 0, Patience);
        return request;
    }

    /// <summary>Ends it. Its zeros are no OTLP, so nothing of it is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        _release.SetResult();
        await _sending;
        _client.Dispose();
    }

    private sealed class HeldBody : HttpContent
    {
        private readonly Task _release;

        public HeldBody(Task release)
        {
            _release = release;
            Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            // Enough for the server's least rate of bytes a second, for longer than the test takes.
            await stream.WriteAsync(new byte[60_000]);
            await stream.FlushAsync();
            await _release;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
