/** One running pipeline of apertium: a text goes in and ends with a NUL, its translation comes out and does so too. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { SpeechError } from '../errors.ts';

type Asked = { readonly resolve: (answer: string) => void; readonly reject: (error: SpeechError) => void };

const STDERR_LIMIT = 2_000;
/** As a shell tells of a program that it does not find. */
const LONGEST_ANSWER = 200_000;

/** Does not start itself again: its owner does (`apertium-pipelines.ts`). While nothing is asked of it, it does not keep the program alive. */
export class ApertiumPipeline {
  readonly #name: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Answers come in the order of the questions. */
  readonly #asked: Asked[] = [];
  #answer: Buffer[] = [];
  #length = 0;
  #said = '';
  #death: SpeechError | undefined;

  constructor(name: string, pipe: string) {
    this.#name = name;
    // Node's pipes are sockets, which some of apertium's programs cannot open as a file; those of a shell they can.
    // A group of its own, so that all of them can be killed at once. When this program dies, their input ends, and so do they.
    // The shell lets go of its output, which ends then with the last of them.
    const script = `exec 3<&0; cat <&3 | ${pipe} & exec 0<&- 1>&- 3<&-; wait`;
    const child = spawn('sh', ['-c', script, 'apertium', '-g'], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    child.on('error', ({ message }) => this.#died(message));
    child.on('close', (status, signal) => this.#died(`it ended with ${signal ?? `status ${String(status)}`}`));
    child.stdout.on('data', (bytes: Buffer) => this.#take(bytes));
    // When one of its programs dies, all after it end, and those before it would wait for ever.
    child.stdout.on('end', () => this.#killAll());
    child.stderr.on('data', (bytes: Buffer) => (this.#said = (this.#said + bytes.toString()).slice(-STDERR_LIMIT)));
    child.stdin.on('error', () => this.kill());
    this.#keepAlive(false);
  }

  get isDead(): boolean {
    return this.#death !== undefined;
  }

  /** `stream` is a text in apertium's own format (`apertium-text.ts`). Rejects when the pipeline dies meanwhile. */
  ask(stream: string): Promise<string> {
    if (this.#death) return Promise.reject(this.#death);
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#keepAlive(true);
      this.#child.stdin.write(`${stream}\0`);
    });
  }

  kill(): void {
    this.#died('it was ended');
    this.#killAll();
  }

  /** The whole group: the shell, and each program in the pipe. */
  #killAll(): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // It is over already.
    }
  }

  #take(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, from)) {
      this.#answer.push(bytes.subarray(from, end));
      from = end + 1;
      this.#asked.shift()?.resolve(Buffer.concat(this.#answer).toString('utf8'));
      this.#answer = [];
      this.#length = 0;
      if (this.#asked.length === 0) this.#keepAlive(false);
    }
    if (from < bytes.length) this.#answer.push(bytes.subarray(from));
    this.#length += bytes.length - from;
    if (this.#length > LONGEST_ANSWER) this.kill();
  }

  #died(how: string): void {
    if (this.#death) return;
    this.#keepAlive(false);
    this.#death = new SpeechError(
      'speech/provider-failed',
      `the pipeline ${this.#name} of apertium could not translate: ${how}${this.#why()}`,
    );
    for (const { reject } of this.#asked.splice(0)) reject(this.#death);
  }

  /** In one line, whatever the shell and the programs have written at the same time. */
  #why(): string {
    const said = this.#said.trim().replaceAll(/\s*\n\s*/gu, '; ');
    return said && `: ${said}`;
  }

  #keepAlive(isKept: boolean): void {
    const { stdin, stdout, stderr } = this.#child;
    for (const each of [this.#child, stdin as Socket, stdout as Socket, stderr as Socket]) {
      if (isKept) each.ref();
      else each.unref();
    }
  }
}
