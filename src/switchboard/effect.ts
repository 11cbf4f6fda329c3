/** What is to be done about a call, as data: the loop in `switchboard.ts` does it, in this order. */
import type { EngineCommand } from '../engine/port.ts';
import type { AnnouncementName } from './call.ts';
import type { TimeInput } from './input.ts';
import type { KeepingWish } from './keeping/keeping.ts';
import type { AppNotice, PromptsWanted } from './notice.ts';
import type { TranscribingWish } from './transcribing/transcribing.ts';

export type Effect =
  | { readonly kind: 'engine'; readonly command: EngineCommand }
  | { readonly kind: 'announce'; readonly legId: string; readonly operationId: string; readonly name: AnnouncementName }
  /** The house's own music for one who is put on hold. */
  | { readonly kind: 'holdMusic'; readonly legId: string }
  | { readonly kind: 'notify'; readonly notice: AppNotice }
  /** A line for the person who holds a leg. */
  | { readonly kind: 'say'; readonly legId: string; readonly text: string }
  /** Who speaks now. */
  | { readonly kind: 'tellSpeakers'; readonly participantIds: readonly string[]; readonly dominantId?: string | undefined }
  /** Something is asked of the keeper of recordings. */
  | { readonly kind: 'keeping'; readonly wish: KeepingWish }
  /** Something is asked of whoever keeps transcripts. */
  | { readonly kind: 'transcribing'; readonly wish: TranscribingWish }
  | { readonly kind: 'wantPrompts'; readonly wanted: PromptsWanted }
  /** A timer of the same key replaces the one before it. */
  | { readonly kind: 'startTimer'; readonly key: string; readonly afterMs: number; readonly input: TimeInput }
  | { readonly kind: 'stopTimer'; readonly key: string }
  /** The call can no longer be read after this. */
  | { readonly kind: 'forget'; readonly afterMs: number };
