/** A recording of hours, written into an archive as quickly as it takes it: the tracks of a `SpokenMeeting`, out of packets that were encoded beforehand. */
import type { OpenRecording, RecordingArchive } from '../../src/archive/port.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../src/media/frame.ts';
import { Mixer } from '../../src/media/mixer.ts';
import { opusEncoder } from '../../src/media/opus.ts';
import { MIXED_TRACK } from '../../src/media/segments/record.ts';
import { about } from './archive-on-disk.ts';
import { PEOPLE, SpokenMeeting, spokenFrames } from './spoken-meeting.ts';

/** A minute, after which the mix begins anew. */
const MIX_SLOTS = 3_000;
/** A minute: what comes between two flushes may wait in the log's queue. */
const FLUSH_SLOTS = 3_000;
/** In meetings with pauses nobody says anything for three of ten minutes. */
const PERIOD_SLOTS = 30_000;
const TALK_SLOTS = 21_000;
const LEVEL_DB = -20;

export type Packets = { readonly ofFrame: ReadonlyMap<Int16Array, Uint8Array>; readonly mix: readonly Uint8Array[] };

/** Encodes all frames once, and a minute of the mix. */
export async function packetsBeforehand(): Promise<Packets> {
  const encoder = await opusEncoder();
  const into = new Uint8Array(1_500);
  const packet = (frame: Int16Array): Uint8Array => into.slice(0, encoder.encode(frame, into, 0));
  const ofFrame = new Map(spokenFrames().map((frame) => [frame, packet(frame)]));
  const meeting = new SpokenMeeting(1);
  const mixer = new Mixer();
  const mixed = new Int16Array(FRAME_SAMPLES);
  const mix = Array.from({ length: MIX_SLOTS }, () => {
    mixer.begin();
    for (const frame of meeting.next()) if (frame) mixer.add(frame);
    mixer.all(mixed);
    return packet(mixed);
  });
  encoder.free();
  return { ofFrame, mix };
}

/** All of it is on disk when it resolves; nothing is finished. */
export async function writtenHours(
  archive: RecordingArchive,
  { ofFrame, mix }: Packets,
  { ms, withPauses = false }: { readonly ms: number; readonly withPauses?: boolean },
): Promise<OpenRecording> {
  const open = await archive.begin(about);
  open.write({ kind: 'track', atMs: 0, track: MIXED_TRACK, info: { kind: 'mixed' } });
  for (let person = 0; person < PEOPLE; person++) {
    const who = { personId: `person-${String(person)}`, name: `Name of ${String(person)}` };
    open.write({ kind: 'note', atMs: 0, note: { kind: 'joined', ...who } });
    open.write({ kind: 'track', atMs: 0, track: person + 1, info: { kind: 'voice', ...who } });
  }
  const meeting = new SpokenMeeting(1);
  for (let slot = 0; slot * FRAME_MS < ms; slot++) {
    if (withPauses && slot % PERIOD_SLOTS >= TALK_SLOTS) continue;
    const atMs = slot * FRAME_MS;
    for (const [person, frame] of meeting.next().entries()) {
      const packet = frame && ofFrame.get(frame);
      if (packet) open.write({ kind: 'sound', atMs, track: person + 1, packet, levelDb: LEVEL_DB });
    }
    const packet = mix[slot % mix.length];
    if (packet) open.write({ kind: 'sound', atMs, track: MIXED_TRACK, packet, levelDb: LEVEL_DB });
    if (slot % FLUSH_SLOTS === FLUSH_SLOTS - 1) await open.flush();
  }
  await open.flush();
  if (open.dropped > 0) throw new Error(`${String(open.dropped)} records were dropped: the disk is behind`);
  return open;
}
