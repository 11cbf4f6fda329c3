/** Janus (Debian's package) as a program beside ours: started with a configuration of its own, spoken to over its WebSocket. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { WebSocket } from 'ws';
import type { Clock } from '../../src/base/clock.ts';
import { isThere, onMeasuredCore } from './cores.ts';

export const JANUS_MISSING = 'Janus is not there: apt-get install janus';

export function hasJanus(): boolean {
  if (isThere('janus')) return true;
  if (process.env['CI'] === 'true') throw new Error(`Janus is needed with CI=true: apt-get install janus`);
  return false;
}

export type JanusBody = Readonly<Record<string, unknown>>;
type Answer = {
  readonly transaction?: string;
  readonly janus: string;
  readonly plugindata?: { readonly data: JanusBody };
  readonly jsep?: JanusBody;
} & {
  readonly data?: { readonly id: number };
  readonly error?: JanusBody;
};

export class Janus implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, (answer: Answer) => void>();
  #session = 0;
  #count = 0;

  private constructor(child: ChildProcess, folder: string, socket: WebSocket) {
    this.#child = child;
    this.#folder = folder;
    this.#socket = socket;
    socket.on('message', (bytes: Buffer) => {
      const answer = JSON.parse(bytes.toString()) as Answer;
      // An `ack` only says that the answer will come.
      if (answer.janus !== 'ack' && answer.transaction !== undefined) this.#waiting.get(answer.transaction)?.(answer);
    });
  }

  /** With that plugin alone, on the measured core. */
  static async start(clock: Clock, plugin: 'audiobridge' | 'videoroom', general: string): Promise<Janus> {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-janus-'));
    const port = await freePort();
    for (const [kind, file] of [
      ['plugins', `libjanus_${plugin}.so`],
      ['transports', 'libjanus_websockets.so'],
    ] as const) {
      mkdirSync(join(folder, kind));
      // Debian puts it into the folder of the machine's kind.
      const found = readdirSync('/usr/lib')
        .map((machine) => join('/usr/lib', machine, 'janus', kind, file))
        .find((path) => existsSync(path));
      if (found === undefined) throw new Error(`${file} is missing: apt-get install janus`);
      symlinkSync(found, join(folder, kind, basename(file)));
    }
    mkdirSync(join(folder, 'none'));
    const none = join(folder, 'none');
    writeFileSync(
      join(folder, 'janus.jcfg'),
      `general: { configs_folder = "${folder}"; plugins_folder = "${join(folder, 'plugins')}"; transports_folder = "${join(folder, 'transports')}";
        events_folder = "${none}"; loggers_folder = "${none}"; debug_level = 2; session_timeout = 0 }
      nat: { ice_lite = true }`,
    );
    writeFileSync(
      join(folder, 'janus.transport.websockets.jcfg'),
      `general: { json = "compact"; ws = true; ws_port = ${String(port)}; ws_ip = "127.0.0.1"; wss = false }\nadmin: { admin_ws = false }`,
    );
    writeFileSync(join(folder, `janus.plugin.${plugin}.jcfg`), `general: { ${general} }`);
    const [program, words] = onMeasuredCore(['janus', '-F', folder, '-C', join(folder, 'janus.jcfg')]);
    const child = spawn(program, words, { stdio: 'ignore' });
    // Janus outlives whoever started it, unless it is ended.
    const end = (): unknown => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    const socket = await opened(clock, `ws://127.0.0.1:${String(port)}`);
    const janus = new Janus(child, folder, socket);
    janus.#session = (await janus.#ask({ janus: 'create' })).data?.id ?? 0;
    return janus;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** One handle of a plugin: one participant. */
  async attach(plugin: string): Promise<number> {
    return (await this.#ask({ janus: 'attach', session_id: this.#session, plugin: `janus.plugin.${plugin}` })).data?.id ?? 0;
  }

  /** What the plugin answers; rejects with what it says is wrong. */
  async message(
    handle: number,
    body: JanusBody,
    jsep?: JanusBody,
  ): Promise<{ readonly data: JanusBody; readonly jsep: JanusBody | undefined }> {
    const answer = await this.#ask({ janus: 'message', session_id: this.#session, handle_id: handle, body, ...(jsep ? { jsep } : {}) });
    const data = answer.plugindata?.data ?? {};
    if ('error' in data) throw new Error(`Janus would not ${JSON.stringify(body)}: ${JSON.stringify(data['error'])}`);
    return { data, jsep: answer.jsep };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await gone;
    rmSync(this.#folder, { recursive: true });
  }

  async #ask(request: JanusBody): Promise<Answer> {
    const transaction = String(++this.#count);
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.set(transaction, resolve);
      this.#socket.send(JSON.stringify({ ...request, transaction }));
    });
    this.#waiting.delete(transaction);
    if (answer.error) throw new Error(`Janus refused ${JSON.stringify(request)}: ${JSON.stringify(answer.error)}`);
    return answer;
  }
}

async function opened(clock: Clock, url: string): Promise<WebSocket> {
  for (let tried = 0; ; tried++) {
    const socket = new WebSocket(url, 'janus-protocol');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('open', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return socket;
    if (tried === 100) throw new Error(`Janus did not listen at ${url} within 10 s`);
    await clock.sleep(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
