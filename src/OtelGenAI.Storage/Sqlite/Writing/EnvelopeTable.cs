using System.Buffers.Binary;
using System.Security.Cryptography;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry.Dialects;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Stores each resource and scope envelope once per file, and says its number.</summary>
/// <param name="connection">The writer's connection.</param>
/// <param name="keepsLabels">Whether the file has a column for what a resource says of whole traces.</param>
internal sealed class EnvelopeTable(SqliteConnection connection, bool keepsLabels) : IDisposable
{
    // A service has a handful; a client that makes up a resource per request must not grow the process.
    private const int MaxRemembered = 4_096;

    // Half of a SHA-256: two envelopes under one digest would be a wrong resource on a span, so this one may not be fooled.
    private const int DigestBytes = 16;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<UInt128, long> _numbers = [];

    /// <summary>The number of an envelope.</summary>
    /// <param name="envelope">Its bytes.</param>
    /// <param name="resource">What a dialect reader understood of it; nothing for a scope.</param>
    public long Number(ReadOnlySpan<byte> envelope, in ResourceColumns resource)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(envelope, resource, digest);
        digest = digest[..DigestBytes];
        var key = BinaryPrimitives.ReadUInt128BigEndian(digest);
        if (_numbers.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_numbers.Count >= MaxRemembered)
        {
            _numbers.Clear();
        }

        return _numbers[key] = Find(digest) ?? Add(digest, envelope, resource);
    }

    public void Dispose() => _hash.Dispose();

    private void Digest(ReadOnlySpan<byte> envelope, in ResourceColumns resource, Span<byte> digest)
    {
        AppendWithLength(resource.ServiceName.Span);
        AppendWithLength(resource.ServiceVersion.Span);
        AppendWithLength(resource.Environment.Span);
        _hash.AppendData(envelope);
        _hash.GetHashAndReset(digest);
    }

    private void AppendWithLength(ReadOnlySpan<byte> text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        _hash.AppendData(length);
        _hash.AppendData(text);
    }

    private long? Find(ReadOnlySpan<byte> digest)
    {
        var query = connection.Statement("SELECT envelope_no FROM envelopes WHERE digest = ?");
        try
        {
            query.BindBlob(1, digest);
            return query.Step() ? query.Int64(0) : null;
        }
        finally
        {
            query.Reset();
        }
    }

    private long Add(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> envelope, in ResourceColumns resource)
    {
        var number = connection.QueryInt64("SELECT max(envelope_no) FROM envelopes") + 1;
        var insert = connection.Statement(keepsLabels
            ? "INSERT INTO envelopes(envelope_no, digest, service, release, environment, envelope, labels) VALUES(?, ?, ?, ?, ?, ?, ?)"
            : "INSERT INTO envelopes(envelope_no, digest, service, release, environment, envelope) VALUES(?, ?, ?, ?, ?, ?)");
        insert.Bind(1, number);
        insert.BindBlob(2, digest);
        insert.BindText(3, resource.ServiceName.Span);
        insert.BindText(4, resource.ServiceVersion.Span);
        insert.BindText(5, resource.Environment.Span);
        insert.BindBlob(6, envelope);
        if (keepsLabels)
        {
            insert.BindText(7, resource.Labels);
        }

        insert.Run();
        return number;
    }
}
