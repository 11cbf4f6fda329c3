/** A prompt for tests at which `rollcall speech` is typed, in a folder of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { TranscriptionConfig } from '../server/transcription/transcription-config.ts';
import { speech } from './speech.ts';

export class SpeechPrompt implements AsyncDisposable {
  readonly folder: string;
  printed = '';
  problems = '';
  surroundings: NonNullable<Parameters<typeof speech>[2]> = {};

  constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<SpeechPrompt> {
    return new SpeechPrompt(await mkdtemp(join(tmpdir(), 'rollcall-cli-speech-')));
  }

  /** With such a configuration. Gives the exit code. */
  async type(transcription: TranscriptionConfig, ...words: string[]): Promise<number> {
    this.printed = this.problems = '';
    const config = join(this.folder, 'rollcall.config.json');
    await writeFile(config, JSON.stringify({ transcription, data: join(this.folder, 'data') }));
    const output = { out: (text: string) => (this.printed += text), error: (text: string) => (this.problems += text) };
    return speech([...words, '--config', config], output, this.surroundings);
  }

  /** What a program gets, where the exit code is this. */
  async answer<T>(transcription: TranscriptionConfig, code: number, ...words: string[]): Promise<T> {
    expect(await this.type(transcription, ...words, '--json'), this.problems).toBe(code);
    return JSON.parse(this.printed) as T;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

export const NOBODY: TranscriptionConfig = { recognisers: [{ kind: 'pocketsphinx', command: 'no-such-sphinx' }] };

export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../test/fixtures/speech/${name}.wav`, import.meta.url));
}

export function manifestOf(files: object): object {
  return { name: 'Tiny English 1.0', family: 'zipformer2Ctc', languages: ['en'], files };
}
