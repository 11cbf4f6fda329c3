/** The service-hosted media of an app's leg: plays and recordings, one after the other, in the order they were asked for. */
import { readWav } from '../media/wav.ts';
import { FRAME_SAMPLES } from '../media/frame.ts';
import { Playback } from './playback.ts';
import type { EngineCommand, EngineFacts, Key } from './port.ts';
import { Recording, type RecordingEnd } from './recording.ts';

/** No leg has more operations waiting; a further one fails. */
const MOST_WAITING = 20;

type PlayCommand = Extract<EngineCommand, { kind: 'play' }>;
type RecordCommand = Extract<EngineCommand, { kind: 'record' }>;
type Running =
  | { readonly kind: 'play'; readonly operationId: string; readonly playback: Playback }
  | { readonly kind: 'record'; readonly operationId: string; readonly recording: Recording };

export type HostedLegOptions = {
  readonly legId: string;
  readonly playEnded: (fact: EngineFacts['playEnded']) => void;
  readonly recordEnded: (fact: EngineFacts['recordEnded']) => void;
};

export class HostedLeg {
  readonly legId: string;
  /** What it says at this tick; means something only if `speak` said so. */
  readonly frame: Int16Array = new Int16Array(FRAME_SAMPLES);
  readonly #playEnded: HostedLegOptions['playEnded'];
  readonly #recordEnded: HostedLegOptions['recordEnded'];
  readonly #waiting: (PlayCommand | RecordCommand)[] = [];
  #running: Running | undefined;

  constructor({ legId, playEnded, recordEnded }: HostedLegOptions) {
    this.legId = legId;
    this.#playEnded = playEnded;
    this.#recordEnded = recordEnded;
  }

  play(command: PlayCommand): void {
    if (!this.#hasPlace(command.operationId)) {
      this.#tellPlay(command.operationId, 'failed', `${String(MOST_WAITING)} operations are waiting on this leg already`);
      return;
    }
    this.#waiting.push(command);
    this.#advance();
  }

  /** A recording that may barge in stops what the leg plays; any other waits for its turn. */
  record(command: RecordCommand): void {
    if (!this.#hasPlace(command.operationId)) {
      const message = `${String(MOST_WAITING)} operations are waiting on this leg already`;
      this.#tellRecord(command.operationId, { outcome: 'failed', durationMs: 0, message });
      return;
    }
    if (command.bargeIn) this.cancel();
    this.#waiting.push(command);
    this.#advance();
  }

  /** Cancels one operation, or all; an unknown one is none of ours any more. */
  cancel(operationId?: string): void {
    for (const command of this.#waiting.slice()) {
      if (operationId !== undefined && command.operationId !== operationId) continue;
      this.#waiting.splice(this.#waiting.indexOf(command), 1);
      if (command.kind === 'play') this.#tellPlay(command.operationId, 'cancelled');
      else this.#tellRecord(command.operationId, { outcome: 'cancelled', durationMs: 0 });
    }
    const running = this.#running;
    if (!running || (operationId !== undefined && running.operationId !== operationId)) return;
    if (running.kind === 'play') this.#endPlay(running.operationId, 'cancelled');
    else {
      running.recording.cancel();
      this.#settle();
    }
  }

  /** Makes `frame` for this tick; false if the leg says nothing. */
  speak(tick: number): boolean {
    const running = this.#running;
    if (!running) return false;
    if (running.kind === 'record') return running.recording.says(this.frame, tick);
    const isSpeaking = running.playback.frame(this.frame);
    if (running.playback.hasEnded) this.#endPlay(running.operationId, 'completed');
    return isSpeaking;
  }

  /** What the others say at this tick, or nothing. */
  hear(frame: Int16Array | undefined, tick: number): void {
    if (this.#running?.kind !== 'record') return;
    this.#running.recording.hears(frame, tick);
    this.#settle();
  }

  /** Somebody in the room pressed a key. */
  key(key: Key, tick: number): void {
    if (this.#running?.kind !== 'record') return;
    this.#running.recording.key(key, tick);
    this.#settle();
  }

  get isRecording(): boolean {
    return this.#running?.kind === 'record';
  }

  nextTick(after: number): number {
    if (!this.#running) return Number.POSITIVE_INFINITY;
    return this.#running.kind === 'play' ? after : this.#running.recording.nextTick(after);
  }

  #hasPlace(operationId: string): boolean {
    const isKnown = this.#running?.operationId === operationId || this.#waiting.some((command) => command.operationId === operationId);
    if (isKnown) throw new TypeError(`operation ${operationId} is there already`);
    return this.#waiting.length < MOST_WAITING;
  }

  #advance(): void {
    while (!this.#running) {
      const command = this.#waiting.shift();
      if (!command) return;
      if (command.kind === 'play') this.#beginPlay(command);
      else this.#beginRecord(command);
    }
  }

  #beginPlay({ operationId, sounds }: PlayCommand): void {
    try {
      const playback = new Playback(sounds.map(readWav));
      if (playback.hasEnded) this.#tellPlay(operationId, 'completed');
      else this.#running = { kind: 'play', operationId, playback };
    } catch (error) {
      this.#tellPlay(operationId, 'failed', messageOf(error));
    }
  }

  #beginRecord(command: RecordCommand): void {
    try {
      const recording = new Recording(command, command.prompt && readWav(command.prompt));
      this.#running = { kind: 'record', operationId: command.operationId, recording };
    } catch (error) {
      this.#tellRecord(command.operationId, { outcome: 'failed', durationMs: 0, message: messageOf(error) });
    }
  }

  #endPlay(operationId: string, outcome: 'completed' | 'cancelled'): void {
    this.#running = undefined;
    this.#tellPlay(operationId, outcome);
    this.#advance();
  }

  #settle(): void {
    const running = this.#running;
    if (running?.kind !== 'record' || !running.recording.end) return;
    this.#running = undefined;
    this.#tellRecord(running.operationId, running.recording.end);
    this.#advance();
  }

  #tellPlay(operationId: string, outcome: EngineFacts['playEnded']['outcome'], message?: string): void {
    this.#playEnded({ legId: this.legId, operationId, outcome, ...(message === undefined ? {} : { message }) });
  }

  #tellRecord(operationId: string, end: RecordingEnd): void {
    this.#recordEnded({ legId: this.legId, operationId, ...end });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
