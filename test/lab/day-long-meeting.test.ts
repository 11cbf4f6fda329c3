/** A meeting that lasts a day: twenty people and a bot that strikes the hours, both halves and all messages, in a moment. */
import { defineBot } from 'rollcall';
import { withLab, type LabMeeting } from 'rollcall/testing';
import { expect, test } from 'vitest';
import { proofRounds } from '../proof-rounds.ts';

const HOUR_MS = 3_600_000;
const SENTENCE = 'What I wanted to say is this, and I say it slowly, so that everybody can hear it well.';

/** Goes to the meeting when it is called, and says at each full hour what time it is. */
const clockwork = (meeting: () => LabMeeting): ReturnType<typeof defineBot> =>
  defineBot({
    name: 'clockwork',
    async onCall(call, { join, clock }) {
      await call.answer();
      const outcome = await join(meeting().link);
      await call.hangUp();
      if (outcome.kind !== 'joined') return;
      const began = clock.wallMs();
      for (let hour = 1; outcome.call.ended === undefined; hour++) {
        await clock.sleep(began + hour * HOUR_MS - clock.wallMs(), { signal: outcome.call.signal }).catch(() => 'the meeting is over');
        if (outcome.call.ended === undefined) await outcome.call.say(`It is ${String(hour)} o'clock.`);
      }
    },
  });

/** As many minutes of speech as a proof takes rounds. */
test.each(proofRounds(2, 60).slice(-1))(
  'a day with %i minutes of speech',
  async (minutes) => {
    let meeting: LabMeeting | undefined;
    const there = (): LabMeeting => meeting ?? fail();
    await withLab({ bots: [clockwork(there)], voice: 'built-in', codec: 'l16' }, async (lab) => {
      meeting = await lab.meeting({ subject: 'A long day', organizer: 'Ada' });
      const crowd = await lab.group('Ada', 19).joins(meeting);
      const caller = await lab.person('Grace').dial('100');
      await caller.isHungUpOn();
      await crowd.isLetIn();
      const [first, last] = [crowd.lines[0] ?? fail(), crowd.lines.at(-1) ?? fail()];
      const sentences = Math.round((minutes * 60_000) / (SENTENCE.length * 60));
      for (let hour = 1; hour <= 24; hour++) {
        const untilMs = hour * HOUR_MS;
        for (let count = Math.ceil(((hour - 1) * sentences) / 24); count < Math.ceil((hour * sentences) / 24); count++) {
          const speaker = crowd.lines[1 + (count % 18)] ?? fail();
          await speaker.says(`${SENTENCE} This was ${speaker.name}.`);
        }
        await lab.pass(untilMs - lab.house.time.clock.now() - 1_000);
        await Promise.all([first.hears(`It is ${String(hour)} o'clock.`), last.hears(`It is ${String(hour)} o'clock.`)]);
      }
      const heard = first.heard.filter(({ full }) => full.startsWith(SENTENCE));
      expect(heard.filter(({ isWhole, gaps }) => isWhole && gaps.length === 0).length).toBe(sentences);
      expect(crowd.lines.map(({ ended }) => ended)).toEqual(crowd.lines.map(() => undefined));
      const keepAlives = lab.messages.filter(({ url }) => url.endsWith('/keepAlive'));
      expect(keepAlives.length).toBeGreaterThan(90);
      expect(keepAlives.every(({ status }) => status === 200)).toBe(true);
      await crowd.leaves();
      // A bot that is left alone in a meeting is sent home.
      await lab.pass('6 min');
    });
  },
  600_000,
);

function fail(): never {
  throw new Error('there is none');
}
