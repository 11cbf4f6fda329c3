/** From what an author wants said to sounds that can be played, in batches, the first as early as possible. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { anyOf, type Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { Sound } from '../call/platform.ts';
import { readWav } from '../media/wav.ts';
import { sentencesOf } from '../speech/sentences.ts';
import { BotError } from './errors.ts';
import type { Speaks } from './speaks.ts';

/** A text to be spoken, or a WAV file (16 kHz, 16 bit, mono): its path or its bytes. */
export type Speakable = string | { readonly file: string | URL } | { readonly wav: Uint8Array };

export type SoundOptions = Cancel & { readonly speech: Speaks; readonly clock: Clock; readonly voice?: string | undefined };

/** Graph takes twenty at once; all carriers take so many. */
const MOST_AT_ONCE = 20;

/** All of it as one sound, for where only one is allowed. */
export async function soundOf(what: Speakable, { speech, clock, voice, signal }: SoundOptions): Promise<Sound> {
  if (typeof what === 'string') return { ...named(await speech.wavOf(what, { voice, signal })), text: what };
  if ('wav' in what) return named(checked(what.wav, 'the bytes given as wav'));
  const bytes = await clock
    .hold(() => readFile(what.file))
    .catch((cause: unknown) => {
      throw new BotError('bot/unusable-sound', because(`${String(what.file)} could not be read`, cause), { cause });
    });
  return named(checked(new Uint8Array(bytes), String(what.file)));
}

/**
 * Texts are cut into sentences, and while the first is played the next are made. Whatever is ready comes in one batch.
 * Ending the iteration early ends the work behind it.
 */
export async function* batchesOf(
  parts: readonly Speakable[],
  { signal, ...options }: SoundOptions,
): AsyncGenerator<readonly Sound[], void, undefined> {
  const pieces = parts.flatMap((part): readonly Speakable[] => (typeof part === 'string' ? sentencesOf(part) : [part]));
  const stop = new AbortController();
  const either = anyOf(signal, stop.signal);
  const ready: Sound[] = [];
  let isDone = false;
  let failure: unknown;
  let wake: () => void = () => undefined;
  // A voice that does not heed its signal must not delay a barge-in.
  either.addEventListener('abort', () => wake(), { once: true });
  const make = async (): Promise<void> => {
    try {
      for (const piece of pieces) {
        either.throwIfAborted();
        ready.push(await soundOf(piece, { ...options, signal: either }));
        wake();
      }
    } catch (error) {
      failure = error;
    } finally {
      isDone = true;
      wake();
    }
  };
  // Never rejects: its failure is told when its turn comes.
  void make();
  try {
    for (;;) {
      if (ready.length === 0 && !isDone && !either.aborted) await new Promise<void>((resolve) => (wake = resolve));
      either.throwIfAborted();
      // What lies ready in a cache comes within the turn, and then goes out together.
      await new Promise((resolve) => void setImmediate(resolve));
      if (ready.length > 0) yield ready.splice(0, MOST_AT_ONCE);
      else if (failure !== undefined) throw failure;
      else if (isDone) return;
    }
  } finally {
    stop.abort();
  }
}

/** Carriers keep a sound under its name, so the name is made of what it contains. */
function named(wav: Uint8Array): Sound {
  return { name: createHash('sha256').update(wav).digest('hex').slice(0, 32), wav };
}

function checked(wav: Uint8Array, what: string): Uint8Array {
  try {
    readWav(wav);
    return wav;
  } catch (cause) {
    // Thrown here and no deeper: what is left of the stack has to reach the line in the bot.
    throw new BotError('bot/unusable-sound', because(`${what} cannot be played`, cause), { cause });
  }
}

function because(message: string, cause: unknown): string {
  return `${message}: ${cause instanceof Error ? cause.message : String(cause)}`;
}
