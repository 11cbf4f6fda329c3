/** Voicemail: keeps what callers leave for people. A message is on record before it is acknowledged. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Random } from '../../base/random.ts';
import type { Party } from '../../call/platform.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import type { Fact, FactLog, StreamKey } from '../../store/fact-log.ts';
import { VoicemailError } from './errors.ts';
import { messagesIn, type Message, type MessageFact } from './messages.ts';

export type VoicemailOptions = {
  readonly blobs: Pick<BlobStore, 'put' | 'get' | 'delete'>;
  readonly facts: Pick<FactLog, 'append' | 'read'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly tenantId: string;
};
export type Leaving = { readonly for: string; readonly from: Party; readonly wav: Uint8Array; readonly durationMs: number };
export type VoicemailFacts = {
  /** Somebody's messages are others than before. */
  changed: { readonly userId: string };
};

export class Voicemail {
  readonly #options: VoicemailOptions;
  readonly #facts = new Facts<VoicemailFacts>();

  constructor(options: VoicemailOptions) {
    this.#options = options;
  }

  get facts(): FactSource<VoicemailFacts> {
    return this.#facts;
  }

  /** Resolves with the id of the message once it cannot get lost any more. */
  async leave({ for: userId, from, wav, durationMs }: Leaving): Promise<string> {
    const { blobs, random } = this.#options;
    if (userId === '') throw new TypeError('voicemail.leave() wants the id of whom the message is for');
    const messageId = random.uuid();
    await blobs.put(this.#blobKey(userId, messageId), wav);
    try {
      await this.#append(userId, 'messageLeft', { messageId, from, durationMs });
    } catch (error) {
      await blobs.delete(this.#blobKey(userId, messageId)).catch(() => undefined);
      throw error;
    }
    return messageId;
  }

  /** Newest first. */
  async list(userId: string): Promise<readonly Message[]> {
    const facts: Fact[] = [];
    for (let after = 0; ;) {
      const more = await this.#options.facts.read({ ...this.#stream(userId), after });
      facts.push(...more);
      const last = more.at(-1);
      if (!last) return messagesIn(facts);
      after = last.sequence;
    }
  }

  /** Calm when it was heard before. Rejects with `voicemail/unknown-message` when there is none such. */
  async markHeard(userId: string, messageId: string): Promise<void> {
    const message = await this.#message(userId, messageId);
    if (!message.isHeard) await this.#append(userId, 'messageHeard', { messageId });
  }

  /** The sound is gone as well. Deleting again is calm, and does what an earlier try did not get to. */
  async delete(userId: string, messageId: string): Promise<void> {
    const isThere = (await this.list(userId)).some((message) => message.messageId === messageId);
    if (isThere) await this.#append(userId, 'messageDeleted', { messageId });
    await this.#options.blobs.delete(this.#blobKey(userId, messageId));
  }

  /** The sound of a message: a WAV file. */
  async wav(userId: string, messageId: string): Promise<Uint8Array> {
    await this.#message(userId, messageId);
    const wav = await this.#options.blobs.get(this.#blobKey(userId, messageId));
    if (!wav) throw new VoicemailError('voicemail/no-sound', `the sound of message ${messageId} is missing from the store`);
    return wav;
  }

  async #message(userId: string, messageId: string): Promise<Message> {
    const message = (await this.list(userId)).find((each) => each.messageId === messageId);
    if (!message)
      throw new VoicemailError('voicemail/unknown-message', `there is no message ${messageId} for ${userId}; it may have been deleted`);
    return message;
  }

  async #append(userId: string, type: MessageFact, data: Record<string, unknown>): Promise<void> {
    const { facts, clock } = this.#options;
    await facts.append(this.#stream(userId), [{ type, version: 1, data, atMs: clock.wallMs() }]);
    this.#facts.tell('changed', { userId });
  }

  #stream(userId: string): StreamKey {
    return { tenant: this.#options.tenantId, stream: `voicemail/${asPart(userId)}` };
  }

  #blobKey(userId: string, messageId: string): string {
    return `${this.#options.tenantId}/voicemail/${asPart(userId)}/${asPart(messageId)}.wav`;
  }
}

/** Ids are the carrier's: what could not stand in a key is written in another way. */
function asPart(id: string): string {
  return /^[A-Za-z0-9-]{1,64}$/.test(id) ? id : `_${createHash('sha256').update(id).digest('hex')}`;
}
