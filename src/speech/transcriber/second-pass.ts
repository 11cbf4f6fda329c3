/** Listens to a recording once more, with better recognisers and all the time in the world, and makes revisions of what was understood live. */
import type { Cancel } from '../../base/cancel.ts';
import { msOf } from '../../media/frame.ts';
import type { RedactedSpan } from '../redaction/redaction.ts';
import type { Segment, Speaker } from '../segment.ts';
import { HeardStretches } from './heard-stretches.ts';
import type { SpeakerEar } from './port.ts';
import { secondRevisions, type SecondRevisions } from './second-revisions.ts';
import { Transcriber, type TranscriberOptions } from './transcriber.ts';

export type SecondPassOptions = Cancel &
  Pick<TranscriberOptions, 'providers' | 'clock' | 'random' | 'log' | 'redactor' | 'language' | 'patienceMs' | 'retryMs'> & {
    /**
     * What all of them said, on the time line of segments: of each track in order of time, those of several in any order (`voiceFrames` of
     * `media/files` gives them so). It is read as fast as the recognisers follow. Samples are copied.
     */
    readonly sound: AsyncIterable<{ readonly track: number; readonly samples: Int16Array; readonly atMs: number }>;
    /** Undefined: that track is left as it is. */
    readonly speakerOf: (track: number) => Speaker | undefined;
    readonly hints?: readonly string[] | undefined;
    /** What holds now. Speakers who are not heard here are left as they are. */
    readonly live: readonly Segment[];
    readonly durationMs: number;
    /** A share, 0 … 1; a hundred times at most. */
    readonly onProgress?: ((done: number) => void) | undefined;
  };

type SecondPassResult = SecondRevisions & {
  /** What the redactor has taken out of what was found. */
  readonly spans: readonly RedactedSpan[];
  /** Why nothing became text although somebody spoke; undefined where something did. */
  readonly problem: string | undefined;
};

/** So much sound is read ahead of the recognisers. */
const AHEAD_MS = 30_000;
/** Others have their turn after so many frames. */
const FRAMES_A_TURN = 200;
const STEP = 0.01;

type Lane = { readonly ear: SpeakerEar; readonly heard: HeardStretches; readonly speakerId: string };

/**
 * Resolves with all revisions at once, so that what breaks off changes nothing. Redacted as the live ones were, where a redactor is given: one of
 * its own, that has heard nothing yet. Rejects with the signal's reason, and with what `sound` rejects with.
 */
export async function secondPass(options: SecondPassOptions): Promise<SecondPassResult> {
  const { sound, speakerOf, live, durationMs, hints, redactor, onProgress, signal, clock } = options;
  signal?.throwIfAborted();
  const found = new Map<string, Segment>();
  const lanes = new Map<number, Lane | undefined>();
  await using transcriber = new Transcriber({ ...options, pass: 'second', mostWaitingMs: Number.POSITIVE_INFINITY, closingMs: 0 });
  const stop = (): void => transcriber.stop('the second pass was broken off');
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const open = (track: number): Lane | undefined => {
      const speaker = speakerOf(track);
      if (!speaker) return undefined;
      const onSegment = (segment: Segment): void => void found.set(segment.segmentId, segment);
      return { ear: transcriber.open(speaker, { hints, onSegment }), heard: new HeardStretches(), speakerId: speaker.speakerId };
    };
    let frames = 0;
    let toldAt = 0;
    for await (const { track, samples, atMs } of sound) {
      if (!lanes.has(track)) lanes.set(track, open(track));
      const lane = lanes.get(track);
      lane?.ear.push(samples, atMs);
      lane?.heard.add(atMs, atMs + msOf(samples.length));
      if (++frames % FRAMES_A_TURN > 0) continue;
      // Promises alone would let nobody else have a turn.
      await clock.sleep(0, { signal });
      await transcriber.room(AHEAD_MS);
      signal?.throwIfAborted();
      const done = Math.min(1, atMs / Math.max(1, durationMs));
      if (done < toldAt + STEP) continue;
      toldAt = done;
      onProgress?.(done);
    }
    const all = [...lanes.values()].filter((lane) => lane !== undefined);
    await Promise.all(all.map(({ ear }) => ear.end()));
    signal?.throwIfAborted();
    transcriber.settle();
    onProgress?.(1);
    const { name, leavesMachine } = transcriber.provider;
    const revisions = secondRevisions({
      live,
      found: [...found.values()],
      heard: ({ speaker, startMs, endMs }) =>
        all.reduce((share, lane) => (lane.speakerId === speaker.speakerId ? share + lane.heard.share(startMs, endMs) : share), 0),
      origin: { by: 'recogniser', provider: name, pass: 'second', leftMachine: leavesMachine },
    });
    const segments = [...found.values()];
    const problem = segments.some(({ state }) => state === 'final')
      ? undefined
      : segments.find((each) => each.problem !== undefined)?.problem;
    return { ...revisions, spans: redactor?.spans ?? [], problem };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
