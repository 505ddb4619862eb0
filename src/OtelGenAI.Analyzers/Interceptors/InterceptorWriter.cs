using System.Text;
using Microsoft.CodeAnalysis;

namespace OtelGenAI.Analyzers.Interceptors;

/// <summary>Writes the method that takes the place of calls of another.</summary>
internal static class InterceptorWriter
{
    private const string Receiver = "@__this";

    /// <summary>Writes it, with everything it needs.</summary>
    public static string Write(IMethodSymbol method, AttributeData attribute, Compilation compilation)
    {
        method = method.OriginalDefinition;
        var type = method.ContainingType;
        var text = new StringBuilder();
        var typeParameters = Interceptability.TypeParameters(method).ToList();
        var isPrivate = Interceptability.NeedsAccessor(method, compilation);
        if (isPrivate)
        {
            WriteAccessor(text, method);
        }

        text.AppendLine($"    file static class Interceptor{GeneratedFile.Number}");
        text.AppendLine("    {");
        text.AppendLine($"        private static readonly global::OtelGenAI.Interception.ObservedMethod s_method = {ObservedMethods.Description(method, attribute)};");
        text.AppendLine();
        text.Append(GeneratedFile.Locations);
        text.Append($"        public static {MethodShape.ReturnType(method)} Call{MethodShape.List(typeParameters)}({InterceptorParameters(method)})");
        text.AppendLine(MethodShape.Constraints(typeParameters));
        text.AppendLine("        {");
        RecordingBody.Write(text, "            ", method, "s_method", Target(method, isPrivate), MethodShape.EndingOf(method, method, compilation));
        text.AppendLine("        }");
        text.AppendLine("    }");
        return text.ToString();

        string InterceptorParameters(IMethodSymbol intercepted)
        {
            var parameters = MethodShape.Parameters(intercepted);
            if (intercepted.IsStatic)
            {
                return intercepted.IsExtensionMethod ? "this " + parameters : parameters;
            }

            return Join($"this {(type.IsValueType ? "ref " : "")}{type.ToDisplayString(MethodShape.Types)} {Receiver}", parameters);
        }
    }

    private static string Target(IMethodSymbol method, bool isPrivate)
    {
        var type = method.ContainingType;
        var arguments = MethodShape.Arguments(method);
        var ofMethod = MethodShape.List(method.TypeParameters);
        if (!isPrivate)
        {
            return $"{(method.IsStatic ? type.ToDisplayString(MethodShape.Types) : Receiver)}.{Identifier(method)}{ofMethod}({arguments})";
        }

        var receiver = method.IsStatic ? "default!" : (type.IsValueType ? "ref " : "") + Receiver;
        return $"Accessor{GeneratedFile.Number}{MethodShape.List(AroundMethod(method))}.Call{ofMethod}({Join(receiver, arguments)})";
    }

    // The runtime's way to call a private method without reflection: type parameters of the type are those of the class around the accessor.
    private static void WriteAccessor(StringBuilder text, IMethodSymbol method)
    {
        var type = method.ContainingType;
        var ofType = AroundMethod(method).ToList();
        var kind = method.IsStatic ? "StaticMethod" : "Method";
        var receiver = $"{(!method.IsStatic && type.IsValueType ? "ref " : "")}{type.ToDisplayString(MethodShape.Types)}{(method.IsStatic && type.IsReferenceType ? "?" : "")} {Receiver}";
        text.AppendLine($"    file static class Accessor{GeneratedFile.Number}{MethodShape.List(ofType)}{MethodShape.Constraints(ofType)}");
        text.AppendLine("    {");
        text.AppendLine($"        [global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.{kind}, Name = \"{method.Name}\")]");
        text.AppendLine(
            $"        public static extern {MethodShape.ReturnType(method)} Call{MethodShape.List(method.TypeParameters)}({Join(receiver, MethodShape.Parameters(method))})" +
            $"{MethodShape.Constraints(method.TypeParameters)};");
        text.AppendLine("    }");
        text.AppendLine();
    }

    private static IEnumerable<ITypeParameterSymbol> AroundMethod(IMethodSymbol method) =>
        Interceptability.TypeParameters(method).Where(parameter => parameter.TypeParameterKind == TypeParameterKind.Type);

    private static string Identifier(IMethodSymbol method) => "@" + method.Name;

    private static string Join(string first, string rest) => rest.Length == 0 ? first : $"{first}, {rest}";
}
