/** The reference bots, each with a caller who does what callers do. */
import { describe, expect, test } from 'vitest';
import { speech, stage } from '../src/testing/scripted-stage.ts';
import { bot as echo } from './echo.ts';
import { bot as frontDesk } from './front-desk.ts';
import { alan, grace, katherine } from './people.ts';
import { bot as voicemailBot } from './voicemail.ts';

const nobody = { people: () => ({ does: 'noAnswer', afterMs: 20_000 }) as const };

describe('front desk', () => {
  test.each([
    ['1', grace],
    ['2', alan],
    ['0', katherine],
  ])('%s connects to the right person', async (key, person) => {
    const rung: unknown[] = [];
    const { ring, clock, facts } = stage(frontDesk, { people: (target) => (rung.push(target), { does: 'answer', afterMs: 2_000 }) });
    const caller = await ring();
    expect(caller.heard[0]).toBe('Welcome to Rollcall.');
    caller.press(key);
    await clock.advance(10_000);
    expect(caller.heard).toContain(`I am connecting you to ${person.name}.`);
    expect(rung).toMatchObject([{ user: person.user }]);
    expect(facts.at(-1)).toMatchObject({ kind: 'callOver', reason: { subcode: 7015 } });
  });

  test('takes a message when nobody answers, and thanks for it', async () => {
    const { ring, clock, voicemail } = stage(frontDesk, nobody);
    const caller = await ring();
    caller.press('1');
    await clock.advance(30_000);
    expect(caller.heard.at(-1)).toBe('(tone)');
    expect(caller.heard.at(-2)).toContain('Grace Hopper does not answer.');
    caller.speak(speech(4_000));
    await clock.advance(4_000);
    caller.press('#');
    await clock.settle();
    expect(await voicemail.list(grace.user)).toMatchObject([{ durationMs: 4_000, isHeard: false, from: { name: 'Ada Lovelace' } }]);
    await clock.advance(5_000);
    expect(caller.heard.at(-3)).toBe('Thank you.');
    expect(caller.state.status).toBe('ended');
  });

  test('keeps the message of a caller who just hangs up after speaking', async () => {
    const { ring, clock, voicemail } = stage(frontDesk, nobody);
    const caller = await ring();
    caller.press('2');
    await clock.advance(30_000);
    caller.speak(speech(1_000));
    await clock.advance(1_500);
    caller.leave();
    await clock.settle();
    expect(await voicemail.list(alan.user)).toMatchObject([{ durationMs: 1_000 }]);
  });

  test('keeps nothing of a caller who says nothing', async () => {
    const { ring, clock, voicemail } = stage(frontDesk, nobody);
    const caller = await ring();
    caller.press('1');
    await clock.advance(60_000);
    expect(caller.heard).toContain('I did not hear anything.');
    expect(await voicemail.list(grace.user)).toEqual([]);
    expect(caller.state.status).toBe('ended');
  });

  test('asks again after silence and wrong keys, and then fetches a person', async () => {
    const rung: unknown[] = [];
    const { ring, clock } = stage(frontDesk, { people: (target) => (rung.push(target), { does: 'answer', afterMs: 1_000 }) });
    const caller = await ring();
    await clock.advance(11_000);
    expect(caller.heard).toContain('I did not hear a key.');
    caller.press('9');
    await clock.settle();
    expect(caller.heard.at(-1)).toBe('That was not one of the choices.');
    await clock.advance(30_000);
    expect(rung).toMatchObject([{ user: katherine.user }]);
  });
});

describe('voicemail', () => {
  test('speaks for whoever did not answer', async () => {
    const { ring, clock, voicemail } = stage(voicemailBot);
    const caller = await ring({ forwardedFrom: { kind: 'user', id: grace.user } });
    expect(caller.heard[0]).toContain('Grace Hopper cannot take your call.');
    await clock.advance(8_000);
    caller.speak(speech(3_000));
    await clock.advance(20_000);
    expect(await voicemail.list(grace.user)).toHaveLength(1);
    expect(caller.state.status).toBe('ended');
  });

  test('keeps the message of a caller who just hangs up after speaking, and does not fail at thanking', async () => {
    const { ring, clock, voicemail, facts } = stage(voicemailBot);
    const caller = await ring({ forwardedFrom: { kind: 'user', id: grace.user } });
    await clock.advance(8_000);
    caller.speak(speech(3_000));
    await clock.advance(3_500);
    caller.leave();
    await clock.settle();
    expect(await voicemail.list(grace.user)).toMatchObject([{ durationMs: 3_000 }]);
    expect(facts.map(({ kind }) => kind)).toEqual(['callTaken', 'callOver']);
  });

  test('asks for whom when it is called directly', async () => {
    const { ring, clock, voicemail } = stage(voicemailBot);
    const caller = await ring();
    for (const key of '203') caller.press(key);
    await clock.advance(10_000);
    expect(caller.heard.join(' ')).toContain('This is the voicemail of Alan Turing.');
    caller.speak(speech(3_000));
    await clock.advance(20_000);
    expect(await voicemail.list(alan.user)).toHaveLength(1);
  });

  test('says so when nobody has the number, three times, and ends', async () => {
    const { ring, clock } = stage(voicemailBot);
    const caller = await ring();
    for (let times = 1; times <= 3; times++) {
      for (const key of '999') caller.press(key);
      await clock.advance(3_000);
    }
    expect(caller.heard.filter((text) => text === 'Nobody has that number.')).toHaveLength(3);
    await clock.advance(2_000);
    expect(caller.state.status).toBe('ended');
  });
});

describe('echo', () => {
  test('plays back what it heard, again and again, until nobody wants more', async () => {
    const { ring, clock } = stage(echo);
    const caller = await ring();
    await clock.advance(7_000);
    expect(caller.heard.at(-1)).toBe('(tone)');
    const said = speech(2_000);
    caller.speak(said);
    let played: Uint8Array = new Uint8Array();
    caller.person.on('heard', ({ wav }) => (played = wav.length === said.length ? wav : played));
    await clock.advance(10_000);
    expect(played).toEqual(said);
    caller.press('1');
    await clock.advance(6_000);
    expect(caller.heard.at(-1)).toBe('(tone)');
    await clock.advance(40_000);
    expect(caller.heard).toContain('I did not hear anything.');
    expect(caller.heard.at(-1)).toBe('Goodbye.');
    expect(caller.state.status).toBe('ended');
  });
});
