/** The singer bot in a process of its own, that can be killed; with what it heard and saw last. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { SingerPlace } from './bots/singer-child.ts';
import type { SingerReport } from './bots/singer.ts';
import { heardIn } from './pitches.ts';

export class SingerProcess {
  readonly #child: ChildProcess;
  #report: SingerReport | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message: { kind?: string }) => {
      if (message.kind === 'report') this.#report = message as SingerReport;
    });
  }

  /** Resolves when it can be called. */
  static async start(place: SingerPlace, films: { readonly camera: string; readonly screen: string }): Promise<SingerProcess> {
    const child = fork(join(import.meta.dirname, 'bots/singer-child.ts'), [JSON.stringify(place)], {
      execArgv: ['--import', 'jiti/register'],
      env: { ...process.env, SINGER_FILM: films.camera, SINGER_SCREEN: films.screen },
    });
    const singer = new SingerProcess(child);
    const ended = once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`the singer ended with ${String(code)} before it could be called`)),
    );
    ended.catch(() => undefined);
    await Promise.race([once(child, 'message'), ended]);
    return singer;
  }

  /** Of the last half second. */
  get report(): SingerReport {
    if (this.#report === undefined) throw new Error('the singer is in no call');
    return this.#report;
  }

  /** Whom it hears in the mix. */
  get hears(): string[] {
    return heardIn(this.report.mixed);
  }

  /** Whom it hears in the sound of each alone. */
  get hearsApart(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(Object.entries(this.report.apart).map(([name, levels]) => [name, heardIn(levels)]));
  }

  /** The colours of what it sees: by name and kind. */
  get sees(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.report.pictures).map(([name, { colour }]) => [name, colour]));
  }

  tell(what: 'share' | 'stop sharing'): void {
    this.#child.send(what);
  }

  /** As if the machine had gone. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
    this.#report = undefined;
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}
