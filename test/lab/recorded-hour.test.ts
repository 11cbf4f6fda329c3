/** An hour of a meeting, recorded: four people, who come and go and speak at known times; each lane has what its owner said, then, and nothing else. */
import { askEach, defineBot } from 'rollcall';
import { withLab, type Lab, type Line } from 'rollcall/testing';
import { expect, test } from 'vitest';
import { toneDb } from '../../src/media/goertzel.ts';
import { sine } from '../../src/media/tones.ts';

const MINUTE_MS = 60_000;
const SAID_MS = 600;
const PER_MS = 16;
/** Each has a tone of their own, none of them another's harmonic. */
const hertz = { Ada: 470, Grace: 610, Alan: 790, Katherine: 1_030 } as const;
type Name = keyof typeof hertz;
const names = Object.keys(hertz) as Name[];

const recorder = defineBot({
  name: 'recorder',
  needs: ['soundApart'],
  async onCall(call) {
    await call.answer();
    await using recording = await call.record({ consent: askEach({ begunText: '', leftOutText: '' }) });
    await new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve(), { once: true }));
    expect(recording.state).not.toBe('failed');
  },
});

/** Who speaks when, in milliseconds of the hour; sometimes all at once. Katherine comes at 10 min; Alan leaves at 20 min, and is back at 40 min. */
function plan(): { readonly atMs: number; readonly who: readonly Name[] }[] {
  const turns: { atMs: number; who: readonly Name[] }[] = [];
  for (let minute = 1; minute < 60; minute++) {
    const there = names.filter((name) => (name !== 'Katherine' || minute > 10) && (name !== 'Alan' || minute < 20 || minute > 40));
    const one = there[minute % there.length] ?? 'Ada';
    turns.push({ atMs: minute * MINUTE_MS + 7_000 + ((minute * 137) % 40) * 13, who: [one] });
    if (minute % 5 === 1) turns.push({ atMs: minute * MINUTE_MS + 30_000 + minute, who: there });
  }
  return turns;
}

test('each lane of an hour has what its owner said, to 20 ms, and nothing of anybody else', { timeout: 300_000 }, () =>
  withLab({ bots: [recorder], voice: 'built-in', codec: 'l16' }, async (lab) => {
    const said: Record<Name, number[]> = { Ada: [], Grace: [], Alan: [], Katherine: [] };
    const lines: Partial<Record<Name, Line>> = {};
    const meeting = await lab.meeting();
    const joins = async (name: Name): Promise<void> => {
      lines[name] = await lab.person(name).joins(meeting);
      // Who has agreed before is not asked again.
      if (name !== 'Katherine') return;
      await lines[name]?.hears(/you are left out/);
      await lines[name]?.presses('1');
    };
    for (const name of ['Ada', 'Grace', 'Alan'] as const) await joins(name);
    await lines.Ada?.invites('100');
    await lines.Ada?.hears(/you are left out/);
    for (const name of ['Ada', 'Grace', 'Alan'] as const) await lines[name]?.presses('1');
    await lab.until(() => lab.recordings.length > 0);

    const { clock } = lab.house.time;
    const beganMs = clock.now();
    const moment = (atMs: number): Promise<void> => lab.pass(Math.max(0, beganMs + atMs - clock.now()));
    const changes: [number, () => Promise<unknown>][] = [
      [10 * MINUTE_MS, () => joins('Katherine')],
      [20 * MINUTE_MS, async () => lines.Alan?.leaves()],
      [40 * MINUTE_MS, () => joins('Alan')],
    ];
    for (const { atMs, who } of plan()) {
      while (changes[0] && changes[0][0] < atMs) {
        const [[whenMs, change]] = changes.splice(0, 1) as [[number, () => Promise<unknown>]];
        await moment(whenMs);
        await change();
      }
      await moment(atMs);
      for (const name of who) said[name].push(clock.wallMs());
      await Promise.all(who.map(async (name) => lines[name]?.says(sine({ hertz: [hertz[name]], ms: SAID_MS }, 0.2))));
    }
    await moment(60 * MINUTE_MS);
    for (const line of Object.values(lines)) if (line.ended === undefined) await line.leaves();
    await lab.pass('6 min');
    expect(lab.recording.isSaved).toBe(true);
    await lanesMatch(lab, said);
  }),
);

async function lanesMatch({ recording }: Lab, said: Readonly<Record<Name, readonly number[]>>): Promise<void> {
  const { startedMs, durationMs } = recording.kept;
  expect(durationMs).toBeGreaterThanOrEqual(60 * MINUTE_MS);
  const delays: number[] = [];
  for (const name of names) {
    const lane = await recording.lane(name);
    expect(lane.length).toBe(durationMs * PER_MS);
    const heard = onsets(lane);
    expect(heard.length, `how often ${name} is heard`).toBe(said[name].length);
    delays.push(...heard.map((atMs, i) => atMs - ((said[name][i] ?? 0) - startedMs)));
    for (const atMs of heard) {
      const spoken = lane.subarray((atMs + 20) * PER_MS, (atMs + SAID_MS - 20) * PER_MS);
      expect(toneDb(spoken, hertz[name])).toBeGreaterThan(-25);
      for (const other of names.filter((each) => each !== name))
        expect(toneDb(spoken, hertz[other]), `${other} with ${name}`).toBeLessThan(-55);
    }
    expect(loudestBeside(lane, heard), `beside what ${name} said`).toBeLessThan(40);
  }
  // What lies between mouth and recording is the same for all of them, from the first minute to the last.
  const [least, most] = [Math.min(...delays), Math.max(...delays)];
  expect(most - least).toBeLessThanOrEqual(20);
  expect(Math.abs(least)).toBeLessThan(150);
}

/** The loudest sample outside of what was said; the switchboard fills up to 60 ms after its end. */
function loudestBeside(samples: Int16Array, heard: readonly number[]): number {
  let loudest = 0;
  let from = 0;
  for (const atMs of [...heard, Infinity]) {
    const to = Math.min(samples.length, (atMs - 20) * PER_MS);
    for (let at = from; at < to; at++) loudest = Math.max(loudest, Math.abs(samples[at] ?? 0));
    from = (atMs + SAID_MS + 120) * PER_MS;
  }
  return loudest;
}

/** Where sound begins after silence, in milliseconds. */
function onsets(samples: Int16Array): readonly number[] {
  const found: number[] = [];
  let lastLoud = -Infinity;
  for (let at = 0; at < samples.length; at++) {
    if (Math.abs(samples[at] ?? 0) < 1_000) continue;
    if (at - lastLoud > 300 * PER_MS) found.push(at / PER_MS);
    lastLoud = at;
  }
  return found;
}
