/** Looks after the legs every second while there are any: sends reports, tells how sound fares, notices who is gone without a word. */
import type { Clock, Timer } from '../base/clock.ts';
import { FRAME_MS } from '../media/frame.ts';
import type { BridgedLeg } from './bridged/bridged-leg.ts';
import type { PeerLeg } from './peer-leg.ts';
import type { LegQuality } from './port.ts';
import type { Room } from './room.ts';

const ROUND_MS = 1_000;
const REPORT_EVERY = 3;
const QUALITY_EVERY = 5;
/** A browser sends something every few seconds whatever it does: after this long without anything it is gone. */
const GONE_AFTER_MS = 8_000;
/** A peer that has not connected by then will not. */
const CONNECT_WITHIN_MS = 20_000;

export type RoundsOptions = {
  readonly clock: Clock;
  readonly rooms: ReadonlyMap<string, Room>;
  readonly tick: () => number;
  readonly lose: (legId: string, reason: string) => void;
  readonly quality: (legId: string, quality: LegQuality) => void;
};

export class Rounds implements Disposable {
  readonly #options: RoundsOptions;
  #timer: Timer | undefined;
  #count = 0;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  /** There is a leg: begins, if it has not. */
  begin(): void {
    this.#timer ??= this.#options.clock.after(ROUND_MS, this.#go);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  readonly #go = (): void => {
    this.#timer = undefined;
    const { clock, rooms } = this.#options;
    const nowMs = clock.now();
    const count = this.#count++;
    const reports = count % REPORT_EVERY === 0;
    let legs = 0;
    for (const room of rooms.values()) {
      for (const leg of room.peers.values()) {
        if (leg.isConnected && reports) leg.report(this.#options.tick(), (REPORT_EVERY * ROUND_MS) / FRAME_MS, nowMs, clock.wallMs());
        if (!leg.transport.tellsLoss) this.#check(leg, nowMs);
      }
      if ((count + 1) % QUALITY_EVERY === 0) this.#judge(room);
      legs += room.peers.size + room.bridged.size;
    }
    if (legs > 0) this.begin();
  };

  /** Tells how everybody fares, and bots how those fare whom they hear. */
  #judge(room: Room): void {
    for (const leg of room.peers.values()) this.#tell(room, leg, leg.quality());
    for (const leg of room.bridged.values()) this.#tell(room, leg, leg.quality());
  }

  #tell(room: Room, leg: PeerLeg | BridgedLeg, quality: LegQuality | undefined): void {
    if (!quality) return;
    this.#options.quality(leg.legId, quality);
    if (!quality.in || leg.sourceId === 0) return;
    for (const bot of room.bridged.values()) if (bot === leg || room.hears(bot, leg)) bot.fares(leg.sourceId, quality);
  }

  #check(leg: PeerLeg, nowMs: number): void {
    const silentMs = nowMs - leg.lastPacketMs;
    if (leg.isConnected && silentMs > GONE_AFTER_MS) {
      this.#options.lose(leg.legId, `nothing came from the peer for ${String(Math.round(silentMs / 1000))} s`);
    } else if (!leg.isConnected && silentMs > CONNECT_WITHIN_MS) {
      this.#options.lose(
        leg.legId,
        `no media connection within ${String(CONNECT_WITHIN_MS / 1000)} s: is UDP open between browser and engine?`,
      );
    }
  }
}
