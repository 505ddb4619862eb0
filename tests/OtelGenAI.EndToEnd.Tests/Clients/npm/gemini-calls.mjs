// What an application does with Google's SDK: the same question, answered whole and in pieces.
export async function callGemini(google) {
  const request = { model: 'gemini-2.5-flash', contents: 'Say hello.' };
  await google.models.generateContent(request);
  for await (const _ of await google.models.generateContentStream(request));
}
