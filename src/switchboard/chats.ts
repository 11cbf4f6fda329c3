/** The chats of all conversations: who may write is decided by the calls, what was written is kept in a book. */
import type { Clock } from '../base/clock.ts';
import type { FactSource } from '../base/facts.ts';
import type { Random } from '../base/random.ts';
import { isUp, type Call } from './call.ts';
import type { CallFact } from './call-fact.ts';
import { ChatBook, type ChatMessage } from './chat-book.ts';
import type { CallLoop } from './call-loop.ts';
import type { OfPerson } from './input.ts';
import type { CallKeepingFacts } from './keeping/call-keeping.ts';
import { gone } from './refusals.ts';
import type { Result } from './result.ts';

type Posted = { readonly messageId: string; readonly callId: string; readonly threadId: string };

export type ChatsOptions = { readonly loop: CallLoop; readonly random: Random; readonly clock: Clock; readonly signal: AbortSignal };

export class Chats {
  readonly #loop: CallLoop;
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #book = new ChatBook();

  constructor({ loop, random, clock, signal }: ChatsOptions) {
    this.#loop = loop;
    this.#clock = clock;
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

  /** A recording of a conversation is saved: that is written to its chat, by whoever began it, with where it is to be found. */
  tellSaved(facts: FactSource<CallKeepingFacts>, signal: AbortSignal): void {
    const take = ({ call, recordingId, by }: CallKeepingFacts['saved']): void => {
      const { callId, group } = call;
      if (!group || group.meeting?.closed?.chat || (call.endedMs !== undefined && !group.meeting)) return;
      const { threadId, meeting } = group;
      const text = `Recording: /library/${recordingId}`;
      const what = { threadId, messageId: this.#random.uuid(), text, isOfMeeting: meeting !== undefined };
      const when = { version: 1, callId, atMs: this.#clock.wallMs() } as const;
      this.#loop.facts.tell('told', { call, fact: { ...when, type: 'posted', ...by, ...what } });
    };
    facts.on('saved', take, { signal });
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
    const legs = here.flatMap((call) => call.legs).filter((leg) => leg.kind === 'app' && leg.appId === appId && isUp(leg));
    // It writes as itself, where it has come as a guest as well; and as whoever was let in.
    return (
      legs.findLast(({ self, isInLobby }) => self.kind !== 'guest' && !isInLobby) ??
      legs.findLast(({ isInLobby }) => !isInLobby) ??
      legs.at(-1)
    )?.legId;
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
