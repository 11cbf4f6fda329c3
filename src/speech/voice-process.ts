/** One run of the separate voice program: from its start to its death, whichever way it comes. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { SpeechError } from './errors.ts';
import { VoiceFrames, type VoiceFrame } from './voice-frames.ts';

export type Ready = Extract<VoiceFrame, { kind: 'ready' }>;

/** What one sentence comes to, told as it happens. */
export type Hearing = {
  sound(samples: Int16Array): void;
  done(): void;
  failed(error: SpeechError): void;
};

const STDERR_LIMIT = 2_000;

/** Does not start itself again: its owner does (`espeak-voice.ts`). */
export class VoiceProcess {
  /** Resolves when the voice is warm; rejects if it dies before. */
  readonly ready: Promise<Ready>;
  /** Resolves with the reason when it is dead; never rejects. */
  readonly ended: Promise<SpeechError>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #hearings = new Map<number, Hearing>();
  #lastId = 0;
  #said = '';
  #death: SpeechError | undefined;

  constructor(program: string) {
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    this.#child = child;
    this.ended = new Promise((resolve) => {
      child.on('error', (cause) => resolve(this.#died(cause.message, cause)));
      child.on('close', (status, signal) => resolve(this.#died(`it ended with ${signal ?? `status ${String(status)}`}`)));
    });
    this.ready = new Promise((resolve, reject) => {
      const frames = new VoiceFrames();
      child.stdout.on('data', (bytes: Buffer) => this.#take(frames, bytes, resolve));
      void this.ended.then((error) => reject(error));
    });
    void this.ended.then((error) => this.#failAll(error));
    this.ready.catch(() => undefined);
    child.stderr.on('data', (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-STDERR_LIMIT)));
    child.stdin.on('error', () => undefined);
  }

  /** Its process id, while it has one. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isDead(): boolean {
    return this.#death !== undefined;
  }

  /** Asks for a sentence. Calling what is returned lets its sound fall on deaf ears. */
  say(text: string, voice: string, hearing: Hearing): () => void {
    if (this.#death) hearing.failed(this.#death);
    const id = (this.#lastId = (this.#lastId + 1) >>> 0);
    if (!this.#death) this.#hearings.set(id, hearing);
    this.#child.stdin.write(`${JSON.stringify({ id, text, voice })}\n`);
    return () => void this.#hearings.delete(id);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #failAll(error: SpeechError): void {
    this.#death = error;
    for (const hearing of this.#hearings.values()) hearing.failed(error);
    this.#hearings.clear();
  }

  #take(frames: VoiceFrames, bytes: Buffer, onReady: (ready: Ready) => void): void {
    try {
      for (const frame of frames.push(bytes)) this.#hear(frame, onReady);
    } catch {
      // What cannot be understood once cannot be trusted again.
      this.kill();
    }
  }

  #hear(frame: VoiceFrame, onReady: (ready: Ready) => void): void {
    if (frame.kind === 'ready') return onReady(frame);
    const hearing = this.#hearings.get(frame.id);
    if (frame.kind === 'sound') return hearing?.sound(frame.samples);
    this.#hearings.delete(frame.id);
    if (frame.kind === 'done') hearing?.done();
    else hearing?.failed(new SpeechError('speech/provider-failed', `the voice program could not speak: ${frame.message}`));
  }

  #died(how: string, cause?: unknown): SpeechError {
    return new SpeechError('speech/provider-failed', `the voice program could not speak: ${how}${this.#said && `: ${this.#said.trim()}`}`, {
      cause,
    });
  }
}
