/** What this program writes to its error output, kept in place of being written. */
import { createRequire } from 'node:module';

const ERROR_OUTPUT = 2;
// Whoever writes there asks this object for the way to do it.
const fs = createRequire(import.meta.url)('node:fs') as { writeSync: (fd: number, data: unknown, ...more: unknown[]) => number };

export class TerminalTap implements Disposable {
  readonly #undo: () => void;
  #text = '';

  constructor() {
    const { writeSync } = fs;
    fs.writeSync = (fd, data, ...more) => {
      if (fd !== ERROR_OUTPUT) return writeSync(fd, data, ...more);
      const text = typeof data === 'string' ? data : Buffer.from(data as Uint8Array).toString('utf8');
      this.#text += text;
      return Buffer.byteLength(text);
    };
    this.#undo = () => void (fs.writeSync = writeSync);
  }

  get lines(): readonly string[] {
    return this.#text.split('\n').filter((line) => line !== '');
  }

  [Symbol.dispose](): void {
    this.#undo();
  }
}
