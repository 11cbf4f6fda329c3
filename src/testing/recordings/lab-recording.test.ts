/** What a bot records in a lab: consent by key and by voice, and lanes that a test can listen to. */
import { describe, expect, test } from 'vitest';
import type { Bot } from '../../bot/bot.ts';
import { defineBot } from '../../bot/bot.ts';
import type { Call } from '../../bot/call.ts';
import { toneMs } from '../../media/goertzel.ts';
import { sine } from '../../media/tones.ts';
import { announce } from '../../services/recording/consent/announce.ts';
import { askEach } from '../../services/recording/consent/ask-each.ts';
import { withLab } from '../with-lab.ts';

const quick = { voice: 'built-in', codec: 'l16' } as const;
const tone = (hertz: number, ms: number): Int16Array => sine({ hertz: [hertz], ms }, 0.2);

const recorder = (work: (call: Call) => Promise<void>): Bot =>
  defineBot({
    name: 'recorder',
    needs: ['soundApart', 'pictures'],
    async onCall(call) {
      await call.answer();
      await work(call);
    },
  });

/** To a tenth of a second: the switchboard fills up to 60 ms after the end of what somebody says, in case it was a loss. */
const soundedMs = (samples: Int16Array, hertz: number): number => Math.floor(toneMs(samples, hertz) / 100) * 100;

/** Until nobody but the bot is there. */
async function untilAlone(call: Call): Promise<void> {
  const isAlone = (): boolean => call.participants.every(({ isSelf }) => isSelf);
  while (!call.ended && (call.participants.length === 0 || !isAlone()))
    await call.facts.next('participantLeft', { signal: call.signal }).catch(() => undefined);
}

describe('a recording in the lab', () => {
  test('has a lane for each who agreed, by key or by voice, and none for who refused', async () => {
    const bot = recorder(async (call) => {
      await using recording = await call.record({ consent: askEach() });
      recording.chapter('Beginning');
      await untilAlone(call);
    });
    await withLab({ bots: [bot], ...quick }, async (lab) => {
      const planned = await lab.meeting({ subject: 'Budget' });
      const ada = await lab.person('Ada').joins(planned);
      const grace = await lab.person('Grace').joins(planned);
      const alan = await lab.person('Alan').joins(planned);
      await lab.pass('1 s');
      await ada.invites('100');
      await ada.hears(/you are left out/);
      await ada.presses('1');
      await alan.presses('2');
      await grace.says('Yes.');
      await ada.hears(/Whoever has not agreed is left out/);
      await lab.pass('1 s');
      await ada.says(tone(500, 1_000));
      await alan.says(tone(1_500, 1_000));
      await grace.says(tone(1_000, 2_000));
      await lab.pass('1 s');
      for (const line of [ada, alan, grace]) await line.leaves();
      await lab.until(() => lab.recording.isSaved);

      const { recording } = lab;
      expect(recording.people.toSorted()).toEqual(['Ada Lovelace', 'Grace Hopper']);
      const [adas, graces, mix] = [await recording.lane('Ada'), await recording.lane('Grace'), await recording.mix()];
      expect([soundedMs(adas, 500), soundedMs(graces, 1_000)]).toEqual([1_000, 2_000]);
      expect([soundedMs(mix, 500), soundedMs(mix, 1_000)]).toEqual([1_000, 2_000]);
      expect([adas, graces, mix].map((sound) => soundedMs(sound, 1_500))).toEqual([0, 0, 0]);
      expect([soundedMs(adas, 1_000), soundedMs(graces, 500)]).toEqual([0, 0]);
      await expect(recording.lane('Alan')).rejects.toThrow(
        /Alan has no voice in the recording; there is (Ada Lovelace|, |Grace Hopper){3}\./,
      );
      expect(await recording.ledger()).toEqual(expect.arrayContaining(['Ada Lovelace agreed: key 1', 'Grace Hopper agreed: voice "yes"']));
      expect(recording.kept).toMatchObject({ subject: 'Budget', chapters: [{ title: 'Beginning' }] });
    });
  });

  test('of a call between two has the other side, who says yes', async () => {
    const bot = recorder(async (call) => {
      await using recording = await call.record({ consent: askEach(), subject: 'A call' });
      await call.say('Please go on.');
      await untilAlone(call);
      expect(recording.state).not.toBe('failed');
    });
    await withLab({ bots: [bot], ...quick }, async (lab) => {
      const ada = await lab.person('Ada').dial('100');
      await ada.hears(/you are left out/);
      await ada.says('Yes.');
      await ada.hears('Please go on.');
      await ada.says(tone(500, 1_000));
      await lab.pass('1 s');
      await ada.hangsUp();
      await lab.until(() => lab.recording.isSaved);
      expect(lab.recording.people).toEqual(['Ada Lovelace']);
      expect(soundedMs(await lab.recording.lane('Ada'), 500)).toBe(1_000);
      expect(await lab.recording.ledger()).toContain('Ada Lovelace agreed: voice "yes"');
      // The bot has a lane as well: what is answered says little without what was asked.
      const bots = await lab.recording.lane('recorder');
      expect(bots.some((sample) => Math.abs(sample) > 1_000)).toBe(true);
      expect(toneMs(bots, 500)).toBeLessThan(200);
    });
  });

  test('tells who comes late, keeps nothing of a pause, and stays when the bot is killed', async () => {
    const bot = recorder(async (call) => {
      const recording = await call.record({ consent: announce({ lateText: 'You are being recorded.' }) });
      call.facts.on('keyPressed', ({ key }) => void (key === '5' ? recording.pause('card number') : recording.resume()));
      await untilAlone(call);
    });
    await withLab({ bots: [bot], ...quick }, async (lab) => {
      const planned = await lab.meeting();
      const ada = await lab.person('Ada').joins(planned);
      await lab.pass('1 s');
      await ada.invites('100');
      await ada.hears('This call is being recorded.');
      await ada.says(tone(500, 1_000));
      const grace = await lab.person('Grace').joins(planned);
      await grace.hears('You are being recorded.');
      await grace.presses('5');
      await grace.says(tone(1_000, 2_000));
      await grace.presses('6');
      await lab.pass('1 s');
      await grace.says(tone(1_500, 1_000));
      await lab.pass('1 s');
      lab.house.killBot('100');
      await lab.pass('1 s');
      const { recording } = lab;
      expect(recording.isSaved).toBe(false);
      const graces = await recording.lane('Grace');
      expect([500, 1_000, 1_500].map((hertz) => soundedMs(graces, hertz))).toEqual([0, 0, 1_000]);
      expect(recording.kept.pauses).toHaveLength(1);
      for (const line of [ada, grace]) await line.leaves();
    });
  });

  test('there is none where nobody agreed', async () => {
    const why: unknown[] = [];
    const bot = recorder(async (call) => {
      await call.record({ consent: askEach({ withinMs: 2_000 }) }).catch((error: unknown) => why.push(error));
      await call.say('Nothing is recorded.');
    });
    await withLab({ bots: [bot], ...quick }, async (lab) => {
      const ada = await lab.person('Ada').dial('100');
      await ada.hears('Nothing is recorded.');
      await ada.isHungUpOn();
      expect(() => lab.recording).toThrow(/No bot has recorded anything/);
    });
    expect(why).toMatchObject([{ code: 'recording/not-allowed' }]);
  });
});
