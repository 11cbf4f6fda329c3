/** The sound of messages in the archive: each a recording of its own, of whoever it is for, kept sealed and deleted with proof. */
import type { RecordingArchive, Viewer } from '../../archive/port.ts';
import type { Party } from '../../call/platform.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { levelDb, SILENCE_DB } from '../../media/level.ts';
import { opusEncoder } from '../../media/opus.ts';
import { MIXED_TRACK } from '../../media/segments/record.ts';

const PACKET_BYTES = 1_275;
/** So much is encoded at a time; then others have their turn. */
const TURN_MS = 5_000;
/** The codec looks ahead: what follows a sound holds its end. */
const RING_OUT_FRAMES = 1;

export type MessageArchive = Pick<RecordingArchive, 'begin' | 'openFile' | 'erase'>;

export type SoundOptions = {
  readonly userId: string;
  readonly from: Party;
  readonly samples: Int16Array;
  /** It cannot get lost from now on. Whatever this rejects with is passed on, and nothing of the sound is left. */
  readonly onSafe: (recordingId: string) => Promise<void>;
};

/** Resolves when it can be played, or will be after the next start. Rejects where it cannot be kept at all. */
export async function keepSound(archive: MessageArchive, { userId, from, samples, onSafe }: SoundOptions): Promise<void> {
  const name = from.name ?? from.id;
  const recording = await archive.begin({
    kind: 'voicemail',
    madeBy: { id: from.id, name },
    subject: `Message from ${name}`,
    callId: '',
    organizer: { id: userId, name: '' },
  });
  try {
    recording.write({ kind: 'track', atMs: 0, track: MIXED_TRACK, info: { kind: 'mixed' } });
    const encoder = await opusEncoder();
    try {
      await encode(samples, encoder, async (record) => {
        if (record === 'turn') return recording.flush();
        recording.write({ kind: 'sound', track: MIXED_TRACK, ...record });
      });
    } finally {
      encoder.free();
    }
    recording.write({ kind: 'note', atMs: lengthMs(samples), note: { kind: 'ended', why: 'the caller was done' } });
    await recording.flush();
    await onSafe(recording.recordingId);
  } catch (error) {
    await recording.discard().catch(() => undefined);
    throw error;
  }
  // What was written stays on disk: where it cannot be finished now, the next start tries again.
  await recording.finish('the caller was done').catch(() => undefined);
}

/** The sound as a WAV file, 16 kHz, 16 bit, mono. Rejects as the archive does. */
export async function wavOf(archive: MessageArchive, userId: string, recordingId: string): Promise<Uint8Array> {
  const file = await archive.openFile(viewer(userId), recordingId, { kind: 'mixed' }, 'wav');
  return file.read(0, file.sizeBytes);
}

/** Nothing of it is left, unless somebody must keep it (`archive/held`). Calm where it is gone already. */
export async function eraseSound(archive: MessageArchive, userId: string, recordingId: string): Promise<void> {
  try {
    await archive.erase(viewer(userId), recordingId);
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code !== 'archive/held' && code !== 'archive/unknown') throw error;
  }
}

type Encoded = { readonly atMs: number; readonly packet: Uint8Array; readonly levelDb: number };

/** Frames of nothing are left out. */
async function encode(
  samples: Int16Array,
  encoder: Awaited<ReturnType<typeof opusEncoder>>,
  take: (record: Encoded | 'turn') => Promise<void>,
): Promise<void> {
  const frame = new Int16Array(FRAME_SAMPLES);
  const packet = new Uint8Array(PACKET_BYTES);
  let silent = RING_OUT_FRAMES + 1;
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
    const atMs = (at / FRAME_SAMPLES) * FRAME_MS;
    frame.fill(0);
    frame.set(samples.subarray(at, at + FRAME_SAMPLES));
    const level = levelDb(frame);
    const wasSilent = silent > RING_OUT_FRAMES;
    silent = level <= SILENCE_DB ? silent + 1 : 0;
    if (silent <= RING_OUT_FRAMES) {
      if (wasSilent) encoder.restart();
      await take({ atMs, packet: packet.subarray(0, encoder.encode(frame, packet, 0)), levelDb: level });
    }
    if (atMs % TURN_MS === 0) await take('turn');
  }
}

function lengthMs(samples: Int16Array): number {
  return Math.ceil(samples.length / FRAME_SAMPLES) * FRAME_MS;
}

function viewer(userId: string): Viewer {
  return { kind: 'person', id: userId, name: '' };
}
