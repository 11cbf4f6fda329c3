/** What is known of a run when it is over: verdict, calls, what each heard, what each did. Plain data, for reports. */
import { encodeG711 } from '../../media/g711.ts';
import type { Heard, HeardKey } from '../hearing/heard.ts';
import type { Lab } from '../lab.ts';
import type { LabDeed } from '../people/deed-log.ts';
import type { Line } from '../people/line.ts';
import type { CallLadder } from './call-ladders.ts';

/** Times are milliseconds of the lab's clock where nothing else is said. */
export type RunRecord = {
  readonly name: string;
  readonly file?: string | undefined;
  readonly seed: number;
  readonly failure?: { readonly message: string; readonly stack?: string | undefined } | undefined;
  /** How long it took, in the machine's time. */
  readonly tookMs?: number | undefined;
  readonly endMs: number;
  /** The beginning of the lab's time, in milliseconds since 1970 UTC. */
  readonly startWallMs: number;
  readonly calls: readonly CallLadder[];
  readonly lines: readonly LineRecord[];
  readonly deeds: readonly DeedRecord[];
};

export type LineRecord = {
  readonly name: string;
  readonly callId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Why it is over; undefined while it is up. */
  readonly ended?: string | undefined;
  readonly heard: readonly Heard[];
  readonly keys: readonly HeardKey[];
  /** What sounded, and nothing of the silence between: µ-law, 16 kHz. */
  readonly pieces: readonly SoundPiece[];
};

type SoundPiece = { readonly fromMs: number; readonly mulaw: Uint8Array };
export type DeedRecord = { readonly atMs: number; readonly name: string; readonly what: string };

/** Quieter sound is left out of a report. */
const FLOOR_DB = -70;
const MARGIN_MS = 60;

export type RunWords = Pick<RunRecord, 'name' | 'file' | 'seed' | 'failure' | 'tookMs'>;

export function recordOf(lab: Lab, words: RunWords): RunRecord {
  const { clock } = lab.house.time;
  return {
    ...words,
    endMs: clock.now(),
    startWallMs: clock.wallMs() - clock.now(),
    calls: lab.ladders.all(),
    lines: lab.lines.map((line) => lineRecord(line, clock.now())),
    deeds: lab.deeds.all.map((deed) => ({ atMs: deed.atMs, name: deed.who.name, what: shownDeed(deed) })),
  };
}

function lineRecord(line: Line, nowMs: number): LineRecord {
  const { ear, callId } = line.handset;
  const pieces: SoundPiece[] = [];
  for (const { fromMs, toMs } of ear.sounds({ floorDb: FLOOR_DB })) {
    const samples = ear.between(fromMs - MARGIN_MS, toMs + MARGIN_MS);
    const mulaw = new Uint8Array(samples.length);
    encodeG711('pcmu', samples, samples.length, mulaw, 0);
    pieces.push({ fromMs: fromMs - MARGIN_MS, mulaw });
  }
  return {
    name: line.name,
    callId,
    fromMs: line.beganMs,
    toMs: line.ended === undefined ? nowMs : Math.max(line.beganMs, ear.endMs ?? nowMs),
    ended: line.ended,
    heard: line.heard,
    keys: ear.keys(),
    pieces,
  };
}

function shownDeed(deed: LabDeed): string {
  switch (deed.kind) {
    case 'dial':
      return `dials ${deed.number}`;
    case 'join':
      return `joins the meeting ${deed.meeting}`;
    case 'key':
      return `presses ${deed.key}`;
    case 'say':
      return deed.text === undefined ? `plays a sound of ${(deed.sound.length / 16_000).toFixed(1)} s` : `says “${deed.text}”`;
    case 'takePart':
      return `wants to ${deed.what}`;
    default:
      return deeds[deed.kind];
  }
}

const deeds = {
  answer: 'answers',
  decline: 'declines',
  hangUp: 'hangs up',
  lost: 'loses the connection',
  mute: 'mutes',
  unmute: 'unmutes',
  hold: 'lays the phone aside',
  resume: 'takes the phone up again',
} as const;
