/** The chats of all conversations: who may write is decided by the calls, what was written is kept in a book. */
import type { Random } from '../base/random.ts';
import { isUp, type Call } from './call.ts';
import type { CallFact } from './call-fact.ts';
import { ChatBook, type ChatMessage } from './chat-book.ts';
import type { CallLoop } from './call-loop.ts';
import type { OfPerson } from './input.ts';
import { gone } from './refusals.ts';
import type { Result } from './result.ts';

type Posted = { readonly messageId: string; readonly callId: string; readonly threadId: string };

export class Chats {
  readonly #loop: CallLoop;
  readonly #random: Random;
  readonly #book = new ChatBook();

  constructor({ loop, random, signal }: { readonly loop: CallLoop; readonly random: Random; readonly signal: AbortSignal }) {
    this.#loop = loop;
    this.#random = random;
    const take = ({ call, fact }: { readonly call: Call; readonly fact: CallFact }): void => {
      const message = this.#book.take(fact);
      if (message) loop.facts.tell('posted', { call, message });
      if (fact.type === 'callEnded' && call.group && !call.group.meeting) this.#book.ended(call.group.threadId);
    };
    loop.facts.on('told', take, { signal });
  }

  /** What earlier runs wrote: the chats of meetings are there again. */
  recall(facts: readonly CallFact[]): void {
    this.#book.recall(facts);
  }

  /** Oldest first. Whether somebody may read them is for whoever asks: those in the lobby may not. */
  of(threadId: string): readonly ChatMessage[] {
    return this.#book.of(threadId);
  }

  /** A person writes to the conversation of her leg. */
  post(request: OfPerson & { readonly text: string }): Result<Posted> {
    const messageId = this.#random.uuid();
    return this.#posted(request.legId, messageId, this.#loop.onLeg(request.legId, { ...request, messageId, kind: 'post' }));
  }

  /** An app writes to the conversation of that thread, in which it takes part. */
  postApp({ appId, threadId, text }: { readonly appId: string; readonly threadId: string; readonly text: string }): Result<Posted> {
    const legId = this.#legIn(threadId, appId);
    if (legId === undefined) return gone;
    const messageId = this.#random.uuid();
    return this.#posted(legId, messageId, this.#loop.onLeg(legId, { kind: 'postApp', appId, legId, messageId, text }));
  }

  #legIn(threadId: string, appId: string): string | undefined {
    const here = this.#loop.calls().filter(({ group, endedMs }) => group?.threadId === threadId && endedMs === undefined);
    return here.flatMap(({ legs }) => legs).findLast((leg) => leg.kind === 'app' && leg.appId === appId && isUp(leg))?.legId;
  }

  #posted(legId: string, messageId: string, result: Result): Result<Posted> {
    const call = this.#loop.callOfLeg(legId);
    return result.ok && call?.group
      ? { ok: true, messageId, callId: call.callId, threadId: call.group.threadId }
      : result.ok
        ? gone
        : result;
  }
}
