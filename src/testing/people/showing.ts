/** What somebody shows: a camera and a screen in memory, connected and ended as a page does it. */
import type { MemoryCameraWish } from '../../engine/pictures/memory-pictures.ts';
import type { PictureKind } from '../../engine/port.ts';
import type { Attendance } from './attendance.ts';
import { Complaints } from './complaints.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';

/** How quickly a camera or screen moves: ten frames a second where left out. */
export type Shows = Pick<MemoryCameraWish, 'framesPerSecond'>;

/** It is told to all as soon as the first picture has come. */
const BEGINS_WITHIN_MS = 10_000;
const words = { camera: ['turn the camera on', 'turn the camera off'], screen: ['share a screen', 'stop sharing'] } as const;

export class Showing {
  readonly #line: LineOf;
  readonly #around: LineSurroundings;
  readonly #attendance: Attendance;
  readonly #complaints: Complaints;

  constructor(line: LineOf, around: LineSurroundings, attendance: Attendance) {
    this.#line = line;
    this.#around = around;
    this.#attendance = attendance;
    this.#complaints = new Complaints(line, around);
  }

  async begins(of: PictureKind, wish: Shows): Promise<void> {
    const [what] = words[of];
    const { handset, name } = this.#line;
    const { house, time } = this.#around;
    await this.#attendance.isInside(what);
    const allowed = handset.ask(what, (switchboard, mine) => switchboard.connectPictures({ ...mine, what: of }));
    this.#complaints.refusedOr(allowed, what);
    const shown = house.carrier.pictures[of]({ network: handset.network, ...wish });
    house.shown.set(`${handset.legId} ${of}`, shown.tag);
    this.#complaints.refusedOr(await handset.connectPictures(of, shown.offer), what);
    const isTold = (): boolean => handset.leg?.pictures[of] === true;
    await time.until(() => isTold() || handset.isOver, BEGINS_WITHIN_MS);
    this.#complaints.needsCall(what);
    if (!isTold()) throw this.#complaints.failed('testing/not-done', `${name} wanted to ${what}, and no picture came to the switchboard.`);
  }

  async ends(of: PictureKind): Promise<void> {
    const [, what] = words[of];
    await this.#attendance.isInside(what);
    const ended = this.#line.handset.ask(what, (switchboard, mine) => switchboard.conduct({ kind: 'endPictures', of, ...mine }));
    this.#complaints.refusedOr(ended, what);
    await this.#around.time.settle();
  }
}
