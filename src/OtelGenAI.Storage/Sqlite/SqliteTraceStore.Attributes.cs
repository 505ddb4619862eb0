using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Sqlite.Catalogue;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite;

// Which attributes arrived: a part of its own, so that the way of a span stays in sight.
public sealed partial class SqliteTraceStore
{
    /// <inheritdoc/>
    public Task<AttributeAnswer> ListAttributesAsync(TenantId tenant, AttributeQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return ReadAsync(tenant, new AttributeAnswer([], Uncounted: 0), session => ListAttributes(session, query), cancellationToken);
    }

    private static AttributeAnswer ListAttributes(ReadSession session, AttributeQuery query)
    {
        var merge = new AttributeMerge(query);
        foreach (var file in session.OldestFirst.Where(file => !(file.Day < query.FromDay) && !(file.Day > query.ToDay)))
        {
            session.ThrowIfCancelled();
            var connection = session.Reader(file).Connection;
            merge.AddUncounted(CatalogueRows.Uncounted(connection));
            foreach (var entry in CatalogueRows.Read(connection, key => merge.Has(in key), query.WithValues))
            {
                merge.Add(entry);
            }
        }

        return merge.ToAnswer();
    }
}
