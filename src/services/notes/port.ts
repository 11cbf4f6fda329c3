/** Notes of a meeting: what was decided, who does what, and a recap, each with the moment at which it was said. */
import type { Cancel } from '../../base/cancel.ts';
import type { Segment } from '../../speech/segment.ts';

/** A language model: text in, text out. */
export interface LanguageModel {
  readonly name: string;
  readonly leavesMachine: boolean;
  readonly sendsTo?: string | undefined;
  /** Rejects with a `NotesError`, or with the signal's reason. */
  complete(
    request: { readonly system: string; readonly prompt: string; readonly wantsJson?: boolean | undefined },
    options?: Cancel,
  ): Promise<string>;
}

export type MeetingNotes = {
  readonly recap: readonly Note[];
  readonly decisions: readonly Note[];
  readonly tasks: readonly (Note & { readonly who?: string | undefined })[];
  /** `extractive`, or the model's name. */
  readonly madeBy: string;
  /** Why they are not a model's, though one was asked. */
  readonly problem?: string | undefined;
};

/** `atMs` is on the time line of the transcript; `segmentId` is the segment that it rests on. */
export type Note = { readonly text: string; readonly atMs: number; readonly segmentId: string; readonly speaker: string };

/** Makes notes of what was said; without a model by rules, on this machine. */
export type MakeNotes = (segments: readonly Segment[], options?: NotesOptions) => Promise<MeetingNotes>;

export type NotesOptions = Cancel & { readonly model?: LanguageModel | undefined; readonly subject?: string | undefined };
