using System.Text;
using Microsoft.CodeAnalysis;

namespace OtelGenAI.Analyzers;

/// <summary>Writes what stands around a call to record it.</summary>
internal static class RecordingBody
{
    /// <summary>Writes the statements.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="indent">Spaces before each line.</param>
    /// <param name="method">The method.</param>
    /// <param name="field">Name of the field with its description.</param>
    /// <param name="call">Code that calls it.</param>
    /// <param name="ending">How the call ends.</param>
    public static void Write(StringBuilder text, string indent, IMethodSymbol method, string field, string call, Ending ending)
    {
        void Line(string line) => text.Append(indent).AppendLine(line);
        var input = MethodShape.Input(method);
        if (ending == Ending.Stream)
        {
            Line($"return {field}.Enumerate({call}, {(input is null ? "null" : $"{field}.WantsInput ? {input} : null")});");
            return;
        }

        Line($"var __call = {field}.Begin();");
        Line("if (!__call.IsRecorded)");
        Line("{");
        Line(ending == Ending.Nothing ? $"    {call};" : $"    return {call};");
        if (ending == Ending.Nothing)
        {
            Line("    return;");
        }

        Line("}");
        Line("");
        if (input is not null)
        {
            Line("if (__call.WantsInput)");
            Line("{");
            Line($"    __call.SetInput({input});");
            Line("}");
            Line("");
        }

        switch (ending)
        {
            case Ending.Nothing:
                WriteTry(Line, $"{call};");
                Line("__call.End();");
                break;
            case Ending.Task:
                Line($"{method.ReturnType.ToDisplayString(MethodShape.Types)} __result;");
                WriteTry(Line, $"__result = {call};");
                Line("return __call.EndWith(__result);");
                break;
            case Ending.RefLike:
                WriteTry(Line, $"return {call};", andFinally: "__call.End();");
                break;
            default:
                Line($"{method.ReturnType.ToDisplayString(MethodShape.Types)} __result;");
                WriteTry(Line, $"__result = {call};");
                Line("__call.SetOutput(__result);");
                Line("__call.End();");
                Line("return __result;");
                break;
        }
    }

    private static void WriteTry(Action<string> line, string statement, string? andFinally = null)
    {
        line("try");
        line("{");
        line("    " + statement);
        line("}");
        line("catch (global::System.Exception __exception)");
        line("{");
        line("    __call.Fail(__exception);");
        if (andFinally is null)
        {
            line("    __call.End();");
        }

        line("    throw;");
        line("}");
        if (andFinally is not null)
        {
            line("finally");
            line("{");
            line("    " + andFinally);
            line("}");
        }

        line("");
    }
}
