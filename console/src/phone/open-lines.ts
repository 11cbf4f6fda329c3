/** The lines whose sound runs in this window, kept in step with what the switchboard says of them. */
import type { Phone, PhoneLine } from '../../../src/wire/live/page-event.ts';
import type { PeerLine, Sound } from './peer-line.ts';
import { lostMeanwhile } from './trouble.ts';

/** A line's sound as pages show it. */
export type LineSound = {
  readonly sound: Sound;
  readonly isMuted: boolean;
  readonly microphone: MediaStream;
  readonly remote: MediaStream;
};

/** `former` is the connection before this one, until this one is up. */
type OpenLine = { peer: PeerLine; isMuted: boolean; lastSeen?: PhoneLine; former?: PeerLine | undefined };

export class OpenLines {
  readonly #lines = new Map<string, OpenLine>();
  readonly #told = new Set<string>();

  adopt(legId: string, peer: PeerLine): void {
    this.#lines.set(legId, { peer, isMuted: false });
  }

  /** Another connection of the same line, with the same microphone; the one before stays until `settle`. */
  replace(legId: string, peer: PeerLine): void {
    const line = this.#lines.get(legId);
    if (line === undefined) return;
    this.settle(legId);
    line.peer.leaveMicrophone();
    line.former = line.peer;
    line.peer = peer;
    peer.mute(line.isMuted);
  }

  /** The connection is up: the one before goes. */
  settle(legId: string): void {
    const line = this.#lines.get(legId);
    line?.former?.close();
    if (line !== undefined) line.former = undefined;
  }

  peer(legId: string): PeerLine | undefined {
    return this.#lines.get(legId)?.peer;
  }

  ids(): readonly string[] {
    return [...this.#lines.keys()];
  }

  /** Lines that were hung up here; the switchboard may not have heard of it yet. */
  closedIds(): readonly string[] {
    return [...this.#lines].filter(([, { peer }]) => peer.sound === 'closed').map(([legId]) => legId);
  }

  mute(legId: string, isMuted: boolean): void {
    const line = this.#lines.get(legId);
    if (line === undefined) return;
    line.isMuted = isMuted;
    line.peer.mute(isMuted);
  }

  /** Closes what the switchboard has ended. Returns the line whose end is news to this window, if any. */
  follow(phone: Phone): PhoneLine | undefined {
    let news: PhoneLine | undefined;
    for (const line of phone.lines) {
      const open = this.#lines.get(line.legId);
      if (line.state !== 'ended') {
        if (open !== undefined) open.lastSeen = line;
        continue;
      }
      if (!this.#told.has(line.legId) && (open !== undefined || !line.isElsewhere)) news = line;
      this.#told.add(line.legId);
      this.drop(line.legId);
    }
    const present = new Set(phone.lines.map(({ legId }) => legId));
    for (const [legId, { lastSeen }] of this.#lines) {
      // A line that was never seen yet is still on its way: the answer to `dial` came first.
      if (present.has(legId) || lastSeen === undefined) continue;
      news = { ...lastSeen, state: 'ended', endedBecause: lostMeanwhile };
      this.drop(legId);
    }
    return news;
  }

  /** Closes everything, for `reason`. Returns one line to tell of. */
  loseAll(reason: string): PhoneLine | undefined {
    let news: PhoneLine | undefined;
    for (const [legId, { lastSeen }] of this.#lines) {
      if (lastSeen !== undefined) news = { ...lastSeen, state: 'ended', endedBecause: reason };
      this.drop(legId);
    }
    return news;
  }

  /** Closes one line's sound; one that is not open is left alone. */
  drop(legId: string): void {
    this.settle(legId);
    this.#lines.get(legId)?.peer.close();
    this.#lines.delete(legId);
  }

  sounds(): ReadonlyMap<string, LineSound> {
    return new Map(
      [...this.#lines].map(([legId, { peer, isMuted }]) => [
        legId,
        { sound: peer.sound, isMuted, microphone: peer.microphone, remote: peer.remote },
      ]),
    );
  }
}
