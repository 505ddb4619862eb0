using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>Makes words of columns of spans, so that a tool or an error of one trace in a million is found as a word is. Not thread-safe.</summary>
internal sealed class ColumnTerms
{
    /// <summary>What a column that holds yes or no is indexed as, when it holds yes.</summary>
    public const string True = "true";

    private const int PlaceColumns = 6;
    private const int StatusError = 2;

    private static readonly QueryField[] Texts = [.. QueryFields.All.Where(field => field is { IsIndexed: true, Dimension: not Statistics.UsageDimension.Kind })];
    private static readonly string Sql = $"""
        SELECT segment_no, message_offset, message_length, plain_length, kind, status, {string.Join(", ", Texts.Select(field => field.SpanColumn))}
        FROM spans WHERE trace_no = ? AND segment_no > ?
        """;

    private static readonly AttributeTerm Error = AttributeTerm.OfColumn(QueryFields.All.First(field => field.Name == QueryFields.Error), True);
    private static readonly Dictionary<ObservationKind, AttributeTerm> Kinds = Enum.GetValues<ObservationKind>()
        .ToDictionary(kind => kind, kind => AttributeTerm.OfColumn(QueryFields.Of(Statistics.UsageDimension.Kind), kind.Name));

    // A day has as many as its table of strings, times the columns that one stands in.
    private readonly Dictionary<(int Text, long StringNo), AttributeTerm> _known = [];

    /// <summary>Reads spans of a trace in the order of arrival.</summary>
    /// <param name="day">The day file; the same for all calls.</param>
    /// <param name="traceNo">The trace.</param>
    /// <param name="after">The segment after which they came.</param>
    public List<(PayloadPlace Place, List<AttributeTerm> Terms)> Read(SqliteConnection day, long traceNo, long after)
    {
        List<(PayloadPlace Place, List<AttributeTerm>)> spans = [];
        var query = day.Statement(Sql);
        try
        {
            query.Bind(1, traceNo);
            query.Bind(2, after);
            while (query.Step())
            {
                var place = new PayloadPlace(query.Int64(0), (int)query.Int64(1), (int)query.Int64(2), (int?)query.Int64OrNull(3));
                List<AttributeTerm> terms = new(2 + Texts.Length) { Kinds[(ObservationKind)query.Int64(4)] };
                if (query.Int64(5) == StatusError)
                {
                    terms.Add(Error);
                }

                for (var text = 0; text < Texts.Length; text++)
                {
                    if (!query.IsNull(PlaceColumns + text))
                    {
                        terms.Add(query.IsInteger(PlaceColumns + text)
                            ? OfString(day, text, query.Int64(PlaceColumns + text))
                            : AttributeTerm.OfColumn(Texts[text], query.Text(PlaceColumns + text)!));
                    }
                }

                spans.Add((place, terms));
            }
        }
        finally
        {
            query.Reset();
        }

        spans.Sort((x, y) => x.Place.CompareTo(y.Place));
        return spans;
    }

    private AttributeTerm OfString(SqliteConnection day, int text, long stringNo)
    {
        if (_known.TryGetValue((text, stringNo), out var known))
        {
            return known;
        }

        var query = day.Statement("SELECT text FROM strings WHERE string_no = ?");
        try
        {
            query.Bind(1, stringNo);
            return _known[(text, stringNo)] = AttributeTerm.OfColumn(Texts[text], query.Step() ? query.Text(0) ?? "" : "");
        }
        finally
        {
            query.Reset();
        }
    }
}
