using System.Net;

namespace OtelGenAI.Http.Wire;

/// <summary>A body that is watched while somebody else sends or reads it: nothing is buffered, nothing is read twice.</summary>
internal sealed class ObservedContent : HttpContent
{
    private readonly BodyObserver _observer;

    public ObservedContent(HttpContent inner, BodyObserver observer)
    {
        Inner = inner;
        _observer = observer;
        foreach (var header in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    /// <summary>The application's body.</summary>
    public HttpContent Inner { get; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _observer.Begin();
        try
        {
            await using var observed = new ObservedStream(stream, _observer, ownsInner: false);
            await Inner.CopyToAsync(observed, context, cancellationToken);
        }
        catch (Exception exception)
        {
            _observer.Fail(exception);
            throw;
        }

        _observer.End();
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _observer.Begin();
        try
        {
            using var observed = new ObservedStream(stream, _observer, ownsInner: false);
            Inner.CopyTo(observed, context, cancellationToken);
        }
        catch (Exception exception)
        {
            _observer.Fail(exception);
            throw;
        }

        _observer.End();
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
    {
        _observer.Begin();
        return new ObservedStream(await Inner.ReadAsStreamAsync(cancellationToken), _observer, ownsInner: true);
    }

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken)
    {
        _observer.Begin();
        return new ObservedStream(Inner.ReadAsStream(cancellationToken), _observer, ownsInner: true);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Inner.Headers.ContentLength ?? 0;
        return Inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _observer.Leave();
            Inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
