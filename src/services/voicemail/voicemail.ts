/** Voicemail: keeps what callers leave for people, in the archive or, without one, among the blobs. A message is on record before it is acknowledged. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Random } from '../../base/random.ts';
import type { Party } from '../../call/platform.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import { MediaError } from '../../media/errors.ts';
import { readWav } from '../../media/wav.ts';
import type { Fact, FactLog, StreamKey } from '../../store/fact-log.ts';
import { VoicemailError } from './errors.ts';
import { eraseSound, keepSound, wavOf, type MessageArchive, type SoundOptions } from './kept-sound.ts';
import { messagesIn, recordingsIn, type Message, type MessageFact } from './messages.ts';

export type VoicemailOptions = {
  readonly blobs: Pick<BlobStore, 'put' | 'get' | 'delete'>;
  readonly facts: Pick<FactLog, 'append' | 'read'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly tenantId: string;
  /** Where messages are kept from now on; what lies among the blobs stays to be had. */
  readonly archive?: MessageArchive | undefined;
};
export type Leaving = { readonly for: string; readonly from: Party; readonly wav: Uint8Array; readonly durationMs: number };
export type VoicemailFacts = {
  /** Somebody's messages are others than before. */
  changed: { readonly userId: string };
};

export class Voicemail {
  readonly #options: VoicemailOptions;
  readonly #facts = new Facts<VoicemailFacts>();
  /** Recordings that are on record, and cannot be played before this is done. */
  readonly #finishing = new Map<string, Promise<void>>();

  constructor(options: VoicemailOptions) {
    this.#options = options;
  }

  get facts(): FactSource<VoicemailFacts> {
    return this.#facts;
  }

  /** Resolves with the id of the message once it cannot get lost any more. */
  async leave({ for: userId, from, wav, durationMs }: Leaving): Promise<string> {
    const { archive, random } = this.#options;
    if (userId === '') throw new TypeError('voicemail.leave() wants the id of whom the message is for');
    const messageId = random.uuid();
    const samples = archive && samplesOf(wav);
    if (!archive || !samples) await this.#leaveBlob(userId, wav, { messageId, from, durationMs });
    else {
      await this.#keep(archive, { userId, from, samples }, (recordingId) =>
        this.#append(userId, 'messageLeft', { messageId, from, durationMs, recordingId }),
      );
    }
    return messageId;
  }

  /** Newest first. */
  async list(userId: string): Promise<readonly Message[]> {
    return messagesIn(await this.#all(userId));
  }

  /** Calm when it was heard before. Rejects with `voicemail/unknown-message` when there is none such. */
  async markHeard(userId: string, messageId: string): Promise<void> {
    const message = await this.#message(userId, messageId);
    if (!message.isHeard) await this.#append(userId, 'messageHeard', { messageId });
  }

  /** The sound is gone as well, unless it must be kept. Deleting again is calm, and does what an earlier try did not get to. */
  async delete(userId: string, messageId: string): Promise<void> {
    const { archive, blobs } = this.#options;
    const facts = await this.#all(userId);
    const isThere = messagesIn(facts).some((message) => message.messageId === messageId);
    if (isThere) await this.#append(userId, 'messageDeleted', { messageId });
    await blobs.delete(this.#blobKey(userId, messageId));
    if (archive) for (const recordingId of recordingsIn(facts, messageId)) await eraseSound(archive, userId, recordingId);
  }

  /** The sound of a message: a WAV file. */
  async wav(userId: string, messageId: string): Promise<Uint8Array> {
    const { archive, blobs } = this.#options;
    const { recordingId } = await this.#message(userId, messageId);
    try {
      if (recordingId !== undefined && archive) {
        // Whoever is told of a message may play it at once.
        await this.#finishing.get(recordingId);
        return await wavOf(archive, userId, recordingId);
      }
      const wav = recordingId === undefined ? await blobs.get(this.#blobKey(userId, messageId)) : undefined;
      if (wav) return wav;
    } catch (cause) {
      throw new VoicemailError('voicemail/no-sound', `the sound of message ${messageId} cannot be had from the archive`, { cause });
    }
    throw new VoicemailError('voicemail/no-sound', `the sound of message ${messageId} is missing from the store`);
  }

  /**
   * Takes the messages of a person that lie among the blobs into the archive; their times stay. Calm when done before; what cannot be read
   * stays where it is. Resolves with how many were moved.
   */
  async moveOld(userId: string): Promise<number> {
    const { archive, blobs } = this.#options;
    let moved = 0;
    for (const { messageId, from, recordingId } of archive ? await this.list(userId) : []) {
      const key = this.#blobKey(userId, messageId);
      const wav = recordingId === undefined ? await blobs.get(key) : undefined;
      const samples = wav && samplesOf(wav);
      if (!archive || !samples) continue;
      await this.#keep(archive, { userId, from, samples }, (movedTo) =>
        this.#append(userId, 'messageMoved', { messageId, recordingId: movedTo }),
      );
      await blobs.delete(key);
      moved++;
    }
    return moved;
  }

  async #keep(archive: MessageArchive, sound: Omit<SoundOptions, 'onSafe'>, onSafe: (recordingId: string) => Promise<void>): Promise<void> {
    const keeping = keepSound(archive, {
      ...sound,
      onSafe: async (recordingId) => {
        const finished = keeping.catch(() => undefined).then(() => void this.#finishing.delete(recordingId));
        this.#finishing.set(recordingId, finished);
        await onSafe(recordingId);
      },
    });
    await keeping;
  }

  async #leaveBlob(
    userId: string,
    wav: Uint8Array,
    left: { readonly messageId: string; readonly from: Party; readonly durationMs: number },
  ): Promise<void> {
    const { blobs } = this.#options;
    const key = this.#blobKey(userId, left.messageId);
    await blobs.put(key, wav);
    try {
      await this.#append(userId, 'messageLeft', left);
    } catch (error) {
      await blobs.delete(key).catch(() => undefined);
      throw error;
    }
  }

  async #all(userId: string): Promise<readonly Fact[]> {
    const facts: Fact[] = [];
    for (let after = 0; ;) {
      const more = await this.#options.facts.read({ ...this.#stream(userId), after });
      facts.push(...more);
      const last = more.at(-1);
      if (!last) return facts;
      after = last.sequence;
    }
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

/** Undefined for what is no WAV file that can be kept as sound: that is kept as it is. */
function samplesOf(wav: Uint8Array): Int16Array | undefined {
  try {
    return readWav(wav);
  } catch (error) {
    if (error instanceof MediaError) return undefined;
    throw error;
  }
}
