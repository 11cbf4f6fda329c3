/** A meeting of ten in which three talk at any time, out of the spoken fixtures: who says what in each 20 ms, the same on every machine. */
import { readFileSync } from 'node:fs';
import { seededRandom } from '../../src/base/random.ts';
import { FRAME_SAMPLES } from '../../src/media/frame.ts';
import { readWav } from '../../src/media/wav.ts';

export const PEOPLE = 10;
const TALK = 3;
/** When one has said what they had to say, somebody else begins at once. */
export const SPURTS: readonly (readonly Int16Array[])[] = [
  'ada-hello',
  'voicemail',
  'yes-please',
  'grace-hello',
  'echo',
  'sales',
  'goodbye',
].map(framesOf);

type Turn = { person: number; spurt: readonly Int16Array[]; at: number };

/** All frames that are ever said. */
export function spokenFrames(): readonly Int16Array[] {
  return SPURTS.flat();
}

export class SpokenMeeting {
  readonly #random: () => number;
  readonly #turns: readonly Turn[];
  readonly #said: (Int16Array | undefined)[] = Array.from({ length: PEOPLE });

  constructor(seed: number) {
    const random = seededRandom(seed);
    this.#random = () => random.unit();
    this.#turns = Array.from({ length: TALK }, (_, person) => ({ person, spurt: [], at: 0 }));
  }

  /** What each says in the next 20 ms; undefined of who is silent. The list is written to again by the next call, the frames are not. */
  next(): readonly (Int16Array | undefined)[] {
    const said = this.#said;
    said.fill(undefined);
    for (const turn of this.#turns) {
      if (turn.at >= turn.spurt.length) this.#begin(turn);
      said[turn.person] = turn.spurt[turn.at++];
    }
    return said;
  }

  #begin(turn: Turn): void {
    const before = turn.person;
    do turn.person = Math.floor(this.#random() * PEOPLE);
    while (turn.person === before || this.#turns.some((other) => other !== turn && other.person === turn.person));
    turn.spurt = SPURTS[Math.floor(this.#random() * SPURTS.length)] ?? [];
    turn.at = 0;
  }
}

function framesOf(name: string): readonly Int16Array[] {
  const samples = readWav(readFileSync(new URL(`../../test/fixtures/speech/${name}.wav`, import.meta.url)));
  return Array.from({ length: Math.floor(samples.length / FRAME_SAMPLES) }, (_, i) =>
    samples.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES),
  );
}
