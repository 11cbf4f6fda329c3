/** A stage for tests of the engine: people in memory and hosted legs in virtual time, each with a pitch of its own. */
import { expect } from 'vitest';
import { silentLog, type Log } from '../base/log.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import { toneDb } from '../media/goertzel.ts';
import { sine } from '../media/tones.ts';
import { readWav, writeWav } from '../media/wav.ts';
import { FACT_NAMES } from './ipc.ts';
import type { OpenKeptLog } from './keeping/kept-log.ts';
import { LocalEngine } from './local-engine.ts';
import { MemoryPeers, type PersonOptions } from './memory-peer.ts';
import type { MemoryPerson } from './memory-person.ts';
import type { PeerTransports } from './peer-transport.ts';
import type { EngineFacts, MediaEngine, RecordOptions } from './port.ts';

/** No two are harmonics of each other. */
const PITCHES = [440, 620, 830, 1_070, 1_390, 1_730, 2_210, 2_690] as const;
const HEARD_DB = -32;

/** A recording that lasts as long as it may. */
export const RECORD: RecordOptions = {
  bargeIn: false,
  beep: false,
  initialSilenceMs: 0,
  maxSilenceMs: 0,
  maxDurationMs: 800,
  stopTones: [],
};

export class TestStage implements AsyncDisposable {
  readonly clock: VirtualClock = virtualClock();
  readonly peers: MemoryPeers = new MemoryPeers({ clock: this.clock });
  readonly engine: LocalEngine;
  readonly errors: string[] = [];
  readonly people: Map<string, MemoryPerson> = new Map();
  readonly #pitches = new Map<string, number>();
  readonly #bots = new Map<string, 'plays' | 'records'>();
  readonly told: { readonly name: keyof EngineFacts; readonly fact: EngineFacts[keyof EngineFacts] }[] = [];
  #operations = 0;

  constructor({
    peers = (plain) => plain,
    mostMixed,
    keptLogs,
  }: { readonly peers?: (plain: PeerTransports) => PeerTransports; readonly mostMixed?: number; readonly keptLogs?: OpenKeptLog } = {}) {
    const log: Log = { ...silentLog, error: (message) => this.errors.push(message) };
    this.engine = new LocalEngine({ clock: this.clock, peers: peers(this.peers), log, mostMixed, keptLogs });
    for (const name of FACT_NAMES) this.engine.facts.on(name, (fact) => this.told.push({ name, fact }));
    this.open('room');
  }

  open(roomId: string): void {
    this.engine.send({ kind: 'openRoom', roomId });
  }

  async enter(legId: string, { room = 'room', ...options }: PersonOptions & { readonly room?: string } = {}): Promise<MemoryPerson> {
    this.#pitches.set(legId, PITCHES[this.#pitches.size] ?? 0);
    const person = await this.peers.person(options);
    await this.engine.connect({ roomId: room, legId, offer: person.offer });
    await this.clock.advance(20);
    expect(this.facts('legConnected')).toContainEqual({ legId });
    this.people.set(legId, person);
    return person;
  }

  addBot(legId: string, part: 'plays' | 'records', room: string = 'room'): void {
    this.#pitches.set(legId, PITCHES[this.#pitches.size] ?? 0);
    this.#bots.set(legId, part);
    this.engine.send({ kind: 'addHosted', roomId: room, legId });
  }

  /** Everybody says its own pitch at once; gives whom each has heard, in the order in which they came. */
  async whoHearsWhom(): Promise<Record<string, string>> {
    const operationId = `round ${String(++this.#operations)}`;
    for (const person of this.people.values()) person.forget();
    for (const [legId, part] of this.#bots) {
      if (part === 'plays') this.engine.send({ kind: 'play', legId, operationId, sounds: [writeWav(this.voiceOf(legId))] });
      else this.engine.send({ kind: 'record', legId, operationId, ...RECORD });
    }
    for (const [legId, person] of this.people) void person.say(this.voiceOf(legId));
    await this.clock.advance(1_500);
    const heard: Record<string, string> = {};
    for (const [legId, person] of this.people) heard[legId] = this.#namesIn(person.heard());
    for (const ended of this.facts('recordEnded')) {
      if (ended.operationId === operationId) heard[ended.legId] = this.#namesIn(readWav(ended.wav ?? new Uint8Array(0)));
    }
    return heard;
  }

  /** 600 ms of the leg's own pitch. */
  voiceOf(legId: string): Int16Array {
    return sine({ hertz: [this.pitchOf(legId)], ms: 600 }, 0.1);
  }

  pitchOf(legId: string): number {
    return this.#pitches.get(legId) ?? 0;
  }

  facts<Name extends keyof EngineFacts>(wanted: Name): EngineFacts[Name][] {
    return this.told.filter(({ name }) => name === wanted).map(({ fact }) => fact as EngineFacts[Name]);
  }

  async ticks(): Promise<number> {
    return ticksOf(this.engine);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
  }

  #namesIn(sound: Int16Array): string {
    const heard = sound.subarray(1_600, 8_000);
    return [...this.#pitches]
      .filter(([, pitch]) => toneDb(heard, pitch) > HEARD_DB)
      .map(([legId]) => legId)
      .join(' ');
  }
}

async function ticksOf(engine: MediaEngine): Promise<number> {
  return (await engine.health())[0]?.ticks ?? 0;
}
