/* The sentences of a text, as ccsis/scripts/sentences.py cuts it; tests/sentences.json holds both to the same. Counts
   words by words.js. */
window.sentencesOf = (text) => {
  const firm = "։؟۔。！？।";
  const end = new RegExp(`[.!?…${firm}]+["'”’»)\\]]*(?=\\s|$)|[${firm}]+|(?<=[\u0561-\u0587]):(?=\\s|$)|\\n`, "gu");
  const short = /(?:^|[\s(«“"'.])(?:[\p{L}\p{M}]|\d{1,2})\.$/u;
  const line = (part) => part.replace(/\s+/gu, " ").trim();
  const goesOn = (start, found) => {
    if (found[0] === "\n" || firm.includes(found[0][0])) return false;
    if (found[0] === "." && short.test(text.slice(Math.max(start, found.index - 4), found.index + 1))) return true;
    const after = text.slice(found.index + found[0].length).match(/^[ \t]*(.)/u);
    const isSmall = after && /^\p{Ll}/u.test(after[1]) && !/^[\u10d0-\u10ff]/u.test(after[1]);
    return [".", "…", "..."].includes(found[0]) && Boolean(isSmall);
  };
  const sentences = [];
  let start = 0;
  for (const found of text.matchAll(end)) {
    if (goesOn(start, found)) continue;
    sentences.push(line(text.slice(start, found.index + found[0].length)));
    start = found.index + found[0].length;
  }
  return [...sentences, line(text.slice(start))].filter(Boolean);
};

/* The longest of them, as [words, sentence], the longest first. */
window.longestSentences = (text, number) => window.sentencesOf(text)
  .map((sentence) => [window.countWords(sentence), sentence])
  .filter(([words]) => words)
  .sort((one, other) => other[0] - one[0])
  .slice(0, number);
