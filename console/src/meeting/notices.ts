/** What happens around me, told for a moment: "Grace raised her hand". */
import { after } from '../app/time.ts';

export type Notice = { readonly id: number; readonly text: string };

const shownMs = 6_000;
const shownAtMost = 4;

/** The newest few, each for six seconds. */
export class Notices {
  #shown: readonly Notice[] = [];
  #last = 0;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get shown(): readonly Notice[] {
    return this.#shown;
  }

  add(text: string): void {
    const notice = { id: ++this.#last, text };
    this.#shown = [...this.#shown, notice].slice(-shownAtMost);
    after(shownMs, () => {
      this.#shown = this.#shown.filter((each) => each !== notice);
      this.#onChange();
    });
    this.#onChange();
  }

  clear(): void {
    this.#shown = [];
  }
}
