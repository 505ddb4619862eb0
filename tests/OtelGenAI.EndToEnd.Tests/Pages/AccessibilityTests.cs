using System.Text.Json;
using Microsoft.Playwright;

namespace OtelGenAI.EndToEnd.Tests.Pages;

/// <summary>Every page in both themes, checked by axe against WCAG 2.2 AA, and walked with a keyboard.</summary>
public sealed class AccessibilityTests(HostileRun run) : IClassFixture<HostileRun>
{
    private static readonly string Axe = Path.Combine(Checkout.Root, "src/OtelGenAI.Dashboard/web/node_modules/axe-core/axe.min.js");

    [BrowserTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_wrong_with_any_page(ColorScheme theme)
    {
        var axe = await File.ReadAllTextAsync(Axe);
        var page = await run.Browser.NewPageAsync(new BrowserNewPageOptions { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
        var violations = new List<string>();
        foreach (var path in HostileRun.Pages)
        {
            await run.OpenAsync(page, path);

            // As the debugger would: the policy of the page does not let it load a script of somebody else.
            await page.EvaluateAsync(axe);
            var found = await page.EvaluateAsync<JsonElement>(
                """
                async () => {
                  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
                  const { violations, passes } = await axe.run(document, { runOnly: tags });
                  if (passes.length < 8) return [`axe looked at nothing: ${passes.length} rules applied`];
                  return violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} (${node.failureSummary.slice(0, 200)})`).join(" | ")}`);
                }
                """);
            violations.AddRange(found.EnumerateArray().Select(violation => $"{path} {violation.GetString()}"));
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [BrowserFact]
    public async Task A_keyboard_is_enough_to_find_a_trace_to_read_it_and_to_come_back()
    {
        var page = await run.Browser.NewPageAsync();
        await run.OpenAsync(page, "/");
        await page.Locator("[data-testid=trace-row]").First.WaitForAsync();

        await page.Keyboard.PressAsync("j");
        var row = page.Locator("[data-testid=trace-row][data-selected=true]");
        var traceId = await row.GetAttributeAsync("data-trace-id");
        await page.Keyboard.PressAsync("Space");
        await page.Locator($"[data-testid=peek][data-trace-id='{traceId}'] li").First.WaitForAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Locator("[data-testid=peek]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-testid=span-row]").First.WaitForAsync();
        Assert.Equal($"/traces/{traceId}", new Uri(page.Url).AbsolutePath[..40]);

        var selected = await page.Locator("[data-testid=span-panel]").GetAttributeAsync("data-span-id");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Locator($"[data-testid=span-panel]:not([data-span-id='{selected}'])").WaitForAsync();
        await page.Keyboard.PressAsync("f");
        await page.Locator("[aria-label='Find in this trace']:focus").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GoBackAsync();
        await page.Locator($"[data-testid=trace-row][data-selected=true][data-trace-id='{traceId}']").WaitForAsync();

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("kin");
        await page.Locator("[data-testid=suggestion]").First.WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Locator("[data-testid=suggestion]", new() { HasText = "tool" }).First.WaitForAsync();
        await page.Keyboard.TypeAsync("tool");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/?q=kind%3Atool");
    }

    [BrowserFact]
    public async Task Whatever_Tab_reaches_can_be_seen_to_have_the_focus()
    {
        var page = await run.Browser.NewPageAsync();
        foreach (var path in new[] { "/", "/models", "/dashboard", $"/traces/{HostileRun.TraceId}" })
        {
            await run.OpenAsync(page, path);
            var reached = new HashSet<string>(StringComparer.Ordinal);
            while (true)
            {
                await page.Keyboard.PressAsync("Tab");
                var focus = await page.EvaluateAsync<JsonElement>(
                    """
                    () => {
                      const element = document.activeElement;
                      if (element === document.body) return null;
                      element.dataset.reached ??= String(document.querySelectorAll("[data-reached]").length);
                      const row = document.getElementById(element.getAttribute("aria-activedescendant") ?? "");
                      const isMarked = getComputedStyle(element).outlineStyle !== "none" || (row !== null && getComputedStyle(row).boxShadow !== "none");
                      return { number: element.dataset.reached, html: element.outerHTML.slice(0, 120), isSeen: isMarked && element.getClientRects().length > 0 };
                    }
                    """);
                if (focus.ValueKind == JsonValueKind.Null || !reached.Add(focus.GetProperty("number").GetString()!))
                {
                    break;
                }

                Assert.True(focus.GetProperty("isSeen").GetBoolean(), $"{path}: {focus.GetProperty("html").GetString()}");
            }

            Assert.True(reached.Count > 10, $"{path}: Tab reached {reached.Count} elements.");
        }
    }
}
