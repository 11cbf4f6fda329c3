/** Recording from a bot's side: what it is told where something is missing, and that what was recorded is saved whatever ends first. */
import { describe, expect, test } from 'vitest';
import { StoreError } from '../store/errors.ts';
import { announce } from '../services/recording/consent/announce.ts';
import type { Recording } from '../services/recording/port.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { silentLog } from '../base/log.ts';
import { levelDb } from '../media/level.ts';
import type { Lab } from '../testing/lab.ts';
import { factsOf, staged, talk } from '../testing/test-stage.ts';
import { defineBot, type Bot } from './bot.ts';
import { Call } from './call.ts';
import { BotError } from './errors.ts';

const needs = ['soundApart'] as const;

function recorder(work: (call: Call) => Promise<void>, needing: Bot['needs'] = needs): Bot {
  return defineBot({
    name: 'recorder',
    needs: needing,
    async onCall(call) {
      await call.answer();
      await work(call);
    },
  });
}

describe('what is missing is named, with the line that mends it', () => {
  test.each<[string, Bot['needs'], (call: Call) => Promise<unknown>, RegExp]>([
    ['no needs', [], (call) => call.record(), /needs 'soundApart'.*defineBot\(\{ needs: \['soundApart'\] \}\)/],
    ['pictures', needs, (call) => call.record({ pictures: true }), /pictures: true.*\['soundApart', 'pictures'\]/],
  ])('%s', async (_, needing, work, message) => {
    const why: unknown[] = [];
    const bot = recorder(async (call) => void (await work(call).catch((error: unknown) => why.push(error))), needing);
    await staged(bot, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.isHungUpOn();
      expect(lab.recordings).toEqual([]);
    });
    expect(why).toMatchObject([{ code: 'bot/no-media', message: expect.stringMatching(message) as string }]);
    expect((why[0] as Error).stack).toContain('recording.test');
  });

  test('a call that was not answered', async () => {
    const why: unknown[] = [];
    const bot: Bot = {
      name: 'hasty',
      needs,
      onCall: async (call) => void (await call.record().catch((error: unknown) => why.push(error))),
    };
    await staged(bot, async (lab) => {
      await lab.person('Ada').dial('100');
      await lab.pass('1 s');
    });
    expect(why).toMatchObject([{ code: 'bot/not-answered' }]);
  });

  test('a host that keeps no recordings', async () => {
    const why: unknown[] = [];
    const bot = recorder(async (call) => {
      // As its host has it, but for the service.
      const carrier = carrierOf(call);
      const clock = virtualClock();
      const bare = new Call({ carrier, speech: { wavOf: () => Promise.reject(new Error('no voice')) }, clock, log: silentLog, needs });
      await bare.record().catch((error: unknown) => why.push(error));
    });
    await staged(bot, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.isHungUpOn();
    });
    expect(why).toMatchObject([{ code: 'bot/no-recordings', message: expect.stringContaining('hostBot({ recordings })') as string }]);
    expect(why[0]).toBeInstanceOf(BotError);
  });

  test('a store that cannot be reached', async () => {
    const why: unknown[] = [];
    const bot = recorder(async (call) => void (await call.record().catch((error: unknown) => why.push(error))));
    const before = ({ house }: Lab): void => void (house.troubles.store = () => Promise.reject(new StoreError('store/full', 'gone')));
    await staged(
      bot,
      async (lab) => {
        const line = await lab.person('Ada').dial('100');
        await line.isHungUpOn();
        expect(lab.recordings).toEqual([]);
      },
      { before },
    );
    expect(why).toMatchObject([{ message: 'gone' }]);
  });
});

describe('a recording is saved', () => {
  test('where the bot hears the mix alone, of what that tells', () =>
    staged(
      recorder(
        async (call) => {
          await call.record({ consent: announce({ text: '' }) });
          await call.recordAnswer({ beep: false, silenceMs: 2_000 });
        },
        ['sound'],
      ),
      async (lab) => {
        const line = await lab.person('Ada').dial('100');
        await lab.pass('2 s');
        await line.says(talk(1_000));
        await lab.pass('20 s');
        const lanes = lab.recording.kept.tracks.map(({ info }) => (info.kind === 'mixed' ? 'all' : info.name));
        expect(lanes, 'between two, all others are the other').toEqual(['all', 'Ada Lovelace']);
        expect(levelDb(await lab.recording.mix())).toBeGreaterThan(-50);
      },
    ));

  test('when the function of the bot ends, also with an error', () =>
    staged(
      recorder(async (call) => {
        await call.record({ consent: announce({ text: '' }) });
        await call.recordAnswer({ beep: false, silenceMs: 2_000 });
        throw new Error('enough');
      }),
      async (lab) => {
        const line = await lab.person('Ada').dial('100');
        await lab.pass('2 s');
        await line.says(talk(1_000));
        await lab.pass('20 s');
        expect(lab.recording.isSaved).toBe(true);
        expect(lab.recording.people).toEqual(['Ada Lovelace']);
        expect(factsOf(lab).map(({ kind }) => kind)).toContain('botFailed');
      },
    ));

  test('when the call ends first; draining and closing wait for it', async () => {
    let recording: Recording | undefined;
    const bot = recorder(async (call) => {
      recording = await call.record({ consent: announce({ text: '' }) });
      await call.recordAnswer({ beep: false, silenceMs: 60_000 });
    });
    await staged(bot, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await lab.pass('3 s');
      const { clock } = lab.house.time;
      lab.house.troubles.store = () => clock.sleep(20_000);
      let drained = false;
      const draining = lab.house.bots
        .get('100')
        ?.host?.drain()
        .then(() => (drained = true));
      await line.hangsUp();
      await lab.pass('15 s');
      expect([recording?.state, drained]).toEqual(['finishing', false]);
      await lab.pass('1 min');
      await draining;
      expect([recording?.state, drained]).toEqual(['saved', true]);
    });
  });
});

/** What a call is made of, as its host knows it. */
function carrierOf(call: Call): ConstructorParameters<typeof Call>[0]['carrier'] {
  const media = call.media;
  return {
    info: { id: call.id, chainId: call.id, direction: 'incoming', from: call.from, to: call.to },
    state: { status: 'connected', hasSound: true },
    facts: call.facts,
    roster: { participants: call.participants },
    media,
    hearKeys: () => Promise.resolve(),
  } as unknown as ConstructorParameters<typeof Call>[0]['carrier'];
}
