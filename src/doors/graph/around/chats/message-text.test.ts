import { expect, test } from 'vitest';
import { textOfHtml } from './message-text.ts';

test.each([
  ['Hello <b>World</b>', 'Hello World'],
  ['<p>one</p><p>two</p>three<br/>four', 'one\ntwo\nthree\nfour'],
  ['<div>\n  spread   over\n lines </div>', 'spread over lines'],
  ['a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#x27; &nbsp;e', 'a <b> &amp; "c" \'d\'  e'],
  ['<script>alert(1)</script>kept<style>p{}</style>', 'kept'],
  ['<script>never closed', ''],
  ['<img src=x onerror=alert(1)>', ''],
  ['before<img src=x onerror=', 'before'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['<!-- hidden -->seen<!-- open', 'seen'],
  ['Ask <at id="0">Ada</at>', 'Ask Ada'],
  ['&#0;&#55296;&#99999999;&unknown;', '&#99999999;&unknown;'],
  ['<ul><li>one</li><li>two</li></ul>', 'one\ntwo'],
] as const)('%s says “%s”', (html, text) => {
  expect(textOfHtml(html)).toBe(text);
});

test('no mark is left over, whatever marks are nested, and nothing is longer than it was', () => {
  for (const html of [
    '<scr<script>x</script>ipt>alert(1)</script>',
    '<<b>b>bold',
    '<a<a<a<a>',
    '<p '.repeat(9_000),
    '<'.repeat(28_000),
    '&'.repeat(28_000),
  ]) {
    const text = textOfHtml(html);
    expect(text.length).toBeLessThanOrEqual(html.length);
    expect(text).not.toMatch(/<script/i);
  }
});
