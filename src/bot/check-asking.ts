/** What a bot's author asks of `call.ask()` is checked at the door: a mistake is told at once, with what was wanted. */
import type { AskDigitsOptions, AskKeyOptions } from './ask.ts';

/** Throws `TypeError`. */
export function checkAsking(options: AskKeyOptions<string> | AskDigitsOptions): void {
  const isKey = (key: string): boolean => /^[0-9*#A-D]$/.test(key);
  if ('digits' in options) {
    const { min = 1, max, endKey = '#' } = options.digits;
    if (!(Number.isInteger(min) && Number.isInteger(max) && min >= 0 && max >= 1 && min <= max)) {
      throw new TypeError(`call.ask() wants digits with 0 ≤ min ≤ max, and got min ${String(min)} and max ${String(max)}`);
    }
    if (!isKey(endKey)) throw new TypeError(`call.ask() got "${endKey}" as endKey, which is no key of a phone`);
  } else if (options.keys.length === 0 || !options.keys.every(isKey)) {
    throw new TypeError(`call.ask() wants keys of a phone (0 to 9, * and #), and got [${options.keys.join(', ')}]`);
  }
  if (options.attempts !== undefined && !(options.attempts >= 1)) throw new TypeError('call.ask() wants at least one attempt');
}
