/** What pages show besides the switchboard's own calls: fed in from outside, because it belongs to the bots' half or to the whole house. */
import type { FactSource } from '../../base/facts.ts';
import type { Home, VoicemailMessage } from '../../wire/live/page-event.ts';
import type { LibraryNews } from '../../wire/live/library.ts';
import type { LadderMessage } from '../../wire/live/ladder.ts';

export interface PageFeeds {
  readonly facts: FactSource<FeedFacts>;
  /** What a newcomer may try. */
  readonly tryThis: Home['tryThis'];
  /** Whether the house keeps what people say, so that calls can be saved with it. */
  readonly isCapturing?: boolean | undefined;
  media(): Home['media'];
  /** What turns speech into text, and how much of it goes on; absent where nothing does. */
  speech?(): Home['speech'];
  voicemail(userId: string): Promise<readonly VoicemailMessage[]>;
  /** Resolves to false when that person has no such message. */
  markHeard(userId: string, messageId: string): Promise<boolean>;
  deleteMessage(userId: string, messageId: string): Promise<boolean>;
  /** The call's rungs so far, in order; empty for a call that nobody knows. */
  ladder(callId: string): readonly LadderMessage[];
}

export type FeedFacts = {
  voicemailChanged: { readonly userId: string };
  ladderGrew: { readonly callId: string; readonly messages: readonly LadderMessage[] };
  mediaChanged: object;
  libraryChanged: LibraryNews;
  /** A bot threw while it had a call. */
  botFailed: { readonly appId: string; readonly because: string };
};
