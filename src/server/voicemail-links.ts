/** Links to voicemail that only the pages of the right person get: signed for her, by a key that dies with the program. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Random } from '../base/random.ts';

export class VoicemailLinks {
  readonly #key: Uint8Array;

  constructor(random: Random) {
    this.#key = random.bytes(32);
  }

  /** A link relative to the house's address. */
  to(userId: string, messageId: string): string {
    return `/voicemail/${encodeURIComponent(userId)}/${encodeURIComponent(messageId)}.wav?key=${this.#sign(userId, messageId)}`;
  }

  /** Whose message a link opens; undefined when it is none of ours. */
  read(link: URL): { readonly userId: string; readonly messageId: string } | undefined {
    const [, user, message] = /^\/voicemail\/([^/]+)\/([^/]+)\.wav$/.exec(link.pathname) ?? [];
    if (user === undefined || message === undefined) return undefined;
    const [userId, messageId] = [decoded(user), decoded(message)];
    if (userId === undefined || messageId === undefined) return undefined;
    const expected = Buffer.from(this.#sign(userId, messageId));
    const given = Buffer.from(link.searchParams.get('key') ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected) ? { userId, messageId } : undefined;
  }

  #sign(userId: string, messageId: string): string {
    return createHmac('sha256', this.#key).update(`${userId}\n${messageId}`).digest('base64url');
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
