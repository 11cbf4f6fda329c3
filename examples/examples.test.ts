/** Each example is run, with a caller who does what its first comment says. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { speech, stage } from '../src/testing/scripted-stage.ts';
import { bot as answer } from './01-answer.ts';
import { bot as say } from './02-say.ts';
import { bot as askKeys } from './03-ask-keys.ts';
import { bot as record } from './04-record.ts';
import { bot as transfer } from './05-transfer.ts';
import { bot as callOut } from './06-call-out.ts';
import { bot as askFirst } from './07-ask-first.ts';
import { bot as groupCall } from './08-group-call.ts';
import { bot as joinMeeting } from './09-join-meeting.ts';

test('01 answers, listens for three seconds and hangs up', async () => {
  const { ring, clock } = stage(answer);
  const caller = await ring();
  expect(caller.state.status).toBe('connected');
  await clock.advance(3_000);
  expect(caller).toMatchObject({ heard: [], state: { status: 'ended', reason: { message: 'The bot hung up.' } } });
});

test('02 greets by name, and a key skips what is known', async () => {
  const { ring, clock } = stage(say);
  const caller = await ring();
  await clock.advance(2_000);
  caller.press('5');
  await clock.advance(4_000);
  expect(caller.heard).toEqual([
    'Hello, Ada Lovelace.',
    'Press any key if you have heard this before.',
    'I see that you know it.',
    'Goodbye.',
  ]);
  expect(caller.state.status).toBe('ended');
});

test('03 asks for a key and for a year', async () => {
  const { ring, clock } = stage(askKeys);
  const caller = await ring();
  for (const key of '21815') caller.press(key);
  await clock.advance(10_000);
  expect(caller.heard.filter((text) => !text.includes('press'))).toEqual(['Coffee it is.', '1815 was a good year.', 'Goodbye.']);
});

test('04 plays back what was said', async () => {
  const { ring, clock } = stage(record);
  const caller = await ring();
  await clock.advance(4_000);
  caller.speak(speech(3_000));
  await clock.advance(3_000);
  caller.press('#');
  await clock.advance(10_000);
  expect(caller.heard.slice(0, 3)).toEqual(['Speak after the tone, and press hash at the end.', '(tone)', 'You spoke for 3 seconds.']);
  expect(caller.heard).toHaveLength(4);
});

describe('05 puts the caller through to Grace', () => {
  test('who answers', async () => {
    const { ring, clock } = stage(transfer, { people: () => ({ does: 'answer', afterMs: 1_000 }) });
    const caller = await ring();
    await clock.advance(10_000);
    expect(caller.state).toMatchObject({ status: 'ended', reason: { subcode: 7015 } });
  });

  test('who declines', async () => {
    const { ring, clock } = stage(transfer, { people: () => ({ does: 'decline', afterMs: 1_000 }) });
    const caller = await ring();
    await clock.advance(10_000);
    expect(caller.heard.at(-1)).toBe('The other person declined the call.');
  });
});

describe('06 calls back', () => {
  test('and is thanked for a key', async () => {
    const { ring, clock, carrier } = stage(callOut, { people: () => ({ does: 'answer', afterMs: 5_000 }) });
    const caller = await ring();
    await clock.advance(10_000);
    expect(caller.state.status).toBe('ended');
    const [back] = carrier.dialled;
    expect(back?.info.to.id).toBe(caller.info.from.id);
    back?.press('1');
    await clock.advance(5_000);
    expect(back?.heard.at(-1)).toBe('Thank you.');
    expect(back?.state.status).toBe('ended');
  });

  test('and gives up when nobody answers', async () => {
    const { ring, clock, carrier, host } = stage(callOut);
    await ring();
    await clock.advance(30_000);
    expect(carrier.dialled[0]?.state.status).toBe('ended');
    expect(host.activeCalls).toBe(0);
  });
});

describe('07 asks Grace first', () => {
  test('and puts the caller through when she presses 1', async () => {
    const { ring, clock, carrier } = stage(askFirst, { people: () => ({ does: 'answer', afterMs: 5_000 }) });
    const caller = await ring();
    await clock.advance(8_000);
    const [consult] = carrier.dialled;
    expect(consult?.heard.join(' ')).toContain('Ada Lovelace is calling.');
    consult?.press('1');
    await clock.advance(5_000);
    expect(caller.putThroughTo).toEqual({ user: consult?.info.to.id });
    expect(consult?.state.status).toBe('ended');
  });

  test('and says so when she has no time', async () => {
    const { ring, clock } = stage(askFirst, { people: () => ({ does: 'answer', afterMs: 1_000 }) });
    const caller = await ring();
    await clock.advance(30_000);
    expect(caller.heard.at(-1)).toBe('She has no time at the moment.');
  });
});

describe('08 brings Grace into the call', () => {
  test('and greets both', async () => {
    const { ring, clock } = stage(groupCall, { people: () => ({ does: 'answer', afterMs: 5_000 }) });
    const caller = await ring();
    await clock.advance(20_000);
    expect(caller.heard).toEqual(['I am bringing Grace Hopper into this call.', 'There are 2 of you now.', 'I leave you to it.']);
  });

  test('or says that she is not coming', async () => {
    const { ring, clock } = stage(groupCall, { people: () => ({ does: 'decline', afterMs: 5_000 }) });
    const caller = await ring();
    await clock.advance(20_000);
    expect(caller.heard.slice(1)).toEqual(['She is not coming.', 'The other person declined the call.']);
  });
});

test('09 takes a word to a meeting', async () => {
  const { ring, clock, carrier } = stage(joinMeeting);
  const caller = await ring();
  for (const key of '264183392744#') caller.press(key);
  await clock.advance(20_000);
  expect(carrier.dialled[0]?.heard).toEqual(['Ada Lovelace has called, and will be late.']);
  expect(caller.heard.at(-1)).toBe('I have told them.');
});

test('every example is short, says what will be heard and how to run it, and is run above', async () => {
  const folder = new URL('.', import.meta.url);
  const tested = await readFile(fileURLToPath(import.meta.url), 'utf8');
  const files = (await readdir(folder)).filter((file) => /^\d\d-.*\.ts$/.test(file));
  expect(files.length).toBeGreaterThanOrEqual(6);
  for (const file of files) {
    const text = await readFile(new URL(file, folder), 'utf8');
    expect(text.split('\n').length, file).toBeLessThan(60);
    expect(text, file).toContain(`npx rollcall dev examples/${file}`);
    expect(
      [...text.matchAll(/from '(.*)'/g)].map(([, from]) => from),
      file,
    ).toEqual(['rollcall']);
    expect(tested, file).toContain(`from './${file}'`);
  }
});
