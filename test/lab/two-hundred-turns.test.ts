/**
 * Two hundred turns of six people in virtual time, by a seed: they speak over each other, cut themselves off, leave and come again. All that is
 * transcribed stands under the name of whoever said it, and all that was said to its end is there once.
 */
import { withLab, type Line } from 'rollcall/testing';
import { expect, test } from 'vitest';
import type { Bot } from 'rollcall';
import { realClock } from '../../src/base/clock.ts';
import { seededRandom, type Random } from '../../src/base/random.ts';
import { proofRounds } from '../proof-rounds.ts';

const NAMES = ['Ada', 'Grace', 'Alan', 'Katherine', 'Linus', 'Margaret'];
const TURNS = 200;
const THINGS = ['apples', 'boats', 'clocks', 'doors', 'engines', 'flutes', 'gates', 'hills', 'irons', 'jars', 'kites', 'lamps'];
/** One in so many is cut off by whoever says it; one in so many is followed by somebody leaving and coming again. */
const CUT_OFF = 10;
const LEAVES = 25;

type Turn = { readonly who: string; readonly text: string; readonly isCut: boolean };

const scribe: Bot = {
  name: 'scribe',
  needs: ['soundApart'],
  async onCall(call) {
    await call.answer();
    await call.transcribe({ keep: true });
    await call.facts.next('messagePosted', { signal: call.signal });
  },
};

test.for(proofRounds(1, 10))('200 turns of six people: no wrong name, by seed %i', { timeout: 600_000 }, async (seed, { annotate }) => {
  const machine = realClock();
  const began = machine.now();
  await withLab({ bots: [scribe], voice: 'built-in', codec: 'l16', seed, graph: { profile: 'documents' } }, async (lab) => {
    const random = seededRandom(seed);
    const planned = await lab.meeting({ subject: 'Stand-up' });
    const lines = new Map<string, Line>();
    for (const name of NAMES) lines.set(name, await lab.person(name).joins(planned));
    await lab.pass('1 s');
    await lineOf(lines, 'Ada').invites('scribe');
    await lab.pass('2 s');

    const turns: Turn[] = [];
    const speaking = new Map<string, Promise<void>>();
    let overlaps = 0;
    for (let at = 0; at < TURNS; at++) {
      const who = NAMES.filter((name) => !speaking.has(name))[Math.floor(random.unit() * (NAMES.length - speaking.size))];
      if (who === undefined) {
        await lab.pass('500 ms');
        at--;
        continue;
      }
      if (speaking.size > 0) overlaps++;
      const turn = { who, text: textOf(at, random), isCut: at % CUT_OFF === CUT_OFF - 1 };
      turns.push(turn);
      const said = lineOf(lines, who).says(turn.text).finally(() => speaking.delete(who)); // prettier-ignore
      speaking.set(who, said);
      if (turn.isCut) {
        await lab.pass('1200 ms');
        await lineOf(lines, who).mutes();
        await said;
        await lineOf(lines, who).unmutes();
      }
      // The next one begins before this one has ended, at the same moment, or after a while.
      await lab.pass(Math.floor(random.unit() * 3_000));
      if (at % LEAVES !== LEAVES - 1) continue;
      const [away] = NAMES.slice(1).filter((name) => !speaking.has(name));
      if (away === undefined) continue;
      await lineOf(lines, away).leaves();
      await lab.pass('300 ms');
      lines.set(away, await lab.person(away).joins(planned));
      await lab.pass('500 ms');
    }
    await lab.until(() => speaking.size === 0);
    await lab.pass('3 s');
    await lineOf(lines, 'Ada').posts('enough');
    await lab.until(() => lab.transcript.isDone);

    const { segments } = lab.transcript;
    const wrong = segments.filter(
      ({ speaker, text }) => !turns.some((turn) => isOf(turn, text) && lab.person(turn.who).name === speaker.name),
    );
    expect(wrong).toEqual([]);
    const whole = turns.filter(({ isCut }) => !isCut);
    const counts = whole.map(({ text }) => segments.filter((segment) => segment.text === text).length);
    expect(whole.filter((_, at) => counts[at] !== 1)).toEqual([]);
    for (const line of lines.values()) await line.leaves();
    const tookMs = Math.round(machine.now() - began);
    await annotate(
      `${String(TURNS)} turns, ${String(overlaps)} of them over another, ${String(turns.length - whole.length)} cut off: ${String(segments.length)} segments, 0 under a wrong name, ${String(tookMs)} ms`,
    );
  });
});

/** The same word begins no two of them. */
function textOf(at: number, random: Random): string {
  const [one, other] = [thing(random), thing(random)];
  return `${String(at + 1)} ${one} and ${String(Math.floor(random.unit() * 90) + 10)} ${other}.`;
}

function thing(random: Random): string {
  return THINGS[Math.floor(random.unit() * THINGS.length)] ?? 'apples';
}

/** All of it, or its beginning, where it was cut off. */
function isOf({ text, isCut }: Turn, heard: string): boolean {
  return heard === text || (isCut && text.startsWith(heard.replace(/\s*…$/, '')));
}

function lineOf(lines: ReadonlyMap<string, Line>, name: string): Line {
  const line = lines.get(name);
  if (!line) throw new Error(`${name} has no line`);
  return line;
}
