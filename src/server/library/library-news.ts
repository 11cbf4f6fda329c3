/** What pages are told of the library: gathered, so that a busy house does not tell every page of every second of every recording. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { LibraryNews as News } from '../../wire/live/library.ts';

const EVERY_MS = 500;

export class LibraryNews implements Disposable {
  readonly #tell: (news: News) => void;
  readonly #clock: Clock;
  readonly #recordingIds = new Set<string>();
  readonly #making = new Map<string, News['making'][number]>();
  #timer: Timer | undefined;

  constructor(clock: Clock, tell: (news: News) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  changed(recordingId: string): void {
    this.#recordingIds.add(recordingId);
    this.#soon();
  }

  made(made: News['making'][number]): void {
    this.#making.set(`${made.recordingId}/${made.name}`, made);
    // That it is there, or that it failed, is in the recording itself.
    if (made.done >= 1 || made.problem !== undefined) this.#recordingIds.add(made.recordingId);
    this.#soon();
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  #soon(): void {
    this.#timer ??= this.#clock.after(EVERY_MS, () => {
      this.#timer = undefined;
      const news = { recordingIds: [...this.#recordingIds], making: [...this.#making.values()] };
      this.#recordingIds.clear();
      this.#making.clear();
      this.#tell(news);
    });
  }
}
