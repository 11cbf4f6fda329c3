/** Servers with one room for sound over plain RTP, each a program of its own on the measured core: ours, Janus, or the bare loop. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../src/base/clock.ts';
import { readRtpOffer } from '../../src/engine/rtp-offer.ts';
import { onMeasuredCore } from './cores.ts';
import { Janus } from './janus.ts';
import type { BridgeDoor, FromRoom } from './room-engine.ts';

export type Program = 'ours' | 'bridge' | 'janus' | 'loop';

/** Who joins is at `port` with that `offer`. */
type Joining = { readonly port: number; readonly offer: string };

export type RoomServer = AsyncDisposable & {
  readonly pid: number;
  /** Where the packets of whoever joins are to go. */
  join(person: Joining): Promise<number>;
  /** Where the bot of a room with a bridge opens its socket. */
  readonly bridgePort?: number;
};

/** As in the offers of who joins. */
const PAYLOAD_TYPE = 111;

export function roomIn(program: Program, clock: Clock): Promise<RoomServer> {
  return program === 'janus' ? janusRoom(clock) : engineRoom(program);
}

async function engineRoom(program: Exclude<Program, 'janus'>): Promise<RoomServer> {
  const entry = fileURLToPath(new URL('./room-engine.ts', import.meta.url));
  const [taskset, words] = onMeasuredCore([
    process.execPath,
    ...(process.env['ENGINE_FLAGS']?.split(' ') ?? []),
    '--import',
    'jiti/register',
    entry,
    program,
  ]);
  const child = spawn(taskset, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let count = 0;
  const { bridgePort } = program === 'bridge' ? await told<BridgeDoor>(child) : { bridgePort: 0 };
  return {
    pid: child.pid ?? 0,
    bridgePort,
    async join(person) {
      const id = ++count;
      const answered = told<FromRoom>(child);
      child.send({ id, offer: person.offer });
      return readRtpOffer((await answered).answer).port;
    },
    async [Symbol.asyncDispose]() {
      child.send({ end: true });
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function told<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve) => child.once('message', (message) => resolve(message as Message)));
}

async function janusRoom(clock: Clock): Promise<RoomServer> {
  const janus = await Janus.start(clock, 'audiobridge', 'local_ip = "127.0.0.1"; rtp_port_range = "30000-40000"');
  const owner = await janus.attach('audiobridge');
  const settings = { sampling_rate: 16_000, audiolevel_ext: false, audiolevel_event: false, default_bitrate: 32_000 };
  await janus.message(owner, { request: 'create', room: 1, allow_rtp_participants: true, ...settings });
  return {
    pid: janus.pid,
    async join(person) {
      const handle = await janus.attach('audiobridge');
      const rtp = { ip: '127.0.0.1', port: person.port, payload_type: PAYLOAD_TYPE, fec: false };
      const { data } = await janus.message(handle, { request: 'join', room: 1, quality: 5, bitrate: 32_000, rtp });
      return (data['rtp'] as { readonly port: number }).port;
    },
    [Symbol.asyncDispose]: () => janus[Symbol.asyncDispose](),
  };
}
