/**
 * Forwarding of pictures: one camera to many viewers over WebRTC (DTLS-SRTP on both sides of the server), through our engine and through
 * Janus VideoRoom, in turns, with the same clients and the same packets; each server alone on core 0, camera and viewers on core 1.
 *
 *     node --import jiti/register bench/picture-forwarding.ts [--json FILE] [--check] [--seconds 10] [--viewers 30]
 *
 * What is compared is the whole program: Janus forwards in C with a thread for each viewer, ours in one thread of
 * JavaScript over a library in C++. `--check` fails when packets are
 * lost on our side, or when ours forwards less than Janus does on a core.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { realClock } from '../src/base/clock.ts';
import { busyMs, onMeasuredCore, stayOnLoadingCore, whyNotPinned } from './parts/cores.ts';
import { fail, median, rounded } from './parts/figures.ts';
import { hasJanus, Janus, JANUS_MISSING } from './parts/janus.ts';
import type { FromPictures, ToPictures } from './parts/picture-engine.ts';
import { PictureCamera, PictureViewer } from './parts/picture-load.ts';

type Program = 'ours' | 'janus';
type Server = AsyncDisposable & {
  readonly pid: number;
  show(camera: PictureCamera): Promise<void>;
  watch(viewer: PictureViewer): Promise<void>;
};

type Row = {
  readonly program: Program;
  readonly core: number;
  readonly packetsPerSecond: number;
  readonly packetsPerSecondAndCore: number;
  readonly lost: number;
  readonly came: number;
};

const ROUNDS = 3;
const WARM_MS = 3_000;
const LEAST_OF_JANUS = 1;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    check: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '10' },
    viewers: { type: 'string', default: '30' },
  },
});
const ms = Number(values.seconds) * 1_000;
const viewerCount = Number(values.viewers);
const clock = realClock();
const why = whyNotPinned();
if (why === undefined) await measureAll();
else console.log(`left out: ${why}`);
process.exit();

async function measureAll(): Promise<void> {
  stayOnLoadingCore();
  const withJanus = hasJanus();
  if (!withJanus) console.log(`Janus is left out: ${JANUS_MISSING}`);
  const rows: Row[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rows.push(await measured('ours'));
    if (withJanus) rows.push(await measured('janus'));
  }
  console.table(rows);
  const perCore = (wanted: Program): number =>
    median(rows.filter(({ program }) => program === wanted).map(({ packetsPerSecondAndCore }) => packetsPerSecondAndCore));
  const results = {
    ours: perCore('ours'),
    ...(withJanus ? { janus: perCore('janus'), ofJanus: rounded(perCore('ours') / perCore('janus')) } : {}),
  };
  console.table(results);
  if (values.json !== undefined) {
    await writeFile(
      values.json,
      `${JSON.stringify({ bench: 'picture-forwarding', node: process.version, viewers: viewerCount, rows, results }, null, 2)}\n`,
    );
  }
  if (!values.check) return;
  for (const { program, lost, came } of rows)
    if (program === 'ours' && (lost > 0 || came < 0.98)) fail(`${String(lost)} packets were lost, ${String(came)} of those due came`);
  if ('ofJanus' in results && !((results.ofJanus ?? 0) >= LEAST_OF_JANUS))
    fail(`ours forwards ${String(results.ofJanus)} of what Janus does: ${String(LEAST_OF_JANUS)} at least was meant`);
}

async function measured(program: Program): Promise<Row> {
  await using server = program === 'ours' ? await engine() : await videoRoom();
  const camera = new PictureCamera();
  await server.show(camera);
  const viewers: PictureViewer[] = [];
  for (let number = 0; number < viewerCount; number++) {
    const viewer = new PictureViewer(number);
    await server.watch(viewer);
    viewers.push(viewer);
  }
  camera.begin(clock);
  await clock.sleep(WARM_MS);
  viewers.forEach((viewer) => viewer.forget());
  const [beganMs, before, sentBefore] = [clock.now(), busyMs(server.pid), camera.sent];
  await clock.sleep(ms);
  const [tookMs, busy] = [clock.now() - beganMs, busyMs(server.pid) - before];
  const packets = viewers.reduce((sum, viewer) => sum + viewer.packets, 0);
  const due = (camera.sent - sentBefore) * viewerCount;
  camera.close();
  viewers.forEach((viewer) => viewer.close());
  return {
    program,
    core: rounded((100 * busy) / tookMs),
    packetsPerSecond: Math.round((packets * 1000) / tookMs),
    packetsPerSecondAndCore: Math.round((packets * 1000) / busy),
    lost: viewers.reduce((sum, viewer) => sum + viewer.lost, 0),
    came: rounded(packets / due, 3),
  };
}

async function engine(): Promise<Server> {
  const entry = fileURLToPath(new URL('./parts/picture-engine.ts', import.meta.url));
  const [taskset, words] = onMeasuredCore([process.execPath, '--import', 'jiti/register', entry]);
  const child = spawn(taskset, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let count = 0;
  const connect = async (request: Omit<ToPictures, 'id' | 'legId'>): Promise<string> => {
    const id = count++;
    const answered = new Promise<FromPictures>((resolve) => child.once('message', (message) => resolve(message as FromPictures)));
    child.send({ ...request, id, legId: String(id) });
    return (await answered).answer;
  };
  return {
    pid: child.pid ?? 0,
    show: async (camera) => camera.answered(await connect({ what: 'camera', offer: await camera.offer() })),
    watch: async (viewer) => viewer.answered(await connect({ what: 'view', offer: await viewer.offer(), watches: '0' })),
    async [Symbol.asyncDispose]() {
      child.send({ end: true });
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function videoRoom(): Promise<Server> {
  const janus = await Janus.start(clock, 'videoroom', '');
  const owner = await janus.attach('videoroom');
  await janus.message(owner, { request: 'create', room: 1, publishers: 10, videocodec: 'vp8', bitrate: 0 });
  let feed: unknown;
  return {
    pid: janus.pid,
    async show(camera) {
      const handle = await janus.attach('videoroom');
      const body = { request: 'joinandconfigure', room: 1, ptype: 'publisher', audio: false, video: true };
      const { data, jsep } = await janus.message(handle, body, { type: 'offer', sdp: await camera.offer() });
      feed = data['id'];
      await camera.answered(String(jsep?.['sdp']));
      // A feed may be watched once Janus, too, thinks that it is connected.
      for (let tried = 0; tried < 100; tried++) {
        const list = await janus.message(owner, { request: 'listparticipants', room: 1 });
        if ((list.data['participants'] as readonly { readonly publisher: boolean }[]).some(({ publisher }) => publisher)) return;
        await clock.sleep(50);
      }
      throw new Error('Janus never saw the camera');
    },
    async watch(viewer) {
      const handle = await janus.attach('videoroom');
      const { jsep } = await janus.message(handle, { request: 'join', room: 1, ptype: 'subscriber', streams: [{ feed }] });
      const answer = await viewer.answer(String(jsep?.['sdp']));
      await janus.message(handle, { request: 'start' }, { type: 'answer', sdp: answer });
    },
    [Symbol.asyncDispose]: () => janus[Symbol.asyncDispose](),
  };
}
