/** Everything of a recording that can be opened by whoever has its key, opened: chunks of its log, its files, waveforms, and the words of its facts. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataKeys, logKeyOf } from '../../src/archive/data-keys.ts';
import { Places } from '../../src/archive/places.ts';
import { openedFact, RecordBook } from '../../src/archive/record-book.ts';
import type { Place } from '../../src/archive/test-archive.ts';
import { realRandom } from '../../src/base/random.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../src/media/frame.ts';
import { readWav } from '../../src/media/wav.ts';
import { heard, onDisk } from '../../src/media/files/test-recording.ts';
import { opusDecoder } from '../../src/media/opus.ts';
import { aesSeal } from '../../src/media/segments/aes-seal.ts';
import type { SegmentRecord } from '../../src/media/segments/record.ts';
import { readSegments } from '../../src/media/segments/segment-reader.ts';
import { diskBlobStore } from '../../src/store/disk-blob-store.ts';
import { openSealedFile } from '../../src/store/sealed-file-reader.ts';
import { openedBytes } from '../../src/store/sealing.ts';

export type OpenedRecording = {
  /** What was sealed, in the clear. */
  readonly plain: readonly { readonly what: string; readonly bytes: Uint8Array }[];
  /** All that can be heard: each track of the log, and each file. */
  readonly sounds: readonly { readonly what: string; readonly samples: Int16Array }[];
};

type Plain = OpenedRecording['plain'][number];
type Sound = OpenedRecording['sounds'][number];

/** Throws where something lies with the recording that it cannot open. */
export async function openedRecording({ path, clock, vault, facts, blobs }: Place, recordingId: string): Promise<OpenedRecording> {
  const tenantId = 't1';
  const which = 'bots';
  const places = new Places({ tenantId, which, folder: join(path, 'spool') });
  const keys = diskBlobStore(join(path, 'spool', 'keys'), { clock, random: realRandom() });
  const key = await new DataKeys({ keys, vault, places }).get(recordingId);
  const plain: Plain[] = [];
  const sounds: Sound[] = [];
  const logs = new Map<string, Uint8Array>();
  for (const { key: blob } of await blobs.list(places.prefix(recordingId))) {
    const name = blob.slice(places.prefix(recordingId).length);
    const context = `${recordingId}/${name}`;
    const sealed = (await blobs.get(blob)) ?? new Uint8Array();
    if (name.endsWith('.log')) logs.set(name, sealed);
    else if (name === 'waveforms') plain.push({ what: name, bytes: openedBytes(sealed, { key, context }) });
    else {
      const file = await openSealedFile(blobs, blob, { key, context });
      if (!file) throw new Error(`${name} is not there`);
      const bytes = await file.read(0, file.sizeBytes);
      plain.push({ what: name, bytes });
      sounds.push({ what: name, samples: name.endsWith('.wav') ? readWav(bytes) : heard(onDisk(bytes, 'ogg')) });
    }
  }
  // Not put away yet while it is being recorded.
  const spooled = await readdir(places.logFolder(recordingId)).catch(() => []);
  for (const name of spooled) logs.set(name, await readFile(join(places.logFolder(recordingId), name)));
  const log = await openedLog(logs, key);
  plain.push(...log.chunks);
  for (const [track, samples] of await tracksOf(log.records)) sounds.push({ what: `track ${String(track)} of the log`, samples });
  const book = new RecordBook({ log: facts, stream: { tenant: tenantId, stream: `recordings-${which}` } });
  for await (const sealed of book.read()) {
    const fact = sealed.recordingId === recordingId ? openedFact(sealed, key) : undefined;
    if (fact) plain.push({ what: `fact ${fact.type}`, bytes: Buffer.from(JSON.stringify(fact)) });
  }
  return { plain, sounds };
}

async function openedLog(
  logs: ReadonlyMap<string, Uint8Array>,
  key: Uint8Array,
): Promise<{ readonly chunks: readonly Plain[]; readonly records: readonly SegmentRecord[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-opened-'));
  try {
    for (const [name, sealed] of logs) await writeFile(join(folder, name), sealed);
    const seal = aesSeal(logKeyOf(key));
    const chunks: Plain[] = [];
    const listening = (sealed: Uint8Array, index: number): Uint8Array => {
      const bytes = seal.open(sealed, index);
      chunks.push({ what: `chunk ${String(index)} of the log`, bytes });
      return bytes;
    };
    const records: SegmentRecord[] = [];
    const reading = readSegments({ folder, seal: { seal: (chunk, index) => seal.seal(chunk, index), open: listening } });
    for await (const record of reading) records.push(record);
    if (reading.lostBytes > 0) throw new Error(`${String(reading.lostBytes)} bytes of the log cannot be opened`);
    return { chunks, records };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What is heard on each track of a log, also on one that has no name. */
async function tracksOf(records: readonly SegmentRecord[]): Promise<ReadonlyMap<number, Int16Array>> {
  const sounds = records.filter((record) => record.kind === 'sound');
  const tracks = new Map<number, Int16Array>();
  for (const track of new Set(sounds.map((sound) => sound.track))) {
    const packets = sounds.filter((sound) => sound.track === track);
    const decoder = await opusDecoder();
    const samples = new Int16Array(((packets.at(-1)?.atMs ?? 0) / FRAME_MS + 1) * FRAME_SAMPLES);
    const frame = new Int16Array(FRAME_SAMPLES);
    for (const { atMs, packet } of packets) {
      decoder.decode(packet, frame);
      samples.set(frame, (atMs / FRAME_MS) * FRAME_SAMPLES);
    }
    decoder.free();
    tracks.set(track, samples);
  }
  return tracks;
}
