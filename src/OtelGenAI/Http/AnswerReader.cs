using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Http.Formats;
using OtelGenAI.Http.Wire;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http;

/// <summary>Reads one answer as its bytes pass by: undoes its compression, cuts it into pieces if it streams, and fills the facts. Not thread-safe.</summary>
/// <param name="format">The API spoken.</param>
/// <param name="facts">Is filled.</param>
/// <param name="policy">Decides about content.</param>
/// <param name="contentReceived">Called for each piece of a stream that carries words rather than only its frame.</param>
internal sealed class AnswerReader(IWireFormat format, InvocationFacts facts, ContentPolicy policy, Action contentReceived) : IDisposable
{
    // The counts stand at the end of an answer, after large embeddings.
    private const int MaxResponseBytes = 16 * 1024 * 1024;

    // One piece of a stream; the largest seen is the closing event of OpenAI's Responses API, which repeats the whole answer.
    private const int MaxFrameBytes = 4 * 1024 * 1024;

    private readonly CaptureBuffer _body = new(MaxResponseBytes);
    private ContentDecoder? _decoder;
    private IFrameReader? _frames;
    private StreamedPieces? _stream;
    private bool _hasFinished;

    /// <summary>Whether the answer comes in pieces.</summary>
    public bool IsStream => _stream is not null;

    /// <summary>Whether the answer is in an encoding that cannot be undone here.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Takes the headers.</summary>
    public void Begin(HttpResponseMessage response)
    {
        format.ReadHeaders(response.Headers, facts);
        var headers = response.Content.Headers;
        var framing = (int)response.StatusCode < 400
            ? StreamFramings.Of(headers.ContentType?.MediaType, facts.IsStream, format.FramingOfJson)
            : StreamFraming.None;
        if (framing != StreamFraming.None)
        {
            _stream = new StreamedPieces(format.CreateStreamedResponse(facts, policy), policy);
            _frames = framing.CreateReader(FrameReceived, MaxFrameBytes);
        }

        if (headers.ContentEncoding.LastOrDefault() is { } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            _decoder = headers.ContentEncoding.Count == 1 ? ContentDecoder.Create(encoding, PlainBytesReceived) : null;
            IsUnreadable = _decoder is null;
        }
    }

    /// <summary>Takes the next bytes, as they are on the wire.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (IsUnreadable)
        {
            return;
        }

        if (_decoder is null)
        {
            PlainBytesReceived(bytes);
            return;
        }

        try
        {
            _decoder.Append(bytes);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // Not the encoding it claims to be; what was read until here stands, the rest is for the application to fail on.
            IsUnreadable = true;
        }
    }

    /// <summary>No more bytes come, or nobody waits for them: puts what is known into the facts. Only the first call counts.</summary>
    public void Finish()
    {
        if (_hasFinished || IsUnreadable)
        {
            return;
        }

        _hasFinished = true;
        if (_stream is not null)
        {
            _frames!.Complete();
            _stream.Complete();
            return;
        }

        try
        {
            format.ReadResponse(_body.Written, facts, policy);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // Not JSON, such as a proxy's error page, or cut, or with broken letters inside: what was read until here stands.
        }
    }

    public void Dispose()
    {
        _body.Dispose();
        _frames?.Dispose();
        _decoder?.Dispose();
    }

    private void PlainBytesReceived(ReadOnlySpan<byte> bytes)
    {
        if (_frames is not null)
        {
            _frames.Append(bytes);
        }
        else
        {
            _body.Append(bytes);
        }
    }

    private void FrameReceived(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        try
        {
            if (_stream!.Event(name, data))
            {
                contentReceived();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // One piece that is not JSON, or whose strings are not UTF-8, is the provider's slip; the next ones still count.
        }
    }
}
