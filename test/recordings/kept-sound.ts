/** What is in a recording after its recorder was killed, beside what had been handed over to it: judged by what is heard in its files. */
import { expect } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import type { KeptRecording } from '../../src/archive/port.ts';
import type { FileContent } from '../../src/media/files/recording-file.ts';
import { heard, onDisk, probed } from '../../src/media/files/test-recording.ts';
import { FRAME_MS } from '../../src/media/frame.ts';
import { MIXED_TRACK } from '../../src/media/segments/record.ts';
import { operator } from './kept-place.ts';
import type { RecorderLife } from './recorder-process.ts';
import { heardAt, isAudible, loudnessAt, pitchAt, STEP_MS, VOICES } from './told-tones.ts';

/** A stretch of what was said, `[fromMs, toMs)`. */
type Stretch = { readonly fromMs: number; readonly toMs: number };

/** Of what was handed over to be kept. The switch from recording to pausing and back may take the frames that are just then on their way. */
const EDGE_MS = 60;

export type Loss = {
  /** At the end, on the voice that has lost most. */
  readonly lostMs: number;
  /** Steps that were heard, on all voices. */
  readonly steps: number;
};

/** Fails unless all that was handed over is heard on its voice and in the mix at its time, up to what was lost at the end. */
export async function expectKept(archive: Archive, kept: KeptRecording, life: RecorderLife): Promise<Loss> {
  const begun = life.find((word) => word.kind === 'begun');
  if (begun === undefined) return { lostMs: 0, steps: 0 };
  const handed = life.flatMap((word) => (word.kind === 'handed' ? [word] : []));
  const stretches = stretchesOf(handed.filter(({ isKept }) => isKept).map(({ toneMs }) => toneMs));
  const untilMs = stretches.at(-1)?.toMs ?? 0;
  const mix = await heardIn(archive, kept, { kind: 'mixed' });
  let lostMs = 0;
  let steps = 0;
  for (const [voice, name] of VOICES.entries()) {
    const track = kept.tracks.find(({ info }) => info.kind === 'voice' && info.name === name)?.track;
    const sound = track === undefined ? new Int16Array() : await heardIn(archive, kept, { kind: 'track', track });
    const isThere = (toneMs: number): boolean => isAudible(sound, begun.atMs + toneMs);
    const endMs = lastThere(
      handed.map(({ toneMs }) => toneMs),
      isThere,
    );
    lostMs = Math.max(lostMs, spokenAfter(stretches, endMs));
    for (const { toneMs, isKept } of handed) {
      const isAtEdge = stretches.some(({ fromMs, toMs }) => Math.abs(toneMs - fromMs) <= EDGE_MS || Math.abs(toneMs - toMs) <= EDGE_MS);
      if (!isAtEdge && toneMs < endMs) expect(isThere(toneMs), `${name} at ${String(toneMs)} of ${String(untilMs)} ms`).toBe(isKept);
    }
    for (let step = 0; (step + 1) * STEP_MS <= Math.min(endMs, untilMs); step++) {
      const fromMs = step * STEP_MS;
      if (!stretches.some((each) => fromMs - EDGE_MS >= each.fromMs && fromMs + STEP_MS <= each.toMs)) continue;
      const atMs = begun.atMs + fromMs;
      const said = `what ${name} said from ${String(fromMs)} ms on`;
      expect(heardAt(sound, atMs), said).toBe(pitchAt(voice, step));
      for (const other of VOICES.keys()) {
        if (other !== voice) expect(loudnessAt(sound, atMs, other, step), `${VOICES[other] ?? ''} in ${said}`).toBeLessThan(-35);
      }
      expect(loudnessAt(mix, atMs, voice, step), `${said}, in the mix`).toBeGreaterThan(-30);
      steps++;
    }
  }
  return { lostMs, steps };
}

async function heardIn(archive: Archive, kept: KeptRecording, content: FileContent): Promise<Int16Array> {
  const number = content.kind === 'track' ? content.track : MIXED_TRACK;
  if (!kept.tracks.some(({ track }) => track === number)) return new Int16Array();
  await archive.make(operator, kept.recordingId, content, 'ogg');
  const file = await archive.openFile(operator, kept.recordingId, content, 'ogg');
  const path = onDisk(await file.read(0, file.sizeBytes), 'ogg');
  expect(probed(path)).toMatchObject({ format: { format_name: 'ogg' }, streams: [{ codec_name: 'opus', codec_type: 'audio' }] });
  return heard(path);
}

function stretchesOf(toneMs: readonly number[]): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const fromMs of toneMs) {
    const last = found.at(-1);
    if (last?.toMs === fromMs) found[found.length - 1] = { ...last, toMs: fromMs + FRAME_MS };
    else found.push({ fromMs, toMs: fromMs + FRAME_MS });
  }
  return found;
}

function lastThere(toneMs: readonly number[], isThere: (toneMs: number) => boolean): number {
  const last = toneMs.findLast(isThere);
  return last === undefined ? 0 : last + FRAME_MS;
}

function spokenAfter(stretches: readonly Stretch[], fromMs: number): number {
  return stretches.reduce((all, each) => all + Math.max(0, each.toMs - Math.max(each.fromMs, fromMs)), 0);
}
