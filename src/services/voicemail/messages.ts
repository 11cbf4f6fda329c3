/** Somebody's messages, derived from what has happened to them. */
import { z } from 'zod';
import type { Party } from '../../call/platform.ts';
import type { Fact } from '../../store/fact-log.ts';

/** The types of facts; others in the same stream are passed over. */
export type MessageFact = 'messageLeft' | 'messageHeard' | 'messageMoved' | 'messageDeleted';

export type Message = {
  readonly messageId: string;
  readonly from: Party;
  readonly leftMs: number;
  readonly durationMs: number;
  readonly isHeard: boolean;
  /** In the archive; absent for one that lies among the blobs. */
  readonly recordingId?: string | undefined;
};

const about = z.looseObject({ messageId: z.string() });
const left = z.looseObject({
  messageId: z.string(),
  from: z.object({ kind: z.enum(['user', 'app', 'phone', 'guest', 'unknown']), id: z.string(), name: z.string().optional() }),
  durationMs: z.number(),
  recordingId: z.string().optional(),
});
const moved = z.looseObject({ messageId: z.string(), recordingId: z.string() });

/** Newest first. Facts come in the order in which they happened; one that was appended twice counts once. */
export function messagesIn(facts: Iterable<Fact>): readonly Message[] {
  const messages = new Map<string, Message>();
  const deleted = new Set<string>();
  for (const { type, data, atMs } of facts) {
    if (type === 'messageLeft') {
      const { messageId, from, durationMs, recordingId } = left.parse(data);
      const where = recordingId === undefined ? {} : { recordingId };
      if (!messages.has(messageId) && !deleted.has(messageId))
        messages.set(messageId, { messageId, from, leftMs: atMs, durationMs, isHeard: false, ...where });
    }
    if (type === 'messageHeard') {
      const message = messages.get(about.parse(data).messageId);
      if (message) messages.set(message.messageId, { ...message, isHeard: true });
    }
    if (type === 'messageMoved') {
      const { messageId, recordingId } = moved.parse(data);
      const message = messages.get(messageId);
      if (message) messages.set(messageId, { ...message, recordingId });
    }
    if (type === 'messageDeleted') {
      const { messageId } = about.parse(data);
      deleted.add(messageId);
      messages.delete(messageId);
    }
  }
  return [...messages.values()].toReversed();
}

/** Where the sound of a message lies in the archive, also of one that was deleted. */
export function recordingsIn(facts: Iterable<Fact>, messageId: string): readonly string[] {
  const all: string[] = [];
  for (const { type, data } of facts) {
    if (type !== 'messageLeft' && type !== 'messageMoved') continue;
    const { messageId: id, recordingId } = where.parse(data);
    if (id === messageId && recordingId !== undefined) all.push(recordingId);
  }
  return all;
}

const where = z.looseObject({ messageId: z.string(), recordingId: z.string().optional() });
