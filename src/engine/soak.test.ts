/** An hour of a meeting in a moment: people and a bot talk, show pictures, come and go, and memory does not grow. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { proofRounds } from '../../test/proof-rounds.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import { SAMPLE_RATE } from '../media/frame.ts';
import { sine } from '../media/tones.ts';
import { LocalEngine } from './local-engine.ts';
import { MemoryPeers } from './memory-peer.ts';
import type { MemoryPerson } from './memory-person.ts';
import { MemoryPictures } from './pictures/memory-pictures.ts';
import type { MemoryViewer } from './pictures/memory-viewer.ts';
import { attachBot } from './test-bridge.ts';

const PEOPLE = 6;
const BOT = { legId: 'bot', sourceId: 400 } as const;
/** What may come and go at any time: caches, compiled code. */
const LEEWAY_BYTES = 1_000_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const codecMemories = watchCodecMemory();

/** As many minutes as a proof takes rounds. */
test.each(proofRounds(4, 60).slice(-1))(
  'in a meeting of %i minutes memory does not grow',
  async (minutes) => {
    const clock = virtualClock();
    await using meeting = await Meeting.open(clock);
    const bytes: number[] = [];
    const heard: number[] = [];
    const seen: number[] = [];
    for (let minute = 0; minute < minutes; minute++) {
      const before = meeting.figures();
      await meeting.minute(minute);
      const after = meeting.figures();
      heard.push(after.heardMs - before.heardMs);
      seen.push(after.packets - before.packets);
      bytes.push(await used());
    }
    // The last minute is as good as the second.
    expect(heard.at(-1)).toBeGreaterThan((heard[1] ?? 0) * 0.98);
    expect(heard[1]).toBeGreaterThan(18_000 * PEOPLE);
    expect(seen.at(-1)).toBeGreaterThan((seen[1] ?? 0) * 0.98);
    expect(seen[1]).toBeGreaterThan(500);
    expect(meeting.lost).toEqual(Array.from({ length: minutes }, (_, minute) => `caller ${String(minute)}`));
    expect((await meeting.engine.health())[0]?.legs).toBe(PEOPLE + 1);
    const quarter = (number: number): number => median(bytes.slice((number * minutes) / 4, ((number + 1) * minutes) / 4));
    const grown = quarter(3) - quarter(1);
    expect(grown, `bytes at the end of each minute: ${bytes.join(' ')}`).toBeLessThan(LEEWAY_BYTES);
  },
  600_000,
);

class Meeting implements AsyncDisposable {
  readonly engine: LocalEngine;
  readonly lost: string[] = [];
  readonly #clock: VirtualClock;
  readonly #peers: MemoryPeers;
  readonly #pictures: MemoryPictures;
  readonly #people: MemoryPerson[] = [];
  #viewer: MemoryViewer | undefined;
  #bot: ReturnType<typeof attachBot> | undefined;
  #heardMs = 0;

  private constructor(clock: VirtualClock) {
    this.#clock = clock;
    this.#peers = new MemoryPeers({ clock });
    this.#pictures = new MemoryPictures({ clock });
    this.engine = new LocalEngine({ clock, peers: this.#peers, pictures: this.#pictures });
    this.engine.facts.on('legLost', ({ legId }) => void this.lost.push(legId));
  }

  static async open(clock: VirtualClock): Promise<Meeting> {
    const meeting = new Meeting(clock);
    const { engine } = meeting;
    engine.send({ kind: 'openRoom', roomId: 'room' });
    for (let number = 0; number < PEOPLE; number++) meeting.#people.push(await meeting.#join(String(number), (number + 1) * 4));
    for (const legId of ['0', '1']) await meeting.#show(legId);
    meeting.#viewer = meeting.#pictures.viewer({ slots: 4 });
    await engine.connect({ roomId: 'room', legId: '2', offer: meeting.#viewer.offer, what: 'view' });
    meeting.#view('guest');
    engine.send({ kind: 'addBridged', roomId: 'room', legId: BOT.legId, limits: { soundsApart: 'all', pictures: 4 } });
    engine.send({ kind: 'identify', legId: BOT.legId, sourceId: BOT.sourceId });
    engine.send({ kind: 'watchSpeakers', roomId: 'room', isWatched: true });
    meeting.#bot = attachBot(engine, BOT.legId);
    await clock.advance(100);
    meeting.#bot.order({ kind: 'hear', mixed: true, apart: 'all' });
    return meeting;
  }

  figures(): { readonly heardMs: number; readonly packets: number } {
    return { heardMs: this.#heardMs, packets: this.#viewer?.slots.reduce((sum, slot) => sum + slot.packets, 0) ?? 0 };
  }

  /** Two talk, the bot talks into them; one comes with a camera and leaves, and another is cut off. */
  async minute(number: number): Promise<void> {
    const [first, second] = [this.#people[number % PEOPLE], this.#people[(number + 1) % PEOPLE]];
    void first?.say(tone(440, 14_000));
    await this.#clock.advance(6_000);
    void second?.say(tone(620, 12_000));
    this.#bot?.say(tone(830, 2_000));
    const guest = await this.#join('guest', 100);
    await this.#show('guest');
    await this.#clock.advance(1_000);
    void guest.say(tone(1_070, 3_000));
    const caller = `caller ${String(number)}`;
    const cutOff = await this.#join(caller, 200);
    void cutOff.say(tone(1_390, 5_000));
    await this.#clock.advance(2_000);
    cutOff.vanish();
    this.engine.send({ kind: 'removeLeg', legId: caller });
    await this.#clock.advance(8_000);
    this.engine.send({ kind: 'removeLeg', legId: 'guest' });
    await this.#clock.advance(43_000);
    this.#bot?.forget();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
  }

  async #join(legId: string, sourceId: number): Promise<MemoryPerson> {
    const person = await this.#peers.person({ codec: 'opus', hear: (sound) => (this.#heardMs += (sound.length * 1_000) / SAMPLE_RATE) });
    await this.engine.connect({ roomId: 'room', legId, offer: person.offer });
    this.engine.send({ kind: 'identify', legId, sourceId });
    return person;
  }

  async #show(legId: string): Promise<void> {
    const camera = this.#pictures.camera({ packetsPerFrame: 2, packetBytes: 400 });
    await this.engine.connect({ roomId: 'room', legId, offer: camera.offer, what: 'camera' });
  }

  #view(...more: readonly string[]): void {
    const slots = ['0', '1', ...more].map((legId, slot) => ({ slot, legId, of: 'camera' as const, height: 360 }));
    this.engine.send({ kind: 'view', legId: '2', slots });
  }
}

/** Bytes that are in use: of JavaScript, of buffers, and of the codec, whose memory only ever grows. */
async function used(): Promise<number> {
  collect();
  // What is freed when a turn is over is freed by the next round.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external + codecMemories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}

/** The memory of WebAssembly is in none of Node's figures: it is taken note of where it is made. */
function watchCodecMemory(): WebAssembly.Memory[] {
  const memories: WebAssembly.Memory[] = [];
  const instantiate = WebAssembly.instantiate.bind(WebAssembly) as (...words: unknown[]) => Promise<unknown>;
  const watched = async (...words: unknown[]): Promise<unknown> => {
    const made = (await instantiate(...words)) as { readonly instance?: WebAssembly.Instance };
    const instance = made.instance ?? (made as WebAssembly.Instance);
    for (const exported of Object.values(instance.exports)) if (exported instanceof WebAssembly.Memory) memories.push(exported);
    return made;
  };
  Object.assign(WebAssembly, { instantiate: watched });
  return memories;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function tone(hertz: number, ms: number): Int16Array {
  return sine({ hertz: [hertz], ms }, 0.2);
}
