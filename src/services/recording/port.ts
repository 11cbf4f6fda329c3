/**
 * Recording as a bot uses it: `await using recording = await call.record()`. Nothing is kept before consent; whoever refuses is left out;
 * everything else goes into one segment log, on the media clock of the call.
 */
import type { FactSource } from '../../base/facts.ts';
import type { KeptRecording } from '../../archive/port.ts';
import type { Party } from '../../call/platform.ts';

export type RecordingOptions = {
  /** What it is called in the library: the meeting's subject, or who calls whom. */
  readonly subject?: string | undefined;
  /** How consent is obtained: `announce()`. */
  readonly consent?: ConsentPolicy | undefined;
  /** Cameras and screens as well: where the bot said `needs: ['pictures']`. */
  readonly pictures?: boolean | undefined;
  /** A film of all, made while it goes on (`live`) or when it is over (`after`): none. */
  readonly composite?:
    { readonly layout: 'speaker' | 'gallery'; readonly when: 'live' | 'after'; readonly format?: 'webm' | 'mp4' | undefined } | undefined;
  /** Audio files that are made at the end: `ogg`. */
  readonly formats?: readonly ('ogg' | 'wav')[] | undefined;
  /** How long it is kept; what the house says if that is absent. */
  readonly keepMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type RecordingState = 'recording' | 'paused' | 'finishing' | 'saved' | 'failed' | 'discarded';

/** Disposing stops it, and resolves when it is saved. It stops by itself when the call ends. */
export interface Recording extends AsyncDisposable {
  readonly id: string;
  readonly state: RecordingState;
  /** Since it began, pauses included. */
  readonly durationMs: number;
  readonly facts: FactSource<RecordingFacts>;
  /** Which moment of the recording a time of the call's media clock is, as it reads that clock now; undefined until sound has come. */
  momentOf(carrierMs: number): number | undefined;
  /** Whether what this participant says is kept at this moment: they have agreed, and it is not paused. */
  keeps(participantId: string): boolean;
  /** What each has answered, everything that was ever said of it, oldest first. */
  readonly ledger: readonly LedgerEntry[];
  /** Nothing is kept until `resume`; people see that nothing is (the recording status is taken back). Calm when it is paused. */
  pause(why?: string): Promise<void>;
  resume(): Promise<void>;
  /** A chapter begins here. */
  chapter(title: string): void;
  marker(label: string): void;
  /** For whoever learns of consent in another way: by chat, by a form. */
  agrees(participantId: string, how: string): void;
  refuses(participantId: string, how: string): void;
  stop(why?: string): Promise<KeptRecording>;
  /** Leaves nothing of it. */
  discard(): Promise<void>;
}

export type RecordingFacts = {
  consentChanged: { readonly entry: LedgerEntry };
  paused: { readonly why?: string | undefined };
  resumed: Record<string, never>;
  recordingSaved: { readonly recording: KeptRecording };
  recordingFailed: { readonly recordingId: string; readonly problem: string };
};

/** What somebody said to being recorded. `told`: was told of it, and stayed; that is consent only under `announce`. */
export type LedgerEntry = {
  /** Milliseconds since 1970 UTC: consent comes before the recording begins. */
  readonly atMs: number;
  /** Empty as long as nothing has been begun. */
  readonly recordingId: string;
  readonly person: Pick<Party, 'kind' | 'id' | 'name'>;
  readonly participantId: string;
  readonly what: 'told' | 'agreed' | 'refused' | 'withdrew' | 'noAnswer';
  /** By which road: `key 1`, `voice "yes"`, `organizer`, `announcement`, `notice of the carrier`, or what a bot gave. */
  readonly how: string;
};

/** Whether one may be recorded, as the policy sees it now. */
export type Consent = 'given' | 'refused' | 'pending';

/**
 * A policy is told of everybody who is there and who comes, and decides for each. It may speak to them through `voice`.
 * `statusShown`: the carrier shows everybody that it is recorded. Teams refuses that to bots that came by link: `announce` then does not
 * suffice, and a policy that has nothing else ends the attempt (`recording/not-allowed`), with no byte kept.
 */
export interface ConsentPolicy {
  readonly name: string;
  /** Resolves when recording may begin for whoever has agreed; rejects with a `RecordingError` when nothing may be recorded. */
  open(room: ConsentRoom): Promise<void>;
  /** Somebody came while it is recorded. They are recorded from `agrees` on. */
  joined(room: ConsentRoom, who: ConsentPerson): Promise<void>;
  /** A key of theirs at any time: how one agrees late, or withdraws. */
  key?(room: ConsentRoom, who: ConsentPerson, key: string): void;
}

export type ConsentPerson = {
  readonly participantId: string;
  readonly person: Pick<Party, 'kind' | 'id' | 'name'>;
  readonly isOrganizer: boolean;
};

export interface ConsentRoom {
  readonly people: readonly ConsentPerson[];
  readonly statusShown: boolean;
  readonly signal: AbortSignal;
  consentOf(participantId: string): Consent;
  /** To all, as the bot. */
  say(text: string): Promise<void>;
  /**
   * The next of these keys that one of them presses, since the last `say` began; undefined when the time is over, they left, or their consent
   * was decided in another way. Undefined at once where the carrier does not tell who presses.
   */
  key(participantId: string, keys: readonly string[], withinMs: number): Promise<string | undefined>;
  /** Which of these words one of them says next; undefined if none, or where nothing recognises speech here. */
  word(participantId: string, words: readonly string[], withinMs: number): Promise<string | undefined>;
  told(participantId: string, how: string): void;
  agrees(participantId: string, how: string): void;
  refuses(participantId: string, how: string): void;
  /** Took it back. `andBefore`: also of what was kept before. */
  withdraws(participantId: string, how: string, options?: { readonly andBefore?: boolean }): void;
  noAnswer(participantId: string, how: string): void;
}
