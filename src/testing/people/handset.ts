/** A telephone in memory, on one call: what it dials or takes goes through the switchboard, its sound through the engine, packet by packet. */
import type { CodecName } from '../../media/codec.ts';
import type { MemoryPerson } from '../../engine/memory-person.ts';
import type { ConnectRequest, Key, PictureKind } from '../../engine/port.ts';
import type { Call, PersonLeg } from '../../switchboard/call.ts';
import type { PersonEntry } from '../../switchboard/directory.ts';
import type { Result } from '../../switchboard/result.ts';
import { LabError } from '../errors.ts';
import { Ear } from '../hearing/ear.ts';
import type { Carrier } from '../house/carrier.ts';
import type { LabHouse } from '../house/lab-house.ts';
import type { DeedDone, DeedLog } from './deed-log.ts';
import { LineNetwork, type PacketTrouble } from './network.ts';
import { HeldTalk } from './held-talk.ts';
import type { Ask } from './ask.ts';
import { Written } from './written.ts';

export type HandsetOptions = {
  readonly house: LabHouse;
  readonly owner: PersonEntry;
  readonly codec: CodecName;
  readonly packets: PacketTrouble;
  readonly deeds: DeedLog;
};

export type DialWords = { readonly number: string; readonly passcode?: string | undefined; readonly isMeeting?: boolean | undefined };

export class Handset {
  readonly ear: Ear = new Ear();
  readonly network: LineNetwork;
  readonly #options: HandsetOptions;
  readonly #pageId: string;
  #person: MemoryPerson | undefined;
  #legId = '';
  #callId = '';
  /** The leg as it was last seen: the switchboard forgets what is over. */
  #seen: PersonLeg | undefined;
  readonly #talk: HeldTalk;
  #isCarrierGone = false;
  #written: Written | undefined;

  constructor(options: HandsetOptions) {
    this.#options = options;
    // A window of its own: when that is closed, others of the same person go on.
    this.#pageId = `page ${String(++options.house.pages)} of ${options.owner.userId}`;
    this.#talk = new HeldTalk(options.house.time.clock);
    this.network = new LineNetwork({ shared: options.packets, random: options.house.whims });
    options.house.facts.on('carrierKilled', () => (this.#isCarrierGone = true));
    options.house.facts.on('call', (fact) => {
      if (fact.type !== 'legEnded' || fact.legId !== this.#legId || !this.leg) return;
      this.#seen = { ...this.leg, state: 'ended', endedAs: fact.as, endedBecause: fact.because };
    });
  }

  async dial({ number, passcode, isMeeting = false }: DialWords): Promise<void> {
    const { house, owner } = this.#options;
    const { carrier } = house;
    const dialled = carrier.switchboard.dial({ ...this.#asker, number, passcode });
    if (!dialled.ok)
      throw new LabError('testing/refused', `${owner.name} dialled ${number}, and the switchboard refused: ${dialled.message}`);
    await this.#connect(carrier, dialled, isMeeting ? { kind: 'join', meeting: number } : { kind: 'dial', number });
  }

  /** Takes the call that rings as that leg. */
  async take(legId: string): Promise<void> {
    const { house, owner } = this.#options;
    const { carrier } = house;
    const taken = carrier.switchboard.answer({ ...this.#asker, legId });
    if (!taken.ok) throw new LabError('testing/refused', `${owner.name} wanted to answer, and the switchboard refused: ${taken.message}`);
    await this.#connect(carrier, { callId: taken.callId, legId }, { kind: 'answer' });
  }

  hangUp(): void {
    this.#does({ kind: 'hangUp' }, (legId) => this.#options.house.carrier.switchboard.hangUp({ legId, userId: this.#asker.userId }));
  }

  mute(isMuted: boolean): Result | undefined {
    const { switchboard } = this.#options.house.carrier;
    return this.#does({ kind: isMuted ? 'mute' : 'unmute' }, (legId) => switchboard.mute({ legId, userId: this.#asker.userId, isMuted }));
  }

  /** Asks something of the switchboard as a page does; `what` for the record of what people did, where it is to be in it. */
  ask(what: string | undefined, question: Ask): Result {
    if (what !== undefined) this.#tell({ kind: 'takePart', what });
    return question(this.#options.house.carrier.switchboard, { legId: this.#legId, userId: this.#asker.userId });
  }

  /** Connects what is shown, or seen, beside the sound. Refused with the words of the engine where it cannot be. */
  async connectPictures(what: PictureKind | 'view', offer: string): Promise<{ readonly ok: boolean; readonly message?: string }> {
    try {
      await connected(this.#options.house.carrier, { roomId: this.call?.callId ?? this.#callId, legId: this.#legId, offer, what });
      return { ok: true };
    } catch (error) {
      return { ok: false, message: (error as Error).message };
    }
  }

  /** The chat and the captions, as a page shows them. */
  get written(): Pick<Written, 'messages' | 'captions'> {
    return this.#written ?? { messages: [], captions: [] };
  }

  /** Resolves when all of it has been said; what is said while the phone is laid aside reaches nobody. */
  async say(
    sound: Int16Array,
    { text, signal }: { readonly text?: string | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    this.#tell({ kind: 'say', sound, text });
    if (this.#person) await this.#talk.say(this.#person, sound, signal);
  }

  async press(key: Key, ms: number): Promise<void> {
    this.#tell({ kind: 'key', key });
    if (this.#person) await this.#talk.press(this.#person, key, ms);
  }

  /** Lays it aside: nothing is heard, and nothing is sent. */
  hold(isHeld: boolean): void {
    this.#talk.hold(isHeld);
    this.#tell({ kind: isHeld ? 'hold' : 'resume' });
  }

  /** The connection is gone for good: the switchboard notices at once, and in a group it waits for a while. */
  vanish(): void {
    this.#tell({ kind: 'lost' });
    this.#person?.vanish();
  }

  /** The window is closed: nobody is waited for. */
  closeWindow(): void {
    this.vanish();
    const { house } = this.#options;
    if (house.isCarrierUp && !this.#isCarrierGone) house.carrier.switchboard.pageLost(this.#pageId);
  }

  get callId(): string {
    return this.#callId;
  }

  get legId(): string {
    return this.#legId;
  }

  get call(): Call | undefined {
    const { house } = this.#options;
    return house.isCarrierUp && !this.#isCarrierGone ? house.carrier.switchboard.callOfLeg(this.#legId) : undefined;
  }

  get leg(): PersonLeg | undefined {
    const leg = this.call?.legs.find(({ legId }) => legId === this.#legId);
    if (leg?.kind === 'person') this.#seen = leg;
    return this.#seen;
  }

  get isOver(): boolean {
    return this.#isCarrierGone || this.leg?.state === 'ended' || this.call === undefined;
  }

  /** Plain words; undefined while the call is up. */
  get endedBecause(): string | undefined {
    if (this.#isCarrierGone) return 'The switchboard was killed.';
    const { leg } = this;
    if (leg?.state === 'ended') return leg.endedBecause ?? 'The call was ended.';
    return this.isOver ? 'The call is over.' : undefined;
  }

  async #connect(carrier: Carrier, { callId, legId }: { readonly callId: string; readonly legId: string }, deed: DeedDone): Promise<void> {
    const { codec } = this.#options;
    this.#callId = callId;
    this.#legId = legId;
    this.#tell(deed);
    const { peers, process, switchboard } = carrier;
    this.#written = new Written({ switchboard, userId: this.#options.owner.userId, legId, signal: process.signal });
    const hear = (sound: Int16Array, atMs: number): void => {
      if (!this.#talk.isHeld) this.ear.take(atMs, sound);
    };
    const person = await peers.person({ codec, network: this.network, hear });
    this.#person = person;
    if (!process.signal.aborted) await connected(carrier, { roomId: callId, legId, offer: person.offer });
  }

  #does(deed: DeedDone, ask: (legId: string) => Result): Result | undefined {
    if (this.isOver) return undefined;
    this.#tell(deed);
    return ask(this.#legId);
  }

  #tell(deed: DeedDone): void {
    this.#options.deeds.add(this.#options.owner, this.#callId, deed);
  }

  get #asker(): { readonly userId: string; readonly pageId: string } {
    const { userId } = this.#options.owner;
    return { userId, pageId: this.#pageId };
  }
}

/** A switchboard that dies meanwhile connects nobody any more. */
async function connected({ engine, process }: Carrier, request: ConnectRequest): Promise<void> {
  const died = new Promise<void>((resolve) => process.signal.addEventListener('abort', () => resolve(), { once: true }));
  await Promise.race([engine.connect(request), died]);
}
