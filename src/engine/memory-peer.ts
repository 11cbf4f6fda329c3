/**
 * People without a browser: peers in memory who say a sound, press keys, and keep what they hear, for tests and the lab.
 *
 *     const peers = new MemoryPeers({ clock });
 *     const engine = new LocalEngine({ clock, peers });
 *     const ann = await peers.person();
 *     await engine.connect({ roomId, legId: 'ann', offer: ann.offer });
 */
import type { Clock } from '../base/clock.ts';
import { clockRateOf, type CodecName } from '../media/codec.ts';
import { decoderFor, encoderFor } from '../media/codecs.ts';
import { EngineError } from './errors.ts';
import type { HearSound } from './memory-hearing.ts';
import type { MemoryNetwork } from './memory-network.ts';
import { MemoryPerson } from './memory-person.ts';
import type { PeerTransports } from './peer-transport.ts';

export type MemoryPeersOptions = {
  readonly clock: Clock;
};

export type PersonOptions = {
  /** `l16` by default: exact and cheap. `opus` and the telephone's codecs sound as they do on the wire. */
  readonly codec?: CodecName;
  /** What happens to packets on their way, read anew for every one; by default nothing does. */
  readonly network?: MemoryNetwork;
  /** How much of what is heard is kept at most; five minutes by default. */
  readonly keepMs?: number;
  /** Takes what is heard, with the clock time at which it sounds, in place of keeping it. */
  readonly hear?: HearSound;
};

const PREFIX = 'memory:';

export class MemoryPeers implements PeerTransports {
  readonly #clock: Clock;
  readonly #persons = new Map<string, MemoryPerson>();
  #count = 0;

  constructor({ clock }: MemoryPeersOptions) {
    this.#clock = clock;
  }

  /** Somebody with an `offer` that the engine can connect, once. */
  async person({ codec = 'l16', network = {}, keepMs = 300_000, hear }: PersonOptions = {}): Promise<MemoryPerson> {
    const [encoder, decoder] = await this.#clock.hold(() => Promise.all([encoderFor(codec), decoderFor(codec)]));
    const number = ++this.#count;
    const sound = { codec, payloadType: 96, keyPayloadTypes: [101] };
    const offer = `${PREFIX}${String(number)}`;
    const person = new MemoryPerson({
      clock: this.#clock,
      offer,
      ssrc: number * 2,
      sound,
      clockRate: clockRateOf(codec),
      encoder,
      decoder,
      network,
      keepMs,
      hear,
    });
    this.#persons.set(offer, person);
    return person;
  }

  async accept(
    offer: string,
    handlers: Parameters<PeerTransports['accept']>[1],
  ): Promise<{ readonly answer: string; readonly transport: MemoryPerson['transport'] }> {
    const person = this.#persons.get(offer);
    if (!person) throw new EngineError('engine/bad-offer', `“${offer.slice(0, 40)}” is no offer of a person in memory, or was used before`);
    this.#persons.delete(offer);
    return { answer: `${offer} accepted`, transport: person.meet(handlers) };
  }

  close(): void {
    this.#persons.clear();
  }
}
