/* Counting words as ccsis/scripts/words.py does: longest runs of letters, marks and digits, joined by one apostrophe,
   hyphen, soft hyphen, ZWNJ or ZWJ. Both are tested against the same examples. */
window.countWords = (text) => {
  const run = "[\\p{L}\\p{M}\\p{N}]+";
  const joiner = "[-'’\\u2010\\u2011\\u00ad\\u200c\\u200d]";
  return (text.match(new RegExp(`${run}(?:${joiner}${run})*`, "gu")) || []).length;
};

/* The words of a text that readers will see: without the signs of light Markdown, without notes and addresses. */
window.wordsToRead = (source) => window.countWords(
  source
    .replace(/^[ \t]{0,3}\[\^[^\]\n]+\]:.*(?:\n(?:[ \t]{2,}.*)?)*/gmu, "\n")
    .replace(/\[\^[^\]\n]+\]/gu, "")
    .replace(/\]\([^)\s]*(?:\s+"[^"]*")?\)/gu, "]")
);
