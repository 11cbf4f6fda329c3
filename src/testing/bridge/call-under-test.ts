/** What whoever checks a media bridge has to bring: a call that takes the session's blob, and people on it who can do a few things. */
import type { PictureKind } from '../../call/media.ts';

/** Brings up a call with that blob, as a bot would: `appHostedMediaConfig.blob` of an answer or of a call that is placed. The socket is opened after it. */
export type BringUpCall = (blob: string) => Promise<CallUnderTest>;

export type CallUnderTest = {
  /** Those on the call beside the bot, in a call of their own for each check: one at least; with two more can be checked. */
  readonly people: readonly PersonOnCall[];
  /** Ends the call for the bot, as its app does (`DELETE /communications/calls/{id}`). Asked for once, at the end of each check at the latest. */
  readonly end: () => Promise<void>;
};

/** What a person cannot do is left out: the checks that need it are skipped, and say so. */
export type PersonOnCall = {
  /** The number of her sound, `mediaStreams[].sourceId` of her audio in Graph's roster. Asked for once the bot's socket is open. */
  readonly source: () => Promise<number>;
  /** Says that sound (samples of 16 kHz) at once; resolves when all of it has been said. */
  readonly say: (samples: Int16Array) => Promise<void>;
  /** Presses one key, for 120 ms or so. */
  readonly press?: ((key: string) => Promise<void>) | undefined;
  /** Begins to keep what she hears; what comes back ends that, and gives the sound in its place in time (samples of 16 kHz). */
  readonly listen?: (() => Promise<() => Promise<Int16Array>>) | undefined;
  /** Shows pictures, any that move, ten a second or more, until what comes back is called. */
  readonly show?: ((of: PictureKind) => Promise<() => Promise<void>>) | undefined;
  /** Watches what the bot shows; what comes back ends that, and gives the whole frames of VP8 that came. */
  readonly watch?: ((of: PictureKind) => Promise<() => Promise<readonly Uint8Array[]>>) | undefined;
  /** Leaves the call, which goes on for the others. */
  readonly leave?: (() => Promise<void>) | undefined;
};
