/** The entry of a media process: one engine, spoken to by its host. Ends when its host does. */
import { Socket } from 'node:net';
import { realClock } from '../base/clock.ts';
import { realRandom } from '../base/random.ts';
import type { Log, LogData } from '../base/log.ts';
import { EngineError } from './errors.ts';
import { FACT_NAMES, type FromProcess, type ToProcess } from './ipc.ts';
import { LocalEngine } from './local-engine.ts';
import type { EngineFacts } from './port.ts';
import { webrtcPictures } from './pictures/webrtc-pictures.ts';
import { webrtcPeers } from './webrtc-peer.ts';

let engine: LocalEngine | undefined;

process.on('message', (message: ToProcess, handle: unknown) => {
  if (message.kind === 'attach') attach(message, handle);
  else void obey(message);
});
process.on('disconnect', () => void end());
// The host decides when to end: what a terminal or a service manager sends to the whole group reaches it as well.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

async function obey(message: Exclude<ToProcess, { kind: 'attach' }>): Promise<void> {
  switch (message.kind) {
    case 'begin':
      engine = begin(message.settings);
      return;
    case 'send':
      engine?.send(message.command);
      return;
    case 'giveUp':
      engine?.giveUp(message.legId);
      return;
    case 'connect':
      try {
        const { answer } = await running().connect(message.request);
        tell({ kind: 'answer', id: message.id, answer });
      } catch (error) {
        const code = error instanceof EngineError ? error.code : 'engine/bad-offer';
        tell({ kind: 'refused', id: message.id, code, message: error instanceof Error ? error.message : String(error) });
      }
      return;
    case 'health':
      tell({ kind: 'health', id: message.id, health: await running().health() });
      return;
    case 'ping':
      return tell({ kind: 'pong' });
    case 'end':
      return end();
  }
}

function begin(settings: Extract<ToProcess, { kind: 'begin' }>['settings']): LocalEngine {
  const clock = realClock();
  const log = hostLog({});
  const webrtc = { clock, log, random: realRandom(), ...settings };
  const begun = new LocalEngine({ clock, log, peers: webrtcPeers(webrtc), pictures: webrtcPictures(webrtc) });
  for (const name of FACT_NAMES) begun.facts.on(name, (fact) => tellFact(name, fact));
  return begun;
}

/** The socket may have been closed on its way: then there is none. */
function attach({ legId, head, headers }: Extract<ToProcess, { kind: 'attach' }>, handle: unknown): void {
  if (!(handle instanceof Socket)) return;
  if (engine) engine.attach(legId, { kind: 'upgrade', socket: handle, head, headers });
  else handle.destroy();
}

function running(): LocalEngine {
  if (!engine) throw new EngineError('engine/closed', 'the media process has not begun');
  return engine;
}

function tellFact<Name extends keyof EngineFacts>(name: Name, fact: EngineFacts[Name]): void {
  tell({ kind: 'fact', name, fact } as FromProcess);
}

function tell(message: FromProcess): void {
  if (process.connected) process.send?.(message);
}

/** The WebRTC library keeps threads of its own: what is over must be ended. */
async function end(): Promise<void> {
  await engine?.[Symbol.asyncDispose]();
  process.exit(0);
}

function hostLog(own: LogData): Log {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, data: LogData = {}): void =>
      tell({ kind: 'log', level, message, data: { ...own, ...data } });
  return { debug: () => undefined, info: at('info'), warn: at('warn'), error: at('error'), with: (data) => hostLog({ ...own, ...data }) };
}
