/** Whole sentences as WAV files, each made once: kept in memory and, where a store is given, on disk. */
import { createHash } from 'node:crypto';
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { readWav, writeWav } from '../media/wav.ts';
import { joined } from '../media/tones.ts';
import { finished } from './finish-sound.ts';
import { plainText } from './plain-text.ts';
import { SharedWork } from './shared-work.ts';
import type { SpeakOptions, TextToSpeech } from './text-to-speech.ts';

/** Where sound outlives the process; a `BlobStore` is one. */
export interface SoundStore {
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
}

export type SpeechCacheOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly store?: SoundStore | undefined;
  /** Bytes in memory; what was not asked for longest goes first. */
  readonly limitBytes?: number;
  /** Bytes that one process may add to the store; after that new sounds are kept in memory alone. */
  readonly storeLimitBytes?: number;
};

/** What it holds, for a page that shows it. */
type SpeechCacheFill = { readonly sounds: number; readonly bytes: number };

export interface CachedSpeech {
  /**
   * A whole WAV file, 16 kHz, 16 bit, mono, its peak at −3 dB, with less than 50 ms of silence before and at most 150 ms after.
   * Those who ask for the same at the same time share one synthesis; it ends when the last of them has gone.
   */
  wavOf(text: string, options?: SpeakOptions): Promise<Uint8Array>;
  readonly fill: SpeechCacheFill;
}

/** Part of each key: raise it when the making of sound changes, and old files are no longer found. */
const MAKING = 1;
const MEGABYTE = 1_000_000;

/** A store that fails is told of in the log and done without. */
export function cached(tts: TextToSpeech, options: SpeechCacheOptions): CachedSpeech {
  const { clock, log, store, limitBytes = 64 * MEGABYTE, storeLimitBytes = 256 * MEGABYTE } = options;
  const memory = new Map<string, Uint8Array>();
  const shared = new SharedWork<Uint8Array>();
  let bytes = 0;
  let storedBytes = 0;

  const remember = (key: string, wav: Uint8Array): void => {
    forget(key);
    if (wav.length > limitBytes) return;
    memory.set(key, wav);
    bytes += wav.length;
    for (const oldest of memory.keys()) {
      if (bytes <= limitBytes) break;
      forget(oldest);
    }
  };
  const forget = (key: string): void => {
    bytes -= memory.get(key)?.length ?? 0;
    memory.delete(key);
  };
  const stored = async (key: string): Promise<Uint8Array | undefined> => {
    try {
      const wav = await clock.hold(async () => store?.get(key));
      if (wav) readWav(wav);
      return wav;
    } catch (error) {
      log.warn('a sound that was kept could not be read and is made again', { key, error: String(error) });
      return undefined;
    }
  };
  const keep = async (key: string, wav: Uint8Array): Promise<void> => {
    if (storedBytes + wav.length > storeLimitBytes) return;
    storedBytes += wav.length;
    try {
      await clock.hold(async () => store?.put(key, wav));
    } catch (error) {
      log.warn('a sound could not be kept', { key, error: String(error) });
    }
  };
  const made = async (key: string, text: string, speakOptions: SpeakOptions): Promise<Uint8Array> => {
    const kept = await stored(key);
    const wav = kept ?? (await spoken(tts, text, speakOptions));
    remember(key, wav);
    if (!kept) await keep(key, wav);
    return wav;
  };

  return {
    async wavOf(text, { voice, language, signal } = {}) {
      signal?.throwIfAborted();
      const plain = plainText(text);
      const key = keyOf(tts, plain, { voice, language });
      const known = memory.get(key);
      if (known) {
        remember(key, known);
        return known;
      }
      return shared.join(key, (working) => made(key, plain, { voice, language, ...working }), { signal });
    },
    get fill() {
      return { sounds: memory.size, bytes };
    },
  };
}

async function spoken(tts: TextToSpeech, text: string, options: SpeakOptions & Cancel): Promise<Uint8Array> {
  const chunks: Int16Array[] = [];
  for await (const chunk of tts.speak(text, options)) chunks.push(chunk);
  return writeWav(finished(joined(chunks)));
}

/** Says nothing about the text, since keys are names of files. */
function keyOf(tts: TextToSpeech, text: string, { voice, language }: Omit<SpeakOptions, 'signal'>): string {
  const parts = JSON.stringify([MAKING, tts.name, voice ?? '', language ?? '', text]);
  return `speech/${createHash('sha256').update(parts).digest('hex')}.wav`;
}
