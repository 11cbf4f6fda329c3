/** What a bot says it needs of its calls, and what is told to one that asks for more than it said. */
import type { CarrierMedia, MediaNeed } from '../../call/media.ts';
import { BotError } from '../errors.ts';

const NEEDS: readonly MediaNeed[] = ['sound', 'soundApart', 'pictures'];

/** Throws `TypeError` for what is no list of needs. */
export function checkNeeds(bot: string, needs: unknown): void {
  if (needs === undefined) return;
  if (!Array.isArray(needs))
    throw new TypeError(`defineBot() wants needs as a list, and "${bot}" has ${JSON.stringify(needs)}: needs: ['sound']`);
  for (const need of needs as readonly unknown[]) {
    if (NEEDS.includes(need as MediaNeed)) continue;
    throw new TypeError(
      `defineBot() knows the needs ${NEEDS.map((each) => `'${each}'`).join(', ')}, and "${bot}" has ${JSON.stringify(need)}`,
    );
  }
}

/** The media of a call, or a `BotError` that says how to get them. */
export function mediaFor(verb: string, need: MediaNeed, media: CarrierMedia | undefined, needs: readonly MediaNeed[]): CarrierMedia {
  if (media && (need === 'sound' || media.has.has(need))) return media;
  if (!media && needs.length > 0) throw new BotError('bot/not-answered', `${verb} came before the call was up; await call.answer() first`);
  const wanted = [...new Set<MediaNeed>([...(needs.length > 0 ? needs : []), need])].map((each) => `'${each}'`).join(', ');
  throw new BotError('bot/no-media', `${verb} needs '${need}', and this bot did not say so: defineBot({ needs: [${wanted}] })`);
}
