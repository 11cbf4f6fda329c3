/** What we send to whoever loses packets: in a way that bears losses, as long as they are reported, and for nobody else. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { heardFrames } from '../../bench/parts/heard-frames.ts';
import { seededRandom } from '../base/random.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { decoderFor, encoderFor } from '../media/codecs.ts';
import { FRAME_SAMPLES } from '../media/frame.ts';
import { toneDb } from '../media/goertzel.ts';
import { levelDb } from '../media/level.ts';
import { sine } from '../media/tones.ts';
import { readWav } from '../media/wav.ts';
import { LocalEngine } from './local-engine.ts';
import type { MemoryNetwork } from './memory-network.ts';
import { MemoryPeers } from './memory-peer.ts';
import type { PeerTransports } from './peer-transport.ts';
import { ReportedLoss } from './reported-loss.ts';
import { LossyListener } from './test-lossy-listener.ts';

const SPEECH = ['ada-hello', 'grace-hello', 'echo', 'sales', 'goodbye'].map((name) =>
  readWav(readFileSync(new URL(`../../test/fixtures/speech/${name}.wav`, import.meta.url))),
);

type Network = { -readonly [Name in keyof MemoryNetwork]: MemoryNetwork[Name] };

test('who loses 15 % hears clearly more of speech once that is reported', async () => {
  const clean = await heardBy({});
  const silent = heardFrames(clean, await heardBy({ loss: 0.15 })).heard;
  const reporting = heardFrames(clean, await heardBy({ loss: 0.15 }, 3_000)).heard;
  expect(silent).toBeLessThan(0.9);
  expect(reporting).toBeGreaterThan(0.96);
});

test('those who lose packets share one voice, all others theirs, and loss that ends leads back', async () => {
  await using scene = await Scene.open({ fine: 3, lossy: 2 });
  await scene.talk(2_000);
  expect(scene.voices()).toEqual({ fine: 'low delay', lossy: 'low delay', each: 1 });
  await scene.talk(12_000);
  scene.forget();
  await scene.talk(4_000);
  expect(scene.voices()).toEqual({ fine: 'low delay', lossy: 'speech', each: 2 });
  scene.network.loss = 0;
  await scene.talk(12_000);
  scene.forget();
  await scene.talk(1_000);
  expect(scene.voices()).toEqual({ fine: 'low delay', lossy: 'speech', each: 2 });
  await scene.talk(12_000);
  scene.forget();
  await scene.talk(4_000);
  expect(scene.voices()).toEqual({ fine: 'low delay', lossy: 'low delay', each: 1 });
});

test('one voice takes over from the other without a click', async () => {
  const [plain, robust] = await Promise.all([encoderFor('opus'), encoderFor('opus', 'lossy')]);
  const decoder = await decoderFor('opus');
  const tone = sine({ hertz: [440], ms: 2_000 }, 0.2);
  const packet = new Uint8Array(1_400);
  const frame = new Int16Array(FRAME_SAMPLES * 6);
  for (let number = 0; number < 100; number++) {
    const said = tone.subarray(number * FRAME_SAMPLES, (number + 1) * FRAME_SAMPLES);
    const encoder = Math.floor(number / 25) % 2 === 0 ? plain : robust;
    if (number % 25 === 0) encoder.restart();
    const count = decoder.decode(packet.subarray(0, encoder.encode(said, packet, 0)), frame);
    const heard = frame.subarray(0, count);
    if (number < 2) continue;
    // Nothing louder than the tone, no hole, and little beside it.
    const level = levelDb(heard);
    expect(level > -19 && level < -16).toBe(true);
    for (const hertz of [1_500, 2_500, 5_000]) expect(toneDb(heard, hertz)).toBeLessThan(-48);
  }
  for (const codec of [plain, robust, decoder]) codec.free();
});

test('one bad report of few packets, a counter begun anew and a little loss change nothing; much and its end do', () => {
  const loss = new ReportedLoss(100);
  const count = { highest: 100, lost: 0, ms: 0 };
  const report = (packets: number, lost: number, ms = 5_000): boolean => {
    count.highest += packets;
    count.lost += lost;
    count.ms += ms;
    const rest = { ssrc: 1, fractionLost: 0, jitter: 0, lastSenderReport: 0, sinceSenderReport: 0 };
    loss.reported({ ...rest, highestSequence: count.highest, cumulativeLost: count.lost }, count.ms);
    return loss.isMuch;
  };
  expect([report(10, 5), report(240, 0), report(250, 5), report(250, 5), report(250, 5)]).toEqual([false, false, false, false, false]);
  count.highest = 0;
  expect([report(50, 2_000), report(250, 0)]).toEqual([false, false]);
  expect([report(250, 20), report(250, 5), report(250, 5), report(250, 5), report(250, 5)]).toEqual([true, true, true, true, true]);
  expect([report(250, 1), report(250, 1), report(250, 4), report(250, 0)]).toEqual([true, true, true, true]);
  expect([report(0, 0), report(0, 0), report(0, 0), report(0, 0)]).toEqual([true, true, true, true]);
  expect([report(250, 0), report(250, 0), report(250, 7), report(250, 7)]).toEqual([false, false, false, false]);
});

class Scene implements AsyncDisposable {
  readonly network: Network = { random: seededRandom(7), loss: 0.15 };
  readonly #clock = virtualClock();
  readonly #fine: LossyListener[] = [];
  readonly #lossy: LossyListener[] = [];
  readonly #peers = new MemoryPeers({ clock: this.#clock });
  #engine: LocalEngine | undefined;
  #speaker: Awaited<ReturnType<MemoryPeers['person']>> | undefined;

  static async open({ fine, lossy }: { readonly fine: number; readonly lossy: number }): Promise<Scene> {
    const scene = new Scene();
    const clock = scene.#clock;
    let peers: PeerTransports = scene.#peers;
    for (let number = 0; number < fine + lossy; number++) {
      const isLossy = number >= fine;
      const listener = await LossyListener.meet({ clock, network: isLossy ? scene.network : {}, reportEveryMs: 3_000 });
      peers = listener.among(peers, String(number));
      (isLossy ? scene.#lossy : scene.#fine).push(listener);
    }
    scene.#engine = new LocalEngine({ clock, peers });
    scene.#engine.send({ kind: 'openRoom', roomId: 'room' });
    scene.#speaker = await scene.#peers.person();
    await scene.#engine.connect({ roomId: 'room', legId: 'speaker', offer: scene.#speaker.offer });
    for (let number = 0; number < fine + lossy; number++) {
      await scene.#engine.connect({ roomId: 'room', legId: String(number), offer: String(number) });
    }
    await clock.advance(100);
    return scene;
  }

  async talk(ms: number): Promise<void> {
    void this.#speaker?.say(speechOf(ms));
    await this.#clock.advance(ms);
  }

  forget(): void {
    for (const listener of [...this.#fine, ...this.#lossy]) listener.forget();
  }

  /** The kind of packets that each were sent, and how many different ones at most in one tick. */
  voices(): { readonly fine: string; readonly lossy: string; readonly each: number } {
    const ticks = new Map<number, Set<string>>();
    for (const { sent } of [...this.#fine, ...this.#lossy]) {
      for (const { timestamp, payload } of sent) {
        const packets = ticks.get(timestamp) ?? new Set();
        ticks.set(timestamp, packets.add(Buffer.from(payload).toString('latin1')));
      }
    }
    return { fine: kindOf(this.#fine), lossy: kindOf(this.#lossy), each: Math.max(...[...ticks.values()].map((packets) => packets.size)) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine?.[Symbol.asyncDispose]();
  }
}

/** By the first five bits of each packet (RFC 6716 §3.1). */
function kindOf(listeners: readonly LossyListener[]): string {
  const payloads = listeners.flatMap(({ sent }) => sent.map(({ payload }) => payload));
  const low = payloads.filter((payload) => (payload[0] ?? 0) >> 3 >= 16).length;
  return low === payloads.length ? 'low delay' : low === 0 ? 'speech' : `${String(low)} of ${String(payloads.length)} low delay`;
}

/** What somebody alone with the speaker hears in 10 s, after 6 s in which reports could come. */
async function heardBy(trouble: MemoryNetwork, reportEveryMs?: number): Promise<Int16Array> {
  const clock = virtualClock();
  const network = { ...trouble, random: seededRandom(7) };
  const listener = await LossyListener.meet({ clock, network, ...(reportEveryMs === undefined ? {} : { reportEveryMs }) });
  const peers = new MemoryPeers({ clock });
  await using engine = new LocalEngine({ clock, peers: listener.among(peers, 'listener') });
  engine.send({ kind: 'openRoom', roomId: 'room' });
  const speaker = await peers.person();
  await engine.connect({ roomId: 'room', legId: 'speaker', offer: speaker.offer });
  await engine.connect({ roomId: 'room', legId: 'listener', offer: 'listener' });
  await clock.advance(100);
  void speaker.say(speechOf(6_000));
  await clock.advance(6_500);
  listener.forget();
  void speaker.say(speechOf(10_000));
  await clock.advance(10_500);
  return listener.heard();
}

function speechOf(ms: number): Int16Array {
  const speech = new Int16Array(ms * 16);
  for (let at = 0, part = 0; at < speech.length; part++) {
    const said = SPEECH[part % SPEECH.length] ?? speech;
    speech.set(said.subarray(0, speech.length - at), at);
    at += said.length;
  }
  return speech;
}
