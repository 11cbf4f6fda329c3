/** A telephone in memory: it dials and answers through the switchboard, and its owner speaks, presses keys and listens. */
import type { VirtualClock } from '../../src/base/virtual-clock.ts';
import type { LocalEngine } from '../../src/engine/local-engine.ts';
import type { MemoryPeers } from '../../src/engine/memory-peer.ts';
import type { MemoryPerson } from '../../src/engine/memory-person.ts';
import type { Key } from '../../src/engine/port.ts';
import type { Leg, PersonLeg } from '../../src/switchboard/call.ts';
import type { Switchboard } from '../../src/switchboard/switchboard.ts';
import { likeness } from '../hearing/likeness.ts';
import { tuneOf } from './tune-voice.ts';

export type PhoneOptions = {
  readonly userId: string;
  readonly clock: VirtualClock;
  readonly switchboard: Switchboard;
  readonly engine: LocalEngine;
  readonly peers: MemoryPeers;
};

export class Phone {
  readonly #options: PhoneOptions;
  #legId = '';
  #person: MemoryPerson | undefined;

  constructor(options: PhoneOptions) {
    this.#options = options;
  }

  async dial(number: string): Promise<void> {
    const { switchboard, userId } = this.#options;
    const dialled = switchboard.dial({ userId, pageId: `page of ${userId}`, number });
    if (!dialled.ok) throw new Error(dialled.message);
    await this.#connect(dialled.callId, dialled.legId);
  }

  /** Answers what rings. */
  async answer(): Promise<void> {
    const { switchboard, userId } = this.#options;
    const ringing = this.#ringing;
    if (!ringing) throw new Error('nothing rings here');
    const taken = switchboard.answer({ legId: ringing.legId, userId, pageId: `page of ${userId}` });
    if (!taken.ok) throw new Error(taken.message);
    await this.#connect(taken.callId, ringing.legId);
  }

  get isRinging(): boolean {
    return this.#ringing !== undefined;
  }

  decline(): void {
    const { switchboard, userId } = this.#options;
    switchboard.decline({ legId: this.#ringing?.legId ?? '', userId });
  }

  hangUp(): void {
    this.#options.switchboard.hangUp({ legId: this.#legId, userId: this.#options.userId });
  }

  /** Says it at the pace of speech; time has to be moved on meanwhile. */
  say(samples: Int16Array): void {
    void this.person.say(samples);
  }

  press(key: Key): void {
    void this.person.press(key);
  }

  mute(isMuted: boolean): void {
    this.#options.switchboard.mute({ legId: this.#legId, userId: this.#options.userId, isMuted });
  }

  /** Lets everybody in who waits in the lobby. */
  admitAll(): void {
    const admitted = this.#options.switchboard.admitPerson({ legId: this.#legId, userId: this.#options.userId, participantIds: 'all' });
    if (!admitted.ok) throw new Error(admitted.message);
  }

  /** The leg as the switchboard has it. */
  get leg(): PersonLeg | undefined {
    const { switchboard } = this.#options;
    const leg = switchboard.callOfLeg(this.#legId)?.legs.find(({ legId }) => legId === this.#legId);
    return leg?.kind === 'person' ? leg : undefined;
  }

  /** Whether it ever had a call. */
  get hasPerson(): boolean {
    return this.#person !== undefined;
  }

  get person(): MemoryPerson {
    if (!this.#person) throw new Error('this phone has no call');
    return this.#person;
  }

  /** How like the tune of a text is to the nearest place in what was heard: above 0.6 it was heard. */
  heard(text: string): number {
    return this.likeness(tuneOf(text));
  }

  likeness(sound: Int16Array): number {
    return likeness(this.person.heard(), sound).score;
  }

  get #ringing(): Leg | undefined {
    const { switchboard, userId } = this.#options;
    const legs = switchboard.calls().flatMap((call) => call.legs);
    return legs.find((leg) => leg.kind === 'person' && leg.userId === userId && leg.state === 'ringing');
  }

  async #connect(roomId: string, legId: string): Promise<void> {
    const { peers, engine } = this.#options;
    this.#legId = legId;
    const person = await peers.person({ codec: 'opus' });
    this.#person = person;
    await engine.connect({ roomId, legId, offer: person.offer });
  }
}
