/** Aid for tests: a disk in memory that is as slow, as full and as broken as the test wants. */
import type { SegmentDisk } from './segment-disk.ts';

export class TestDisk implements SegmentDisk {
  readonly files: { readonly name: string; bytes: Uint8Array; isClosed: boolean }[] = [];
  /** What every write waits for. */
  gate: Promise<void> = Promise.resolve();
  /** How many bytes still fit. */
  space: number = Infinity;
  /** Thrown by whatever is asked of it. */
  fault: Error | undefined;
  syncs = 0;
  atOnce = 0;
  mostAtOnce = 0;

  get bytes(): number {
    return this.files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** Every write waits until it is told to go on. */
  stop(): () => void {
    let goOn: () => void = () => undefined;
    this.gate = new Promise((resolve) => (goOn = resolve));
    return goOn;
  }

  async create(name: string): ReturnType<SegmentDisk['create']> {
    if (this.fault) throw this.fault;
    const file = { name, bytes: new Uint8Array(0), isClosed: false };
    this.files.push(file);
    return {
      append: async (bytes) => {
        this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
        await this.gate;
        this.atOnce--;
        if (this.fault) throw this.fault;
        const fits = bytes.subarray(0, Math.min(bytes.length, this.space));
        file.bytes = Buffer.concat([file.bytes, fits]);
        this.space -= fits.length;
        if (fits.length < bytes.length) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
      sync: async () => {
        await this.gate;
        if (this.fault) throw this.fault;
        this.syncs++;
      },
      close: async () => {
        file.isClosed = true;
      },
    };
  }
}
