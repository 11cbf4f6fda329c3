/** What an app's service-hosted media is asked to do: prompts to be played, answers to be recorded, one after the other. */
import type { Key, RecordOptions } from '../engine/port.ts';

/** `fetching` its prompts are on their way · `ready` it waits for its turn · `running` the engine is at it. */
export type MediaTask = PlayTask | RecordTask | KeysTask;

type TaskBase = {
  /** Graph's operation id. */
  readonly operationId: string;
  readonly clientContext?: string | undefined;
  readonly prompts: readonly PromptSource[];
  readonly state: 'fetching' | 'ready' | 'running';
  /** The prompts' WAV files, once they are there. */
  readonly sounds?: readonly Uint8Array[] | undefined;
  /** Why the prompts could not be had: told when its turn comes. */
  readonly problem?: TaskProblem | undefined;
};

type PlayTask = TaskBase & { readonly kind: 'play'; readonly isLooping: boolean };
/** Its `prompts` are empty. */
type KeysTask = TaskBase & { readonly kind: 'sendKeys'; readonly keys: readonly Key[]; readonly gapMs: number };
type RecordTask = TaskBase & { readonly kind: 'record'; readonly options: Omit<RecordOptions, 'prompt'> };

/** Where a prompt lies. `resourceId` is the key under which it may be kept. */
export type PromptSource = { readonly uri: string; readonly resourceId?: string | undefined };

/** `download` it could not be fetched · `format` it is no sound that can be played · `media` the engine failed. */
export type TaskProblem = { readonly kind: 'download' | 'format' | 'media'; readonly message: string };

export type TaskEnd =
  | { readonly outcome: 'completed' }
  /** `wav` is what was heard until then, when the caller hung up while it was recorded. */
  | { readonly outcome: 'cancelled'; readonly wav?: Uint8Array | undefined }
  | { readonly outcome: 'failed'; readonly problem: TaskProblem }
  | {
      readonly outcome: 'recorded';
      readonly because: 'stopTone' | 'maxDuration' | 'maxSilence' | 'initialSilence';
      readonly wav: Uint8Array;
      readonly durationMs: number;
      readonly stopTone?: string | undefined;
    };
