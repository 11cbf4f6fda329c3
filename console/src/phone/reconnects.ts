/** Connects a line anew when the switchboard says that its connection was dropped: with the same microphone, and without anybody doing anything. */
import type { Connected } from '../../../src/wire/live/page-command.ts';
import type { Phone } from '../../../src/wire/live/page-event.ts';
import type { OpenLines } from './open-lines.ts';
import type { PeerLine, Sound } from './peer-line.ts';
import { troubleOf, type Trouble } from './trouble.ts';

type ReconnectsOptions = {
  readonly lines: OpenLines;
  readonly open: (microphone: MediaStream, onSound: (sound: Sound) => void) => PeerLine;
  readonly ask: (legId: string, offer: string) => Promise<Connected>;
  readonly onChange: () => void;
  readonly onTrouble: (trouble: Trouble) => void;
};

/** A line that cannot be connected anew so many times is left to the switchboard, which ends it with a reason. */
const triesAtMost = 3;

export class Reconnects {
  readonly #options: ReconnectsOptions;
  readonly #tries = new Map<string, { count: number; isUnderWay: boolean }>();

  constructor(options: ReconnectsOptions) {
    this.#options = options;
  }

  /** Looks which lines of this window have to be connected anew. */
  follow({ lines }: Phone): void {
    for (const { legId, state, mustReconnect } of lines) {
      if (mustReconnect !== true || state === 'ended') this.#tries.delete(legId);
      else if (this.#options.lines.peer(legId) !== undefined) void this.#connect(legId);
    }
  }

  async #connect(legId: string): Promise<void> {
    const { lines, open, ask, onChange, onTrouble } = this.#options;
    const tries = this.#tries.get(legId) ?? { count: 0, isUnderWay: false };
    const before = lines.peer(legId);
    if (tries.isUnderWay || tries.count >= triesAtMost || before?.isOpen !== true) return;
    this.#tries.set(legId, tries);
    tries.count += 1;
    tries.isUnderWay = true;
    const peer = open(before.microphone, (sound) => {
      // The old connection goes when the new one is up.
      if (sound === 'flowing' || sound === 'failed') lines.settle(legId);
      if (sound === 'failed') tries.isUnderWay = false;
      onChange();
      if (sound === 'failed' && this.#tries.get(legId) === tries) void this.#connect(legId);
    });
    try {
      const { answer } = await ask(legId, await peer.offer());
      // It may have been hung up while the answer was on its way.
      if (lines.peer(legId) !== before || !before.isOpen) return peer.abandon();
      lines.replace(legId, peer);
      await peer.accept(answer);
    } catch (error) {
      tries.isUnderWay = false;
      if (lines.peer(legId) !== peer) peer.abandon();
      if (lines.peer(legId) !== undefined) onTrouble(troubleOf(error, 'Connecting the call anew failed'));
    } finally {
      onChange();
    }
  }
}
