/** Connects a line anew when its connection was dropped or lost: with the same microphone, and without anybody doing anything. */
import type { Connected } from '../../../src/wire/live/page-command.ts';
import type { Phone } from '../../../src/wire/live/page-event.ts';
import { LiveError } from '../live/live-error.ts';
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

/** `isKnown`: the switchboard has said that it must be. `isUp`: the sound flows on the new connection; the switchboard may not have said so yet. */
type Tries = { count: number; isUnderWay: boolean; isKnown: boolean; isUp: boolean };

export class Reconnects {
  readonly #options: ReconnectsOptions;
  readonly #tries = new Map<string, Tries>();

  constructor(options: ReconnectsOptions) {
    this.#options = options;
  }

  /** Looks which lines of this window have to be connected anew. */
  follow({ lines }: Phone): void {
    for (const { legId, state, mustReconnect } of lines) {
      if (mustReconnect !== true || state === 'ended') this.#forget(legId, state === 'ended');
      else if (this.#options.lines.peer(legId) !== undefined) void this.#connect(legId, true);
    }
  }

  /** Connects one line anew, because its sound does not get through any more. A switchboard that will not have it is left in peace. */
  renew(legId: string): Promise<void> {
    this.#forget(legId, false);
    return this.#connect(legId, false);
  }

  /** What was begun before the switchboard knew that it is needed goes on. */
  #forget(legId: string, isOver: boolean): void {
    const tries = this.#tries.get(legId);
    if (isOver || tries?.isUnderWay !== true || tries.isKnown || tries.isUp) this.#tries.delete(legId);
  }

  async #connect(legId: string, isKnown: boolean): Promise<void> {
    const { lines, open, ask, onChange, onTrouble } = this.#options;
    const tries = this.#tries.get(legId) ?? { count: 0, isUnderWay: false, isKnown, isUp: false };
    tries.isKnown ||= isKnown;
    const before = lines.peer(legId);
    if (tries.isUnderWay || tries.count >= triesAtMost || before?.isOpen !== true) return;
    this.#tries.set(legId, tries);
    tries.count += 1;
    tries.isUnderWay = true;
    tries.isUp = false;
    const peer = open(before.microphone, (sound) => {
      // The old connection goes when the new one is up.
      if (sound === 'flowing' || sound === 'failed') lines.settle(legId);
      if (sound === 'flowing') tries.isUp = true;
      if (sound === 'failed') tries.isUnderWay = false;
      onChange();
      if (sound === 'failed' && this.#tries.get(legId) === tries) void this.#connect(legId, isKnown);
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
      const isRefused = error instanceof LiveError && error.code === 'switchboard/taken';
      if (lines.peer(legId) !== undefined && !isRefused) onTrouble(troubleOf(error, 'Connecting the call anew failed'));
    } finally {
      onChange();
    }
  }
}
