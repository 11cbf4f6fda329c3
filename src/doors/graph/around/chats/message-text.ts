/** What is said in a message of HTML: its words and lines, and none of its marks. Chats here are plain text. */

/** Elements whose content nobody reads. */
const unread = /<(script|style|head|template)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;
const comments = /<!--[\s\S]*?(?:-->|$)/g;
const lineEnds = /<br\s*\/?>|<\/(?:p|div|li|tr|h[1-6]|blockquote|pre)\s*>/gi;
/** One that is not closed is a mark to its end, so that nothing of it is left over. */
const tags = /<\/?[a-z!?][^>]*(?:>|$)/gi;

/** Never longer than what it is made of, and in a time that grows with its length alone. */
export function textOfHtml(html: string): string {
  const lines = html.replace(comments, '').replace(unread, '').replace(/\s+/g, ' ').replace(lineEnds, '\n').replace(tags, '');
  return unescaped(lines)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Once: `&amp;lt;` is `&lt;`. */
function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? whole;
    const code = Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10);
    const isCharacter = code >= 32 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter || code === 10 || code === 9 ? String.fromCodePoint(code) : '';
  });
}
