using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Dialects;

namespace OtelGenAI.Telemetry.Tests.Dialects;

/// <summary>Every earlier name of a fact that columns hold, walked from the registry: a new rename there is read without a line of code.</summary>
public class RenameTests
{
    public static TheoryData<string, string> Renames
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var rename in ConventionRegistry.Renames.Where(rename => AttributeSlots.Canonical.Any(slot => slot.Name == rename.NewName)))
            {
                rows.Add(rename.OldName, rename.NewName!);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Renames))]
    public void An_earlier_name_is_read_like_the_current_one(string oldName, string newName)
    {
        var byOldName = Read((oldName, "7"));
        var byNewName = Read((newName, "7"));

        Assert.NotEqual(Facts(Read()), Facts(byNewName));
        Assert.Equal(Facts(byNewName), Facts(byOldName));
        Assert.True(byOldName.Flags.HasFlag(SpanFlags.RenamedAttributes));
        Assert.False(byNewName.Flags.HasFlag(SpanFlags.RenamedAttributes));
    }

    [Theory]
    [MemberData(nameof(Renames))]
    public void The_current_name_wins_over_an_earlier_one_in_either_order(string oldName, string newName)
    {
        var expected = Facts(Read((newName, "7")));

        Assert.Equal(expected, Facts(Read((oldName, "8"), (newName, "7"))));
        Assert.Equal(expected, Facts(Read((newName, "7"), (oldName, "8"))));
    }

    [Theory]
    [InlineData("xai", "x_ai")]
    [InlineData("vertex_ai", "gcp.vertex_ai")]
    [InlineData("gemini", "gcp.gemini")]
    [InlineData("az.ai.inference", "azure.ai.inference")]
    [InlineData("az.ai.openai", "azure.ai.openai")]
    [InlineData("openai", "openai")]
    public void A_provider_has_its_current_spelling(string value, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Read((DeprecatedAttributes.GenAISystem, value)).Provider.Span));

    [Fact]
    public void A_session_or_an_end_user_stands_in_only_where_the_conversation_or_user_is_missing()
    {
        Assert.Equal("s", Encoding.UTF8.GetString(Read((SessionAttributes.Id, "s")).ConversationId.Span));
        Assert.Equal("c", Encoding.UTF8.GetString(Read((GenAIAttributes.ConversationId, "c"), (SessionAttributes.Id, "s")).ConversationId.Span));
        Assert.Equal("e", Encoding.UTF8.GetString(Read((EnduserAttributes.Id, "e")).UserId.Span));
    }

    // Not disposed: the columns are views into its bytes, and the test looks at them after this method.
    private static GenAIColumns Read(params (string Key, string Value)[] attributes) => new OneSpan(attributes).Columns;

    private static string Facts(GenAIColumns columns) => string.Join('|', new[]
    {
        columns.Operation, columns.Provider, columns.RequestModel, columns.ResponseModel, columns.ResponseId, columns.FinishReasons,
        columns.AgentName, columns.ToolName, columns.ToolCallId, columns.ConversationId, columns.UserId, columns.ErrorType, columns.ServiceTier,
    }.Select(text => Encoding.UTF8.GetString(text.Span))) + $"|{columns.Tokens}|{columns.TimeToFirstChunkSeconds}";
}
