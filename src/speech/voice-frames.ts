/** What the separate voice program writes: frames of a nine-byte head and a body (described in voices/espeak/README.md). */
import { SpeechError } from './errors.ts';
import type { Voice } from './text-to-speech.ts';

export type VoiceFrame =
  | { readonly kind: 'ready'; readonly sampleRate: number; readonly voices: readonly Voice[] }
  | { readonly kind: 'sound'; readonly id: number; readonly samples: Int16Array }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

const HEAD_BYTES = 9;
/** A second of sound is some 44 kB; the list of voices less. */
const LONGEST_BODY = 4_000_000;

/** A machine: bytes in, frames out. */
export class VoiceFrames {
  #held: Buffer = Buffer.alloc(0);

  /** Throws a `SpeechError` on what is no frame; the program is then of no more use. */
  push(bytes: Uint8Array): readonly VoiceFrame[] {
    this.#held = this.#held.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#held, bytes]);
    const frames: VoiceFrame[] = [];
    let at = 0;
    while (this.#held.length - at >= HEAD_BYTES) {
      const length = this.#held.readUInt32LE(at);
      if (length > LONGEST_BODY) throw notAFrame();
      if (this.#held.length - at < HEAD_BYTES + length) break;
      const kind = String.fromCharCode(this.#held[at + 4] ?? 0);
      frames.push(frameOf(kind, this.#held.readUInt32LE(at + 5), this.#held.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length)));
      at += HEAD_BYTES + length;
    }
    this.#held = this.#held.subarray(at);
    return frames;
  }
}

function frameOf(kind: string, id: number, body: Buffer): VoiceFrame {
  switch (kind) {
    case 'r':
      return readyOf(objectIn(body));
    case 'a':
      return { kind: 'sound', id, samples: samplesIn(body) };
    case 'd':
      return { kind: 'done', id };
    case 'e': {
      const { message } = objectIn(body);
      return { kind: 'failed', id, message: typeof message === 'string' ? message : 'it did not say why' };
    }
    default:
      throw notAFrame();
  }
}

function readyOf({ sampleRate, voices }: Readonly<Record<string, unknown>>): VoiceFrame {
  if (typeof sampleRate !== 'number' || !(sampleRate >= 8_000 && sampleRate <= 48_000) || !Array.isArray(voices)) throw notAFrame();
  return { kind: 'ready', sampleRate, voices: voices.filter(isVoice) };
}

function isVoice(value: unknown): value is Voice {
  const { id, name, language } = (value ?? {}) as Partial<Record<keyof Voice, unknown>>;
  return typeof id === 'string' && typeof name === 'string' && typeof language === 'string';
}

function objectIn(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw notAFrame(cause);
  }
  throw notAFrame();
}

function samplesIn(body: Buffer): Int16Array {
  const samples = new Int16Array(body.length >> 1);
  for (let i = 0; i < samples.length; i++) samples[i] = body.readInt16LE(i * 2);
  return samples;
}

function notAFrame(cause?: unknown): SpeechError {
  return new SpeechError('speech/provider-failed', 'the voice program wrote something that is no frame of its protocol', { cause });
}
