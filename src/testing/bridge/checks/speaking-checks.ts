/** How what a bot says is said: in order, at the pace of the clock, and cut short at once. */
import { type Check, type Rule } from '../check.ts';
import { able, holds } from '../check-outcome.ts';
import { SOON_MS } from '../checked-socket.ts';
import { heardMs, melody, runsOf, tone } from '../check-sounds.ts';

const SAID = 'how-the-bots-sound-is-said';
const NOBODY_LISTENS = 'has nobody who listens';
const pace: Rule = {
  anchor: SAID,
  says: 'At the pace of the clock, one frame each 20 ms, whatever the pace at which they were sent. Ten seconds may wait.',
};
const PITCHES = [500, 900, 700, 1_100] as const;

export const speakingChecks: readonly Check[] = [
  {
    name: 'a burst is heard in order',
    rule: {
      anchor: SAID,
      says: 'Frames are said in the order in which they come; sequence numbers and time stamps of a bot are only looked at for its figures of quality.',
    },
    async run(stage) {
      const { socket, person } = await stage.onCall();
      const heard = await able(person.listen, NOBODY_LISTENS)();
      socket.say(melody(PITCHES, 260));
      await stage.clock.sleep(2_500);
      const runs = runsOf(await heard(), PITCHES).map(({ hertz }) => hertz);
      holds(runs.join() === PITCHES.join(), `pitches of ${PITCHES.join(', ')} Hz were sent, and ${runs.join(', ') || 'none'} heard`);
    },
  },
  {
    name: 'a burst is heard at the pace of the clock',
    rule: pace,
    async run(stage) {
      const { socket, person } = await stage.onCall();
      const heard = await able(person.listen, NOBODY_LISTENS)();
      socket.say(melody(PITCHES, 260));
      await stage.clock.sleep(2_500);
      const runs = runsOf(await heard(), PITCHES);
      const [first, last] = [runs[0], runs.at(-1)];
      const ms = first && last ? last.atMs + last.ms - first.atMs : 0;
      holds(Math.abs(ms - 1_040) <= 120, `1040 ms were sent at once, and ${String(ms)} ms heard from the first to the last of it`);
      for (const run of runs) holds(Math.abs(run.ms - 260) <= 60, `260 ms of ${String(run.hertz)} Hz were heard as ${String(run.ms)} ms`);
    },
  },
  {
    name: 'a stream has no gaps',
    rule: {
      anchor: SAID,
      says: 'A stream that arrives frame by frame waits for three frames, or 40 ms, so that an uneven network makes no gaps; it does so again whenever it has run dry.',
    },
    async run(stage) {
      const { socket, person } = await stage.onCall();
      const heard = await able(person.listen, NOBODY_LISTENS)();
      await socket.stream(tone(600, 1_500));
      await stage.clock.sleep(800);
      const ms = heardMs(await heard(), 600);
      holds(ms >= 1_400 && ms <= 1_560, `1500 ms were sent frame by frame, and ${String(ms)} ms heard`);
    },
  },
  {
    name: 'a mark is told when the sound before it has been said',
    rule: { anchor: 'from-the-carrier', says: 'all sound sent before that mark has been said' },
    async run(stage) {
      const { socket } = await stage.onCall();
      const beganMs = stage.clock.now();
      socket.say(tone(600, 1_000));
      socket.order({ kind: 'mark', name: 'after the sound' });
      holds(await socket.within(1_000 + SOON_MS, () => socket.told('marked').length > 0), 'it was never told');
      const [marked] = socket.told('marked');
      holds(marked?.name === 'after the sound', `marked has the name ${String(marked?.name)}`);
      const afterMs = (marked?.atMs ?? 0) - beganMs;
      holds(afterMs >= 900, `it was told ${afterMs.toFixed(0)} ms after 1000 ms of sound were sent`);
      holds(afterMs <= 2_000, `it was told as late as ${afterMs.toFixed(0)} ms after 1000 ms of sound were sent`);
    },
  },
  {
    name: 'clear cuts at once',
    rule: { anchor: 'from-the-bot', says: 'throws away the sound that waits to be said; heard within 20 ms' },
    async run(stage) {
      const { socket, person } = await stage.onCall();
      const heard = await able(person.listen, NOBODY_LISTENS)();
      socket.say(tone(600, 4_000));
      socket.order({ kind: 'mark', name: 'cut' });
      await stage.clock.sleep(1_000);
      socket.order({ kind: 'clear' });
      holds(await socket.within(SOON_MS, () => socket.told('cleared').length > 0), 'clear was not answered with cleared');
      const droppedMs = socket.told('cleared')[0]?.droppedMs ?? 0;
      await stage.clock.sleep(2_000);
      const ms = heardMs(await heard(), 600);
      holds(ms < 2_000, `4000 ms were sent, clear after 1000 ms, and ${String(ms)} ms were heard`);
      holds(
        Math.abs(ms + droppedMs - 4_000) <= 80,
        `of 4000 ms ${String(ms)} ms were heard, and cleared says that ${String(droppedMs)} ms were dropped`,
      );
      const marked = socket.events.findIndex((event) => event.kind === 'marked');
      holds(marked > socket.events.findIndex((event) => event.kind === 'cleared'), 'the mark within the sound was not told after cleared');
    },
  },
  {
    name: 'after clear the next sound is said',
    rule: { anchor: 'from-the-bot', says: 'throws away the sound that waits to be said; heard within 20 ms' },
    async run(stage) {
      const { socket, person } = await stage.onCall();
      socket.say(tone(600, 3_000));
      socket.order({ kind: 'clear' });
      const heard = await able(person.listen, NOBODY_LISTENS)();
      socket.say(tone(900, 500));
      await stage.clock.sleep(2_000);
      const ms = heardMs(await heard(), 900);
      holds(ms >= 380 && ms <= 560, `500 ms were sent after clear, and ${String(ms)} ms heard`);
    },
  },
  {
    name: 'more than ten seconds are not kept, and that is told',
    rule: { anchor: 'from-the-carrier', says: 'more than 10 s of sound wait to be said: what is beyond is dropped. Told once a second' },
    async run(stage) {
      const { socket } = await stage.onCall();
      socket.say(tone(600, 14_000));
      const isTold = await socket.within(SOON_MS, () => socket.told('problem').length > 0);
      holds(isTold, '14 s of sound were sent at once, and no problem was told');
      holds(
        socket.told('problem')[0]?.code === 'soundFull',
        `the problem is ${String(socket.told('problem')[0]?.code)}, and not soundFull`,
      );
      socket.order({ kind: 'clear' });
      await socket.within(SOON_MS, () => socket.told('cleared').length > 0);
      const droppedMs = socket.told('cleared')[0]?.droppedMs ?? 0;
      holds(droppedMs > 8_000 && droppedMs <= 10_000, `of 14 s that were sent at once ${String(droppedMs)} ms waited, and 10 s may`);
      holds(socket.told('problem').length <= 2, `it was told ${String(socket.told('problem').length)} times within a moment`);
      await socket.isStillServed('too much sound');
    },
  },
  {
    name: 'more than a hundred marks are too many',
    rule: { anchor: 'from-the-carrier', says: 'more pictures, marks or keys than there may be' },
    async run(stage) {
      const { socket } = await stage.onCall();
      socket.say(tone(600, 5_000));
      for (let i = 0; i < 110; i++) socket.order({ kind: 'mark', name: `mark ${String(i)}` });
      await socket.within(SOON_MS, () => socket.told('problem').length >= 10);
      const codes = socket.told('problem').map(({ code }) => code);
      holds(
        codes.length >= 10 && codes.every((code) => code === 'overLimit'),
        `110 marks waited, and the problems were ${codes.join(', ') || 'none'}`,
      );
      socket.order({ kind: 'clear' });
      await socket.isStillServed('too many marks');
    },
  },
];
