/** Somebody on a call of the foreign bridge: says sounds, presses keys, hears, shows and watches. */
import type { PersonOnCall } from '../../src/testing/bridge/call-under-test.ts';
import { keyFrame, nextFrame } from '../../src/testing/bridge/vp8-frame.ts';

type Of = 'camera' | 'screen';
type Deed = { readonly key: string } | { readonly of: Of; readonly isOn: boolean } | { readonly watches: Of };

export class ForeignPerson {
  readonly sourceId: number;
  /** What she says next, tick by tick. */
  readonly says: Int16Array[] = [];
  readonly shows: Set<Of> = new Set();
  hears: Int16Array[] | undefined;
  watches: Of | undefined;
  seen: Uint8Array[] = [];
  readonly #told: (deed: Deed) => void;
  readonly #waiting: (() => void)[] = [];

  constructor(sourceId: number, told: (deed: Deed) => void) {
    this.sourceId = sourceId;
    this.#told = told;
  }

  /** What she says at this tick. */
  frame(): Int16Array | undefined {
    const frame = this.says.shift();
    if (this.says.length === 0) for (const done of this.#waiting.splice(0)) done();
    return frame;
  }

  /** A picture of hers: a key frame each second. */
  picture(count: number): Uint8Array {
    return count % 10 === 0 ? keyFrame : nextFrame;
  }

  underTest(): PersonOnCall {
    return {
      source: async () => this.sourceId,
      say: (samples) =>
        new Promise((done) => {
          for (let at = 0; at < samples.length; at += 320) this.says.push(samples.slice(at, at + 320));
          this.#waiting.push(done);
        }),
      press: async (key) => this.#told({ key }),
      listen: async () => {
        const heard: Int16Array[] = (this.hears = []);
        return async () => {
          this.hears = undefined;
          const all = new Int16Array(heard.length * 320);
          for (const [i, frame] of heard.entries()) all.set(frame, i * 320);
          return all;
        };
      },
      show: async (of) => {
        this.shows.add(of);
        this.#told({ of, isOn: true });
        return async () => {
          this.shows.delete(of);
          this.#told({ of, isOn: false });
        };
      },
      watch: async (of) => {
        this.seen = [];
        this.watches = of;
        this.#told({ watches: of });
        return async () => {
          this.watches = undefined;
          return this.seen;
        };
      },
    };
  }
}
