using System.Globalization;
using Microsoft.AspNetCore.Http;
using OtelGenAI.Storage.Query;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Reads values of a query string; the first thing that is wrong is kept.</summary>
internal sealed class QueryText(IQueryCollection query)
{
    private const string Code = "bad_query";
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    /// <summary>What is wrong, or <see langword="null"/>.</summary>
    public ErrorBody? Problem { get; private set; }

    /// <summary>A value, or <see langword="null"/> when there is none.</summary>
    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>How many items, 1 to 1,000.</summary>
    /// <param name="byDefault">When nobody says.</param>
    public int Limit(int byDefault = DefaultLimit) => Number("limit", byDefault, MaxLimit);

    /// <summary>A number from 1 on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="byDefault">When nobody says.</param>
    /// <param name="most">The largest.</param>
    public int Number(string name, int byDefault, int most)
    {
        var number = byDefault;
        if (Text(name) is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number < 1 || number > most))
        {
            Refuse($"{name} '{text}' is not a number from 1 to {most}.");
            return byDefault;
        }

        return number;
    }

    /// <summary>A question about traces, or <see langword="null"/> when there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="now">What relative times count from.</param>
    /// <param name="areSpans">Whether it is about spans.</param>
    public TraceQuery? Query(string name, DateTimeOffset now, bool areSpans = false)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var query = areSpans ? TraceQuery.ParseForSpans(text, now, out var problem) : TraceQuery.Parse(text, now, out problem);
        if (problem is not null)
        {
            Problem ??= new ErrorBody(Code, problem.Message) { Column = problem.Column, Length = problem.Length, Suggestion = problem.Suggestion };
        }

        return query;
    }

    /// <summary>A moment in nanoseconds since 1970 UTC, or <see langword="null"/>.</summary>
    public long? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        }

        Refuse($"{name} '{text}' is not an RFC 3339 time such as 2026-11-20T03:00:00Z.");
        return null;
    }

    /// <summary>How many items earlier pages had: a page of sums is a piece of the whole answer, in the order of the moment.</summary>
    public int Skip()
    {
        var skip = 0;
        if (Text("cursor") is { } cursor && !int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out skip))
        {
            RefuseCursor(cursor);
        }

        return skip;
    }

    /// <summary>A value of the query language that is exactly this text.</summary>
    public static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Says that a cursor is none.</summary>
    public void RefuseCursor(string cursor) => Refuse($"cursor '{cursor}' is not one that this API gave out; leave it away for the first page.");

    /// <summary>Says what is wrong, when nothing was before.</summary>
    public void Refuse(string problem) => Problem ??= new ErrorBody(Code, problem);
}
