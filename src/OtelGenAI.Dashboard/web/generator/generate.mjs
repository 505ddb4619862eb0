// Writes src/api/schema.ts from the API's document; with --check it only says whether that is done.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const target = new URL("../src/api/schema.ts", import.meta.url);

const nodes = await openapiTS(new URL("../../openapi.json", import.meta.url), {
  alphabetize: true,
  // The document cannot name a type that holds itself, nor could the generated interface.
  inject: "export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };",
  transform: (_, { path }) =>
    path?.endsWith("/schemas/JsonNode") ? ts.factory.createTypeReferenceNode("Json") : undefined,
});
const text = `// Generated from openapi.json by "npm run generate"; do not edit.\n\n${astToString(nodes)}`;

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error('src/api/schema.ts is not what openapi.json says: run "npm run generate".');
  process.exitCode = 1;
}
