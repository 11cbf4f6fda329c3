/** What turns speech into text for the switchboard itself, and keeps it. Whoever runs the house has it; without it the switchboard transcribes nothing. */
import type { FactSource } from '../../base/facts.ts';
import type { KeepingAbout } from '../keeping/keeping.ts';
import type { LanguageOffer } from '../languages/language.ts';

export interface HouseSpeech {
  readonly state: HouseSpeechState;
  readonly facts: FactSource<HouseSpeechFacts>;
  /** Whom it is to hear in a call, and for what; replaces what was said before. Undefined: nobody any more. */
  hear(callId: string, heard: HeardCall | undefined): void;
  /** What is said in the call is kept from now on. Rejects where it cannot be. */
  keep(about: TranscriptAbout): Promise<KeptWords>;
}

export type HouseSpeechState = {
  /** Absent: nothing is recognised here, and `remedy` says what is missing. */
  readonly offer?: LanguageOffer | undefined;
  readonly remedy?: string | undefined;
};

export type HouseSpeechFacts = {
  stateChanged: { readonly state: HouseSpeechState };
  /** `captionId` is the same for all revisions and languages. */
  caption: {
    readonly callId: string;
    readonly legId: string;
    readonly captionId: string;
    readonly text: string;
    readonly isFinal: boolean;
    readonly language?: string | undefined;
    readonly isTranslation?: boolean | undefined;
  };
  /** Nothing more can be kept. */
  keepingFailed: { readonly callId: string; readonly recordingId: string; readonly message: string };
};

export type HeardCall = {
  readonly people: readonly HeardPerson[];
  /** Somebody reads captions that the house makes. */
  readonly hasCaptions: boolean;
  /** Into which they are translated for somebody. */
  readonly languages: readonly string[];
};

export type HeardPerson = { readonly legId: string; readonly personId: string; readonly name: string };

/** `recording`: the switchboard's own of the call, which the transcript is to belong to; `startedMs` is wall time at which its time line begins. */
export type TranscriptAbout = {
  readonly callId: string;
  readonly about: Omit<KeepingAbout, 'kind'>;
  readonly language?: string | undefined;
  readonly recording?: { readonly recordingId: string; readonly startedMs: number } | undefined;
};

export type KeptWords = {
  /** Of the entry in the archive that the transcript belongs to. */
  readonly recordingId: string;
  /** Resolves when all that was said until then is kept. */
  finish(why: string): Promise<void>;
};
