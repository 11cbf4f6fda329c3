/** People over plain RTP for benches: some talk in real Opus packets, the others send what a silent browser sends; all listen. */
import { createSocket, type Socket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { realClock, type Clock } from '../../src/base/clock.ts';
import { writeRtpDescription } from '../../src/engine/rtp-offer.ts';
import { decoderFor, encoderFor } from '../../src/media/codecs.ts';
import { FRAME_MS, FRAME_SAMPLES, MAX_PACKET_SAMPLES } from '../../src/media/frame.ts';
import { toneDb } from '../../src/media/goertzel.ts';
import { sine } from '../../src/media/tones.ts';
import { readWav } from '../../src/media/wav.ts';
import { encodeReport } from '../../src/wire/rtp/rtcp.ts';
import { isRtcp, readRtp, RTP_HEADER_BYTES, rtpPacket, sequenceAhead, writeRtpHeader } from '../../src/wire/rtp/rtp-packet.ts';

const PAYLOAD_TYPE = 111;
/** Under the words of each who talks lies a tone of its own, by which it is known who is heard. */
const PITCHES: readonly number[] = [2_870, 3_290, 3_730];
/** Nobody sounds like this: it must not be heard. */
const NOBODYS_PITCH = 3_510;
const TONE = 0.04;
const HEARD_DB = -45;
const RTP_STEP = 48 * FRAME_MS;
/** Opus says with one byte that nothing is said, and a browser does so each 400 ms. */
const SILENCE = Uint8Array.of(8);
const SILENCE_EVERY = 20;
/** Who only listens reports each 3 s. */
const REPORT_EVERY = 150;
/** Later than this after its moment a packet is of no use to a listener. */
const LATE_MS = 100;

export type Role = 'talks' | 'silent' | 'listens';

/** What all together heard while it was measured. */
export type Heard = {
  readonly packets: number;
  /** Packets that were due to each listener, all together. */
  readonly due: number;
  readonly lost: number;
  /** Share of packets that came more than 100 ms after their moment. */
  readonly late: number;
  /** Listeners, of those looked at, who did not hear all who talk and nobody else. */
  readonly deaf: number;
};

const arrivals = realClock();
let speech: Promise<readonly (readonly Uint8Array[])[]> | undefined;

export class RtpPerson {
  readonly #role: Role;
  readonly #number: number;
  readonly #packet = new Uint8Array(1_400);
  readonly #read = rtpPacket();
  readonly #socket: Socket;
  readonly #payloads: readonly Uint8Array[];
  readonly #report: Uint8Array;
  readonly #keeps: boolean;
  #sequence = 0;
  #ssrc = -1;
  #last = 0;
  #kept: Uint8Array[] = [];
  packets = 0;
  lost = 0;
  late = 0;
  #beginMs = 0;
  #beginTimestamp = 0;
  #leadMs = 0;

  private constructor(number: number, role: Role, keeps: boolean, socket: Socket, payloads: readonly Uint8Array[]) {
    this.#number = number;
    this.#role = role;
    this.#keeps = keeps;
    this.#socket = socket;
    this.#payloads = payloads;
    this.#report = encodeReport(number + 1, 'bench', {});
  }

  static async open(number: number, role: Role, { keeps = false }: { readonly keeps?: boolean } = {}): Promise<RtpPerson> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const payloads = role === 'talks' ? ((await (speech ??= speeches()))[number % PITCHES.length] ?? []) : [];
    const person = new RtpPerson(number, role, keeps, socket, payloads);
    socket.on('message', (bytes) => person.#take(bytes));
    socket.on('error', () => undefined);
    return person;
  }

  get port(): number {
    return this.#socket.address().port;
  }

  get offer(): string {
    return writeRtpDescription({
      address: '127.0.0.1',
      port: this.port,
      sound: { codec: 'opus', payloadType: PAYLOAD_TYPE, keyPayloadTypes: [] },
    });
  }

  /** Sends there from now on. */
  meet(port: number): void {
    this.#socket.connect(port, '127.0.0.1');
  }

  /** What it sends at this tick. */
  tick(tick: number): void {
    // Not all at once: people do not begin on the same beat.
    const turn = tick + this.#number;
    if (this.#role === 'listens') {
      if (turn % REPORT_EVERY === 0) this.#socket.send(this.#report);
      return;
    }
    if (this.#role === 'silent' && turn % SILENCE_EVERY !== 0) return;
    const payload = this.#role === 'talks' ? (this.#payloads[turn % this.#payloads.length] ?? SILENCE) : SILENCE;
    const sequence = this.#sequence++ & 0xffff;
    const timestamp = (tick * RTP_STEP) >>> 0;
    writeRtpHeader(this.#packet, { payloadType: PAYLOAD_TYPE, marker: false, sequence, timestamp, ssrc: this.#number + 1 });
    this.#packet.set(payload, RTP_HEADER_BYTES);
    this.#socket.send(this.#packet.subarray(0, RTP_HEADER_BYTES + payload.length));
  }

  /** Counts anew. */
  forget(): void {
    this.packets = 0;
    this.lost = 0;
    this.late = 0;
    this.#ssrc = -1;
    this.#kept = [];
  }

  get keeps(): boolean {
    return this.#keeps;
  }

  /** Whether it hears all who talk (but itself), and nobody else. */
  async hearsRightly(talking: number): Promise<boolean> {
    const decoder = await decoderFor('opus');
    const into = new Int16Array(MAX_PACKET_SAMPLES);
    const sound = Int16Array.from(this.#kept.flatMap((payload) => [...into.subarray(0, decoder.decode(payload, into))]));
    decoder.free();
    // The loudest half second of each tone: where speech is loud, it may mask the codec's idea of it.
    const loudest = (hertz: number): number => {
      let best = -100;
      for (let at = 0; at + 8_000 <= sound.length; at += 8_000) best = Math.max(best, toneDb(sound.subarray(at, at + 8_000), hertz));
      return best;
    };
    const wanted = PITCHES.slice(0, talking).filter((_, talker) => !(this.#role === 'talks' && talker === this.#number));
    const isRight = wanted.every((hertz) => loudest(hertz) > HEARD_DB) && loudest(NOBODYS_PITCH) < HEARD_DB;
    const itself = PITCHES[this.#number] ?? 0;
    return isRight && (this.#role !== 'talks' || loudest(itself) < HEARD_DB);
  }

  close(): void {
    this.#socket.close();
  }

  #take(bytes: Uint8Array): void {
    const packet = this.#read;
    if (isRtcp(bytes) || !readRtp(bytes, packet)) return;
    const nowMs = arrivals.now();
    if (packet.ssrc !== this.#ssrc) {
      this.#ssrc = packet.ssrc;
      this.#last = packet.sequence;
      this.#beginMs = nowMs;
      this.#beginTimestamp = packet.timestamp;
      this.#leadMs = 0;
    } else {
      const ahead = sequenceAhead(packet.sequence, this.#last);
      if (ahead > 0) this.#last = packet.sequence;
      this.lost += ahead > 0 ? ahead - 1 : -1;
    }
    // Against the quickest packet so far, as a jitter buffer measures it.
    const delayMs = nowMs - this.#beginMs - ((packet.timestamp - this.#beginTimestamp) | 0) / 48;
    this.#leadMs = Math.min(this.#leadMs, delayMs);
    if (delayMs - this.#leadMs > LATE_MS) this.late++;
    this.packets++;
    if (this.#keeps) this.#kept.push(packet.payload.slice());
  }
}

/** Lets all talk on the beat of the clock until told to stop. */
export function keepTalking(clock: Clock, people: readonly RtpPerson[]): Disposable {
  const beginMs = clock.now();
  let tick = 0;
  let isOver = false;
  const go = (): void => {
    if (isOver) return;
    for (const due = Math.floor((clock.now() - beginMs) / FRAME_MS); tick <= due; tick++) for (const person of people) person.tick(tick);
    clock.after(Math.max(0, beginMs + tick * FRAME_MS - clock.now()), go);
  };
  go();
  return { [Symbol.dispose]: () => void (isOver = true) };
}

/** What was heard since all forgot, over so many milliseconds by those who hear somebody. */
export async function heardBy(people: readonly RtpPerson[], talkers: number, ms: number): Promise<Heard> {
  const packets = people.reduce((sum, person) => sum + person.packets, 0);
  const looked = people.filter((person) => person.keeps);
  const right = await Promise.all(looked.map((person) => person.hearsRightly(talkers)));
  const listeners = talkers === 1 ? people.length - 1 : people.length;
  return {
    packets,
    due: Math.floor((listeners * ms) / FRAME_MS),
    lost: people.reduce((sum, person) => sum + person.lost, 0),
    late: people.reduce((sum, person) => sum + person.late, 0) / Math.max(1, packets),
    deaf: right.filter((isRight) => !isRight).length,
  };
}

/** Why these figures count for nothing; undefined if they are sound. */
export function whyInvalid({ packets, due, lost, late, deaf }: Heard): string | undefined {
  if (deaf > 0) return `${String(deaf)} listeners did not hear the right voices`;
  if (lost !== 0) return `${String(lost)} packets were lost`;
  if (packets < due * 0.98) return `${String(packets)} packets came and ${String(due)} were due`;
  if (late > 0.01) return `${(late * 100).toFixed(1)} % of the packets were late`;
  return undefined;
}

/** The words of three voices, over and over, each with a quiet tone of its own, as Opus packets. */
async function speeches(): Promise<Uint8Array[][]> {
  const words = ['ada-hello', 'grace-hello', 'echo'].map((name) =>
    readWav(readFileSync(new URL(`../../test/fixtures/speech/${name}.wav`, import.meta.url))),
  );
  const encoder = await encoderFor('opus');
  const into = new Uint8Array(1_400);
  const all = words.map((sound, talker) => {
    const frames = Math.floor(sound.length / FRAME_SAMPLES);
    const tone = sine({ hertz: [PITCHES[talker] ?? 0], ms: frames * FRAME_MS }, TONE);
    return Array.from({ length: frames }, (_, i) => {
      const frame = sound.slice(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES);
      for (let at = 0; at < FRAME_SAMPLES; at++) frame[at] = ((frame[at] ?? 0) >> 1) + (tone[i * FRAME_SAMPLES + at] ?? 0);
      return into.slice(0, encoder.encode(frame, into, 0));
    });
  });
  encoder.free();
  return all;
}
