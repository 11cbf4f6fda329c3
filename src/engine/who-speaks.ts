/** Who speaks in one room: found out while it is watched or a bot is in it, and told to both. */
import type { BridgedLeg } from './bridged/bridged-leg.ts';
import type { Leg } from './leg.ts';
import type { EngineFacts } from './port.ts';
import { Speakers } from './speakers.ts';

export type WhoSpeaksOptions = {
  readonly roomId: string;
  readonly tell: (fact: EngineFacts['speakers']) => void;
  readonly bridged: ReadonlyMap<string, BridgedLeg>;
  readonly isApart: (leg: Leg) => boolean;
  readonly hears: (listener: Leg, source: Leg) => boolean;
  /** The room itself wants to know, whoever else does. */
  readonly isNeeded: boolean;
};

export class WhoSpeaks {
  readonly speakers: Speakers;
  readonly #options: WhoSpeaksOptions;
  /** It is noted in a recording who leads. */
  isKept = false;
  #isWatched = false;

  constructor(options: WhoSpeaksOptions) {
    this.#options = options;
    this.speakers = new Speakers((leg) => !options.isApart(leg));
  }

  watch(isWatched: boolean): void {
    this.#isWatched = isWatched;
    this.speakers.tellAnew();
  }

  /** Whether anybody wants to know. */
  get isAsked(): boolean {
    return this.#isWatched || this.isKept || this.#options.isNeeded || this.#options.bridged.size > 0;
  }

  /** Whether it has something to do at the next tick, though nobody makes a sound. */
  get isBusy(): boolean {
    return this.isAsked && this.speakers.isBusy;
  }

  /** Hears all who are heard at this tick. */
  tick(sounding: readonly Leg[], tick: number): void {
    if (this.isAsked && this.speakers.tick(sounding, tick)) this.#tell();
  }

  /** Whether somebody speaks whom this one hears. */
  isSpeechFor(listener: Leg, sounding: readonly Leg[]): boolean {
    for (const source of sounding) if (this.speakers.isSpeech(source) && this.#options.hears(listener, source)) return true;
    return false;
  }

  /** Whoever is apart speaks to nobody, or to a few: that is told to no one but those. */
  #tell(): void {
    const { roomId, tell, bridged, isApart, hears } = this.#options;
    const { dominant } = this.speakers;
    const speaking = this.speakers.speaking();
    if (this.#isWatched) {
      const legIds = speaking.filter((leg) => !isApart(leg)).map(({ legId }) => legId);
      tell({ roomId, legIds, ...(dominant && !isApart(dominant) ? { dominantLegId: dominant.legId } : {}) });
    }
    for (const listener of bridged.values()) {
      const isTold = (leg: Leg): boolean => leg.sourceId !== 0 && (leg === listener ? !isApart(leg) : hears(listener, leg));
      const sourceIds = speaking.filter(isTold).map(({ sourceId }) => sourceId);
      listener.speakers(sourceIds, dominant && isTold(dominant) ? dominant.sourceId : null);
    }
  }
}
