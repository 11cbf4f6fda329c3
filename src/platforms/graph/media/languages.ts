/** Captions and languages over a media bridge: what the bot offers, what people have chosen of it, and whose words a caption has. */
import type { Caption, LanguageOffer, LanguageWants } from '../../../call/media.ts';
import type { BridgeEvent } from '../../../wire/bridge/control.ts';
import type { BridgeLine } from './bridge-line.ts';
import { sourceIdOf, type Sources } from './sources.ts';

export type LanguagesOptions = {
  readonly line: Pick<BridgeLine, 'order'>;
  readonly sources: Pick<Sources, 'sounds' | 'participantOf'>;
  readonly tell: (wants: LanguageWants) => void;
};

/** Stands for somebody of whom nobody knows who they are. */
const NOBODY = 0;
/** A caption may come after its speaker has left; of so many it is still known which source they were. */
const REMEMBERED = 1_000;

export class Languages {
  readonly #options: LanguagesOptions;
  readonly #sourceIds = new Map<string, number>();
  #offer: LanguageOffer | undefined;
  #wants: LanguageWants | undefined;

  constructor(options: LanguagesOptions) {
    this.#options = options;
  }

  /** Undefined until something was offered: a bridge that does not know of languages never tells what is wanted. */
  get wants(): LanguageWants | undefined {
    return this.#wants;
  }

  offer(offer: LanguageOffer): void {
    this.#offer = offer;
    this.#options.line.order({ kind: 'offer', ...offer });
  }

  caption({ participantId, ...caption }: Caption): void {
    this.#options.line.order({
      kind: 'caption',
      ...caption,
      ...(participantId === undefined ? {} : { sourceId: this.#sourceOf(participantId) }),
    });
  }

  /** The bridge is there (again), and may be another one: it is told anew. */
  ready(): void {
    this.refresh();
    if (this.#offer) this.#options.line.order({ kind: 'offer', ...this.#offer });
  }

  changed({ hasCaptions, captions, voices }: Extract<BridgeEvent, { kind: 'wants' }>): void {
    const { sources, tell } = this.#options;
    const participantIds = (sourceIds: readonly number[]): readonly string[] => sourceIds.map((id) => sources.participantOf(id));
    const wants = {
      hasCaptions,
      captions,
      voices: voices.map(({ language, sourceIds }) => ({ language, participantIds: participantIds(sourceIds) })),
    };
    this.#wants = wants;
    tell(wants);
  }

  /** The roster has changed. */
  refresh(): void {
    for (const [participantId, sourceId] of this.#options.sources.sounds()) {
      this.#sourceIds.delete(participantId);
      this.#sourceIds.set(participantId, sourceId);
    }
    for (const oldest of this.#sourceIds.keys()) {
      if (this.#sourceIds.size <= REMEMBERED) return;
      this.#sourceIds.delete(oldest);
    }
  }

  /** Also of one who has left. */
  #sourceOf(participantId: string): number {
    return this.#sourceIds.get(participantId) ?? sourceIdOf(participantId) ?? NOBODY;
  }
}
