/** A process of sherpa-onnx, from its host's side: started when it is first needed, loaded once, and replaced by a new one when it dies. */
import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Clock } from '../../base/clock.ts';
import { makeNice } from '../../base/niceness.ts';
import { SpeechError } from '../errors.ts';
import type { FromSherpa, ToSherpa } from './sherpa-messages.ts';

export type SherpaProcessOptions = {
  readonly clock: Clock;
  /** Path or name of the library's module. */
  readonly library: string;
  readonly isStreaming: boolean;
  readonly config: object;
  /** For people: the model's name. */
  readonly model: string;
};

/** Told of one utterance. */
export interface SherpaListener {
  heard(message: Extract<FromSherpa, { readonly id: number }>): void;
  failed(error: SpeechError): void;
}

type Running = { readonly child: ChildProcess; readonly loaded: Promise<void>; readonly ended: Promise<void> };

const STDERR_LIMIT = 2_000;

export class SherpaProcess implements AsyncDisposable {
  readonly #options: SherpaProcessOptions;
  readonly #listeners = new Map<number, SherpaListener>();
  #running: Running | undefined;
  #lastId = 0;

  constructor(options: SherpaProcessOptions) {
    this.#options = options;
  }

  /** Starts it, where it does not run, and resolves when the model is loaded. Rejects with what is missing or wrong. */
  async ready(): Promise<void> {
    this.#running ??= this.#start();
    const { loaded } = this.#running;
    await this.#options.clock.hold(() => loaded);
  }

  /** Where it does not run, it is started; what is said meanwhile waits for the model. */
  begin(language: string | undefined, listener: SherpaListener): number {
    this.#running ??= this.#start();
    const id = ++this.#lastId;
    this.#listeners.set(id, listener);
    // While something is said, it keeps us alive.
    this.#running.child.ref();
    this.#running.child.channel?.ref();
    this.send({ kind: 'begin', id, language });
    return id;
  }

  send(message: ToSherpa): void {
    // A process that is gone is told of to those who listen.
    this.#running?.child.send(message, () => undefined);
  }

  end(id: number): void {
    if (!this.#listeners.delete(id)) return;
    this.send({ kind: 'drop', id });
    if (this.#listeners.size === 0) this.#rest();
  }

  /** Ends it, and resolves when it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#running) return;
    const { child, ended } = this.#running;
    child.ref();
    child.kill('SIGKILL');
    await this.#options.clock.hold(() => ended);
  }

  #rest(): void {
    this.#running?.child.unref();
    this.#running?.child.channel?.unref();
  }

  #start(): Running {
    const { library, isStreaming, config, model } = this.#options;
    const child = started();
    makeNice(child.pid);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-STDERR_LIMIT)));
    let failure: SpeechError | undefined;
    let hasLoaded = false;
    let over = (): void => undefined;
    const ended = new Promise<void>((resolve) => (over = resolve));
    const loaded = new Promise<void>((resolve, reject) => {
      child.on('message', (message: FromSherpa) => {
        if (message.kind === 'loaded') {
          hasLoaded = true;
          resolve();
        } else if (message.kind === 'failed') {
          failure = failureOf(message, model);
          child.kill('SIGKILL');
        } else this.#listeners.get(message.id)?.heard(message);
      });
      const gone = (why: string): void => {
        // What ends it before it has loaded is the model, and will be the same the next time.
        failure ??= hasLoaded
          ? new SpeechError('speech/provider-failed', `the process of sherpa-onnx with the model ${model} ended: ${why}`)
          : new SpeechError('speech/model-failed', `sherpa-onnx could not load the model ${model}: ${why}`);
        if (this.#running?.child === child) this.#running = undefined;
        over();
        reject(failure);
        const listeners = [...this.#listeners.values()];
        this.#listeners.clear();
        for (const listener of listeners) listener.failed(failure);
      };
      child.on('error', (error) => gone(error.message));
      child.on('close', (status, signal) => gone(`${signal ?? `status ${String(status)}`}${said && `: ${said.trim()}`}`));
    });
    loaded.catch(() => undefined);
    child.send({ kind: 'load', library, isStreaming, config } satisfies ToSherpa);
    // Loaded, it waits for somebody to speak, and keeps nobody alive.
    void loaded.then(
      () => this.#listeners.size === 0 && this.#rest(),
      () => undefined,
    );
    return { child, loaded, ended };
  }
}

function failureOf({ message, isMissing }: Extract<FromSherpa, { kind: 'failed' }>, model: string): SpeechError {
  if (isMissing)
    return new SpeechError(
      'speech/no-provider',
      `the package sherpa-onnx-node is not installed, or not for this machine (${message.split('\n')[0] ?? ''}); npm install sherpa-onnx-node`,
    );
  return new SpeechError('speech/model-failed', `sherpa-onnx could not load the model ${model}: ${message}`);
}

/** The compiled entry beside this file; or, in a checkout, its source, which Node 20 runs with the help of jiti. */
function started(): ChildProcess {
  const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
  const fromHere = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
  if (!import.meta.url.endsWith('.ts'))
    return fork(fromHere('./sherpa-child.js'), [], { serialization: 'advanced', execArgv: [], stdio: [...stdio] });
  return fork(fromHere('./sherpa-child.ts'), [], { serialization: 'advanced', execArgv: ['--import', 'jiti/register'], stdio: [...stdio] });
}

/** Where the library is, as this house finds it; its name where it is not there at all. */
export function sherpaLibrary(): string {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve('sherpa-onnx-node')).href;
  } catch {
    return 'sherpa-onnx-node';
  }
}
