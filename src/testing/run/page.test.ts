/** The page of a run: what is in it, and that it asks nobody for anything. */
import { expect, test } from 'vitest';
import { defineBot, type Bot } from '../../bot/bot.ts';
import { pageOf } from './page.ts';
import { scenario } from './scenario.ts';
import type { RunRecord } from './run-record.ts';

const greeter: Bot = defineBot({
  name: 'greeter <b>',
  async onCall(call) {
    await call.answer();
    await call.say('Good morning & welcome.');
  },
});

async function recorded(name: string, words: RegExp): Promise<RunRecord> {
  const { record } = await scenario(name, { bots: [greeter], voice: 'built-in', keep: false }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(words, { within: '10 s' });
    await line.isHungUpOn();
  }).run();
  if (!record) throw new Error('there is a record of each run');
  return record;
}

test('it shows verdict, what was heard with its sound, and each message with its bodies', async () => {
  const failed = await recorded('waits for <more>', /more/);
  const html = pageOf({ title: 'menu.ts', runs: [failed, await recorded('is greeted', /welcome/)] });
  expect(html).toContain('1 of 2 failed');
  expect(html).toContain('waits for &lt;more&gt;');
  expect(html).toContain('greeter &lt;b&gt;: Good morning &amp; welcome.');
  expect(html).toMatch(/&quot;@odata\.type&quot;: &quot;#microsoft\.graph\.playPromptOperation&quot;/);
  expect(html.match(/"mulaw":"[\w+/=]{1000,}"/g)).toHaveLength(2);
  expect(html).not.toMatch(/<b>:|secret of 100/);
});

test('nothing in it is fetched from anywhere', async () => {
  const html = pageOf({ title: 'menu.ts', runs: [await recorded('is greeted', /welcome/)] });
  expect(html).toContain("default-src 'none'");
  expect(html.replace(/<pre[^]*?<\/pre>/g, '')).not.toMatch(/(?:src|href)=|url\(|@import|fetch\(|XMLHttpRequest|import\(/);
});

test('sound that would make it too large is left out, that of failures last, and it says so', async () => {
  const run = await recorded('is greeted', /welcome/);
  const [line] = run.lines;
  if (!line) throw new Error('she had a line');
  const long = (): typeof line => ({ ...line, pieces: [{ fromMs: 0, mulaw: new Uint8Array(9_000_000) }] });
  const html = pageOf({
    title: 'x',
    runs: [
      { ...run, lines: [long()] },
      { ...run, lines: [long()], failure: { message: 'no' } },
    ],
    more: 3,
  });
  expect(html.match(/<audio/g)).toHaveLength(1);
  expect(html.slice(0, html.indexOf('<audio')).match(/class="run /g)).toHaveLength(2);
  expect(html).toContain('The sound of 1 line is left out');
  expect(html).toContain('3 more that passed are not shown');
});

test('a ladder of many columns can be moved sideways and says so; one without messages does not speak of arrows', async () => {
  const run = await recorded('is greeted', /welcome/);
  const [call] = run.calls;
  if (!call) throw new Error('there was a call');
  const drawn = (rungs: typeof call.rungs): string => pageOf({ title: 'x', runs: [{ ...run, calls: [{ ...call, rungs }] }] });
  expect(drawn(call.rungs)).toMatch(/Each rung with an arrow opens/);
  expect(drawn(call.rungs)).not.toMatch(/move it sideways|<div class="sheet" tabindex/);
  const facts = Array.from({ length: 7 }, (_, at) => ({
    kind: 'fact' as const,
    order: at + 1,
    atMs: run.startWallMs,
    at: { id: String(at), name: `Person ${String(at)}`, kind: 'person' as const },
    title: 'joins',
    tone: 'good' as const,
  }));
  const meeting = drawn(facts);
  expect(meeting).toMatch(/move it sideways[^]*<div class="sheet" tabindex="0"[^>]*>\n<div class="wide" style="--rails:7">/);
  expect(meeting).not.toContain('Each rung with an arrow opens');
});
