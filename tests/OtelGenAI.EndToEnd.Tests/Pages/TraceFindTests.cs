using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OtelGenAI.EndToEnd.Tests.Pages;

/// <summary>What was said is found, in a trace and in the list, and the place is marked; it is text all the same.</summary>
public sealed class TraceFindTests(HostileRun run) : IClassFixture<HostileRun>
{
    private const string Marked = "[...CSS.highlights.get('sought') ?? []].map((range) => range.toString())";

    [BrowserFact]
    public async Task The_search_in_a_trace_leads_to_what_a_message_a_tool_and_an_attribute_say_and_marks_it()
    {
        var page = await run.Browser.NewPageAsync();
        await run.OpenAsync(page, $"/traces/{HostileRun.TraceId}");
        var find = page.GetByLabel("Find in this trace");

        foreach (var (text, span, section) in new[]
        {
            ("asked", "000000000000000b", "Conversation"), ("result", "000000000000000c", "Tool"), ("of the event", "000000000000000c", "Events"), ("value", "000000000000000b", "Attributes"),
        })
        {
            await find.FillAsync(text);
            var hit = page.GetByTestId("find-results").GetByRole(AriaRole.Button).First;
            await Expect(hit.Locator("mark")).ToHaveTextAsync(text);
            await hit.ClickAsync();

            await Expect(page.GetByTestId("span-panel")).ToHaveAttributeAsync("data-span-id", span);
            await Expect(page.Locator("[role=tab][aria-selected=true]")).ToContainTextAsync(section);
            Assert.All(await MarkedAsync(isAny: true), marked => Assert.Equal(text, marked, ignoreCase: true));
        }

        await find.FillAsync("");
        await MarkedAsync(isAny: false);
        await Expect(page.GetByTestId("find-results")).ToHaveCountAsync(0);

        Task<string[]> MarkedAsync(bool isAny) => Eventually.IsAsync(() => page.EvaluateAsync<string[]>(Marked), marked => marked.Length > 0 == isAny, TimeSpan.FromSeconds(20));
    }

    [BrowserFact]
    public async Task A_list_that_was_searched_for_words_shows_where_they_stand()
    {
        var page = await run.Browser.NewPageAsync();
        var refused = new List<string>();
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                refused.Add($"{response.Status} {response.Url}");
            }
        };
        await run.OpenAsync(page, "/?q=answered");

        await Expect(page.Locator("[data-testid=trace-row] mark")).ToHaveTextAsync(["answered", "answered"]);
        await run.OpenAsync(page, "/?q=error%3Atrue");
        await Expect(page.GetByTestId("trace-row").First).ToBeVisibleAsync();
        await Expect(page.Locator("[data-testid=trace-row] mark")).ToHaveCountAsync(0);
        Assert.Empty(refused);
    }
}
