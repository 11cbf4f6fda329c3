/** How single calls end, and that they do: by whom, with which code, and what is left of what was under way. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineBot } from 'rollcall';
import { describe, expect, test } from 'vitest';
import { bot as frontDesk } from '../../bots/front-desk.ts';
import { readWav } from '../../src/media/wav.ts';
import { networkError } from '../../src/testing/house/wire.ts';
import type { Lab } from '../../src/testing/lab.ts';
import { hearsAll, story } from './story.ts';

const message = readWav(readFileSync(join(import.meta.dirname, '../fixtures/speech/voicemail.wav')));

/** Answers, and then does nothing until the call ends. */
const waiter = defineBot({
  name: 'waiter',
  async onCall(call) {
    await call.answer();
    if (!call.signal.aborted) await new Promise((resolve) => call.signal.addEventListener('abort', resolve, { once: true }));
  },
});
const curt = defineBot({
  name: 'curt',
  async onCall(call) {
    await call.answer();
    await call.say('Not now.');
    await call.hangUp();
  },
});

test('a bot that cancels its recording in mid-call has nothing to fetch, and goes on', async () => {
  const enough = new AbortController();
  const impatient = defineBot({
    name: 'impatient',
    async onCall(call) {
      await call.answer();
      await call.recordAnswer({ signal: enough.signal }).catch((error: unknown) => expect(error).toBe(enough.signal.reason));
      await call.say('That is enough.');
    },
  });
  await story({ bots: { '105': impatient } }, async (lab) => {
    const caller = await lab.person('Ada').dial('105');
    await lab.pass('1 s');
    void caller.handset.say(message);
    await lab.pass('3 s');
    enough.abort(new Error('enough'));
    await hearsAll(caller, 'That is enough.');
    const end = lab.messages.find(({ body }) => body.includes('recordOperation'))?.body;
    expect(end).toMatch(/"recordingLocation":"".*"status":"failed".*"operationCanceled".*"code":400,"subcode":8508/);
    expect(lab.messages.filter(({ url }) => url.includes('/recordings/'))).toEqual([]);
  });
});

test('a bot that hangs up ends the call, and what it said before is heard', () =>
  story({ bots: { '104': curt } }, async (lab) => {
    const caller = await lab.person('Ada').dial('104');
    await hearsAll(caller, 'Not now.');
    await caller.isHungUpOn();
    expect(caller.handset.leg).toMatchObject({ state: 'ended', endedAs: 'otherHungUp' });
    expect(commandsIn(lab).at(-1)).toMatchObject({ method: 'DELETE' });
  }));

test('a caller who hangs up in the middle of a prompt ends everything cleanly', () =>
  story({ bots: { '100': frontDesk } }, async (lab) => {
    const caller = await lab.person('Ada').dial('100');
    await lab.pass('2 s');
    await caller.hangsUp();
    await lab.pass(100);
    const { record, botFacts } = lab.house;
    expect(record.find((fact) => fact.type === 'taskEnded')).toMatchObject({ outcome: 'cancelled' });
    expect(botFacts.map(({ fact: { kind } }) => kind)).toEqual(['callTaken', 'callOver']);
    const sent = lab.messages.length;
    await lab.pass('1 h');
    expect(lab.messages.length).toBe(sent);
    expect(caller.heard).toMatchObject([
      { isOver: true, isWhole: true, gaps: [] },
      { isOver: true, isWhole: false, gaps: [] },
    ]);
  }));

describe('a call in which nobody says anything', () => {
  test('stays up for hours by itself, and costs hardly a tick', () =>
    story({ bots: { '103': waiter } }, async (lab) => {
      const caller = await lab.person('Ada').dial('103');
      await lab.pass('1 s');
      const before = await ticksIn(lab);
      await lab.pass('2 h');
      expect((await ticksIn(lab)) - before).toBe(0);
      expect(commandsIn(lab).filter(({ method, url }) => method === 'POST' && url.endsWith('/keepAlive')).length).toBe(8);
      expect(caller.handset.leg).toMatchObject({ state: 'connected' });
      expect(caller.handset.ear.endMs).toBeUndefined();
    }));

  test('is ended after 45 minutes when no keep-alive comes through, with the code that Graph has for it', () =>
    story({ bots: { '103': waiter } }, async (lab) => {
      lab.house.wire.intercept((request, next) =>
        request.url.endsWith('/keepAlive') ? Promise.reject(networkError('ECONNRESET', 'lost')) : next(request),
      );
      const caller = await lab.person('Ada').dial('103');
      await lab.pass(45 * 60_000 - 1);
      expect(caller.handset.leg).toMatchObject({ state: 'connected' });
      await lab.pass(1);
      expect(caller.handset.leg).toMatchObject({ state: 'ended' });
      expect(lab.house.botFacts.at(-1)?.fact).toMatchObject({ kind: 'callOver', reason: { code: 408, subcode: 8537 } });
      expect(lab.messages.at(-1)?.body).toMatch(/"terminated".*"code":408,"subcode":8537/);
    }));
});

/** What a bot asked Graph to do. */
function commandsIn({ messages }: Lab): Lab['messages'] {
  return messages.filter(({ url }) => url.includes('/communications/'));
}

async function ticksIn({ house }: Lab): Promise<number> {
  return (await house.carrier.engine.health())[0]?.ticks ?? 0;
}
