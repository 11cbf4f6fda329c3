/** What a bot was told last of who speaks and who leads, so that it is told only what changes. */
import type { BridgeEvent } from '../../wire/bridge/control.ts';

export class ToldSpeakers {
  readonly #tell: (event: BridgeEvent) => void;
  #speaking: readonly number[] = [];
  #dominant: number | null = null;

  constructor(tell: (event: BridgeEvent) => void) {
    this.#tell = tell;
  }

  /** A socket is new: nobody speaks, as far as was told on it. */
  begin(): void {
    this.#speaking = [];
    this.#dominant = null;
  }

  tell(sourceIds: readonly number[], dominant: number | null): void {
    if (sourceIds.length !== this.#speaking.length || sourceIds.some((id, i) => id !== this.#speaking[i])) {
      this.#speaking = sourceIds;
      this.#tell({ kind: 'speaking', sourceIds });
    }
    if (dominant === this.#dominant) return;
    this.#dominant = dominant;
    this.#tell({ kind: 'dominantSpeaker', sourceId: dominant });
  }
}
