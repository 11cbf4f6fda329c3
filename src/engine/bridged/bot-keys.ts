/** Keys that a bot presses for all to hear, one order after the other. */
import type { BridgeOrder } from '../../wire/bridge/control.ts';
import { KeysOperation } from '../keys-operation.ts';
import type { Key } from '../port.ts';

type Press = Extract<BridgeOrder, { kind: 'press' }>;

const TONE_MS = 120;
const GAP_MS = 80;
const MOST_WAITING = 20;

export type BotKeysOptions = {
  readonly legId: string;
  readonly pressed: (key: Key, sequence: number) => void;
  /** All keys of that order have been heard. */
  readonly done: (pressId: string) => void;
  readonly refused: (message: string) => void;
};

export class BotKeys {
  readonly #options: BotKeysOptions;
  readonly #waiting: KeysOperation[] = [];
  #keys = 0;

  constructor(options: BotKeysOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#waiting.length > 0;
  }

  press({ pressId, keys, gapMs = GAP_MS }: Press): void {
    const { legId, pressed, done, refused } = this.#options;
    if (this.#waiting.length >= MOST_WAITING) return refused(`${String(MOST_WAITING)} orders to press keys wait already`);
    const command = { kind: 'sendKeys', legId, operationId: pressId, keys: keys.split('') as Key[], toneMs: TONE_MS, gapMs } as const;
    try {
      this.#waiting.push(new KeysOperation(command, { tell: () => done(pressId) }, (key) => pressed(key, ++this.#keys)));
    } catch (error) {
      refused(error instanceof Error ? error.message : String(error));
    }
  }

  /** What is heard of keys at this tick; false if none are pressed. */
  says(into: Int16Array): boolean {
    const first = this.#waiting[0];
    if (!first) return false;
    const says = first.says(into);
    if (first.hasEnded) {
      this.#waiting.shift();
      first.tellEnd();
    }
    return says;
  }
}
