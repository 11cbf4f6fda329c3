/** One media process as its host sees it: started, spoken to, watched, and ended. Starting it again is the host's affair. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Clock, Timer } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { BridgeConnection } from './bridge-connection.ts';
import { EngineError } from './errors.ts';
import type { FromProcess, ToProcess } from './ipc.ts';
import type { ConnectRequest, MediaProcessHealth } from './port.ts';
import type { WebrtcSettings } from './webrtc-peer.ts';

/** Asked how it is at this interval; given up when it has not said for so long. */
const ASK_EVERY_MS = 2_000;
const GIVE_UP_AFTER_MS = 10_000;
/** How long it may take to end when asked to. */
const END_WITHIN_MS = 2_000;

export type MediaProcessOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: WebrtcSettings;
  readonly fact: (message: Extract<FromProcess, { kind: 'fact' }>) => void;
  /** It is dead; told once, unless `end` was called. */
  readonly died: (reason: string) => void;
};

type Waiting = { readonly resolve: (message: FromProcess) => void; readonly reject: (error: unknown) => void };

export class MediaProcess {
  readonly #options: MediaProcessOptions;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #gone: Promise<void>;
  #lastId = 0;
  #heardMs: number;
  #watch: Timer | undefined;
  #isOver = false;
  #isEnding = false;

  constructor(options: MediaProcessOptions) {
    this.#options = options;
    this.#heardMs = options.clock.now();
    this.#child = start();
    this.#gone = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        resolve();
        this.#die(signal === null ? `the media process ended with code ${String(code)}` : `the media process was ended by ${signal}`);
      });
      this.#child.once('error', (error) => {
        resolve();
        this.#die(`the media process could not be run: ${error.message}`);
      });
    });
    this.#child.on('message', (message) => this.#hear(message as FromProcess));
    this.#tell({ kind: 'begin', settings: options.settings });
    this.#watch = options.clock.after(ASK_EVERY_MS, this.#ask);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(command: Extract<ToProcess, { kind: 'send' }>['command']): void {
    this.#tell({ kind: 'send', command });
  }

  /** Hands a socket over; it is no longer ours then. */
  attach(legId: string, { socket, head, headers }: Extract<BridgeConnection, { kind: 'upgrade' }>): void {
    if (this.#isOver || !this.#child.connected) return void socket.destroy();
    // What has been read of it already goes with it; nothing more comes before the handshake is answered.
    socket.pause();
    const more = socket.read() as Uint8Array | null;
    const message: ToProcess = { kind: 'attach', legId, head: more ? Buffer.concat([head, more]) : head, headers };
    // A server that knows of the handing over could not be closed any more: it would wait for the processes that have its sockets, also for
    // dead ones. What is left of the socket here is put away, by which the server counts it as gone; the connection itself goes on.
    Object.assign(socket, { server: null });
    this.#child.send(message, socket, () => socket.destroy());
  }

  giveUp(legId: string): void {
    this.#tell({ kind: 'giveUp', legId });
  }

  async connect(request: ConnectRequest): Promise<{ readonly answer: string }> {
    const message = await this.#request((id) => ({ kind: 'connect', id, request }));
    if (message.kind === 'answer') return { answer: message.answer };
    throw message.kind === 'refused' ? new EngineError(message.code, message.message) : unexpected(message);
  }

  async health(): Promise<readonly MediaProcessHealth[]> {
    const message = await this.#request((id) => ({ kind: 'health', id }));
    if (message.kind !== 'health') throw unexpected(message);
    return message.health;
  }

  /** Asks it to end, and ends it if it does not. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#tell({ kind: 'end' });
    const late = this.#options.clock.after(END_WITHIN_MS, () => void this.#child.kill('SIGKILL'));
    await this.#options.clock.hold(() => this.#gone);
    late[Symbol.dispose]();
  }

  #request(messageOf: (id: number) => ToProcess): Promise<FromProcess> {
    const id = ++this.#lastId;
    return this.#options.clock.hold(
      () =>
        new Promise((resolve, reject) => {
          if (this.#isOver) return reject(dead('it is dead'));
          this.#waiting.set(id, { resolve, reject });
          this.#tell(messageOf(id));
        }),
    );
  }

  #tell(message: ToProcess): void {
    if (!this.#isOver && this.#child.connected) this.#child.send(message, () => undefined);
  }

  #hear(message: FromProcess): void {
    this.#heardMs = this.#options.clock.now();
    if (message.kind === 'fact') this.#options.fact(message);
    else if (message.kind === 'log') this.#options.log[message.level](message.message, { ...message.data, pid: this.pid });
    else if (message.kind !== 'pong') {
      this.#waiting.get(message.id)?.resolve(message);
      this.#waiting.delete(message.id);
    }
  }

  /** A process that answers nothing is as good as dead, and keeps its port and its callers. */
  readonly #ask = (): void => {
    if (this.#isOver) return;
    this.#watch = this.#options.clock.after(ASK_EVERY_MS, this.#ask);
    if (this.#options.clock.now() - this.#heardMs > GIVE_UP_AFTER_MS) {
      this.#options.log.error('a media process answers nothing and is ended', { pid: this.pid });
      this.#child.kill('SIGKILL');
      return;
    }
    this.#tell({ kind: 'ping' });
  };

  #die(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#watch?.[Symbol.dispose]();
    for (const waiting of this.#waiting.values()) waiting.reject(dead(reason));
    this.#waiting.clear();
    if (!this.#isEnding) this.#options.died(reason);
  }
}

/** The compiled entry beside this file; or, in a checkout, its source, which Node 20 runs with the help of jiti. */
function start(): ChildProcess {
  const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  if (!import.meta.url.endsWith('.ts')) return fork(fromHere('./media-child.js'), [], { serialization: 'advanced', execArgv: [] });
  return fork(fromHere('./media-child.ts'), [], {
    serialization: 'advanced',
    execArgv: ['--import', 'jiti/register'],
    cwd: fromHere('../..'),
  });
}

function dead(reason: string): EngineError {
  return new EngineError('engine/process-died', `the media process could not answer: ${reason}; it is started again, try once more`);
}

function unexpected(message: FromProcess): TypeError {
  return new TypeError(`a media process gave an answer of kind ${message.kind} that nobody asked for`);
}
