/** What was spoken of a moment ago, by anybody in the meeting: "And the security code?" asks one, another says three digits. */
import type { ContextKind } from './contexts.ts';

type Mention = { readonly segmentId: string; readonly speakerId: string; readonly startMs: number; readonly endMs: number };

/** How long an answer may take. */
const ANSWER_WITHIN_MS = 20_000;
/** How long "expires" is about a card after one was spoken of, or before. */
const CARD_WITHIN_MS = 120_000;
const MOST = 64;

export class SpokenOf {
  readonly #asked = new Map<string, Mention & { readonly kind: ContextKind }>();
  readonly #cards = new Map<string, Mention>();

  /** Of the latest revision of a segment. */
  note(mention: Mention, { kind, isCard }: { readonly kind: ContextKind | undefined; readonly isCard: boolean }): void {
    this.#asked.delete(mention.segmentId);
    if (kind) this.#asked.set(mention.segmentId, { ...mention, kind });
    if (isCard) this.#cards.set(mention.segmentId, mention);
    for (const kept of [this.#asked, this.#cards]) for (const [oldest] of kept) if (kept.size > MOST) kept.delete(oldest);
  }

  /** What another had asked for, when something was said at that time. */
  askedFor({ speakerId, startMs }: Pick<Mention, 'speakerId' | 'startMs'>): ContextKind | undefined {
    const asked = [...this.#asked.values()].filter(
      (mention) => mention.speakerId !== speakerId && mention.startMs <= startMs && startMs - mention.endMs <= ANSWER_WITHIN_MS,
    );
    return asked.reduce<(typeof asked)[number] | undefined>(
      (last, mention) => (last && last.startMs > mention.startMs ? last : mention),
      undefined,
    )?.kind;
  }

  isCardNear(startMs: number): boolean {
    return [...this.#cards.values()].some((mention) => Math.abs(mention.startMs - startMs) <= CARD_WITHIN_MS);
  }
}
