/** What the bot says on a call of the foreign bridge: its sound and its keys, at the pace of the clock. */
import type { Fault } from './foreign-faults.ts';

type Order = Readonly<Record<string, unknown>> & { readonly kind: string };
type Waiting = { readonly samples: Int16Array } | { readonly mark: string };

const LOW: Readonly<Record<string, number>> = { '1': 697, '8': 852, '#': 941 };
const HIGH: Readonly<Record<string, number>> = { '1': 1209, '8': 1336, '#': 1477 };

export class ForeignVoice {
  readonly #fault: Fault | undefined;
  readonly #tell: (event: object) => void;
  #queue: Waiting[] = [];
  #keys: Int16Array[] = [];
  #pressed: string | undefined;
  #cushion = 0;
  #came = 0;
  #isFullTold = false;
  #isDeaf = false;

  constructor(fault: Fault | undefined, tell: (event: object) => void) {
    this.#fault = fault;
    this.#tell = tell;
  }

  reset(): void {
    this.#queue = [];
    this.#isDeaf = false;
  }

  take(message: Uint8Array): void {
    if (this.#isDeaf || (++this.#came % 5 === 0 && this.#is('each fifth frame lost'))) return;
    if (this.#frames >= 500 && !this.#is('an endless queue')) {
      const isQuiet = this.#is('full without a word') || (this.#isFullTold && !this.#is('full told each time'));
      if (!isQuiet) this.#tell({ kind: 'problem', code: 'soundFull', message: 'ten seconds wait' });
      this.#isFullTold = true;
      return;
    }
    if (this.#frames === 0) this.#cushion = 0;
    const view = new DataView(message.buffer, message.byteOffset + 24, 640);
    const samples = Int16Array.from({ length: 320 }, (_, i) => view.getInt16(i * 2, true));
    if (this.#is('last first')) this.#queue.unshift({ samples });
    else this.#queue.push({ samples });
  }

  obey(order: Order): void {
    if (order.kind === 'clear') return this.#clear();
    if (order.kind === 'mark') return this.#mark(String(order['name']));
    if (order.kind !== 'press') return;
    const pressId = String(order['pressId']);
    for (const key of this.#is('press is silent') ? '' : String(order['keys'])) this.#keys.push(...toneOf(key));
    if (this.#is('press is silent')) this.#keys.push(...Array.from({ length: 30 }, () => new Int16Array(320)));
    if (this.#is('pressed at once')) this.#tell({ kind: 'pressed', pressId });
    else this.#pressed = pressId;
  }

  /** What is said at this tick; undefined if nothing is. */
  frame(tick: number): Int16Array | undefined {
    const key = this.#keys.shift();
    if (key) {
      if (this.#keys.length === 0 && this.#pressed !== undefined) this.#tell({ kind: 'pressed', pressId: this.#pressed });
      return key;
    }
    if (this.#frames < 3 && this.#frames > 0 && this.#cushion++ < 2) return undefined;
    this.#cushion = this.#frames > 0 ? 9 : 0;
    if (this.#is('at half pace') && tick % 2 === 0) return undefined;
    const first = this.#next();
    const second = this.#is('at double pace') ? this.#next() : undefined;
    return first && second ? Int16Array.from({ length: 320 }, (_, i) => (i < 160 ? first[i * 2] : second[i * 2 - 320]) ?? 0) : first;
  }

  get #frames(): number {
    return this.#queue.filter((each) => 'samples' in each).length;
  }

  #is(fault: Fault): boolean {
    return this.#fault === fault;
  }

  /** The next frame, and the marks after it. */
  #next(): Int16Array | undefined {
    this.#marks();
    const first = this.#queue.shift();
    this.#marks();
    return first && 'samples' in first ? first.samples : undefined;
  }

  #marks(): void {
    while (this.#queue[0] && 'mark' in this.#queue[0]) this.#tellMark((this.#queue.shift() as { readonly mark: string }).mark);
  }

  #mark(name: string): void {
    if (this.#frames === 0) return this.#tell({ kind: 'marked', name });
    if (this.#queue.filter((each) => 'mark' in each).length >= 100 && !this.#is('endless marks'))
      return this.#tell({ kind: 'problem', code: 'overLimit', message: 'too many marks' });
    if (this.#is('marks at once')) this.#tellMark(name);
    else this.#queue.push({ mark: name });
  }

  #tellMark(name: string): void {
    if (!this.#is('marks never')) this.#tell({ kind: 'marked', name });
  }

  #clear(): void {
    if (this.#is('clear does nothing')) return this.#tell({ kind: 'cleared', droppedMs: 0 });
    const marks = this.#queue.filter((each) => 'mark' in each);
    const kept = this.#is('clear half') ? this.#queue.slice(0, this.#queue.length / 2) : [];
    if (!this.#is('clear without a word')) this.#tell({ kind: 'cleared', droppedMs: this.#frames * 20 });
    this.#queue = kept;
    this.#isDeaf = this.#is('deaf after clear');
    for (const mark of marks) if ('mark' in mark) this.#tellMark(mark.mark);
  }
}

/** 120 ms of a key, and 80 ms of nothing. */
function toneOf(key: string): Int16Array[] {
  const [low, high] = [LOW[key] ?? 0, HIGH[key] ?? 0];
  const at = (hertz: number, i: number): number => 6_000 * Math.sin((2 * Math.PI * hertz * i) / 16_000);
  const sound = Array.from({ length: 6 }, (_, tick) =>
    Int16Array.from({ length: 320 }, (__, i) => Math.round(at(low, tick * 320 + i) + at(high, tick * 320 + i))),
  );
  return [...sound, ...Array.from({ length: 4 }, () => new Int16Array(320))];
}
