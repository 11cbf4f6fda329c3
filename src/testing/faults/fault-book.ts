/** All faults of a lab, and what they did, in order: for reports of what went wrong in a test. */
import type { LabHouse } from '../house/lab-house.ts';
import type { Carried, Interceptor } from '../house/wire.ts';
import { checkAim, isMeant, shownAim, type Aim } from './aim.ts';
import { RunningFault } from './fault.ts';

/** `atMs` on the lab's clock. */
export type FaultNote = { readonly atMs: number; readonly what: string };

export type OnWire = {
  readonly what: string;
  readonly aim: Aim;
  readonly isOurs: (carried: Carried, request: Request) => boolean;
  /** Asked first: whether this one is not to be struck, but to go on in another way. */
  readonly apart?: { readonly isOne: (carried: Carried) => boolean; readonly go: Interceptor } | undefined;
  /** What becomes of a message that is struck. */
  readonly strike: Interceptor;
};

export class FaultBook {
  readonly house: LabHouse;
  readonly log: FaultNote[] = [];
  readonly #faults: RunningFault[] = [];

  constructor(house: LabHouse) {
    this.house = house;
  }

  /** Every fault so far, those that are over among them. */
  get faults(): readonly RunningFault[] {
    return this.#faults;
  }

  tell(what: string): void {
    this.log.push({ atMs: this.house.time.clock.now(), what });
  }

  begin(what: string, aim: Aim = {}): RunningFault {
    const { whims, numbers } = this.house;
    checkAim(aim, numbers);
    const fault = new RunningFault({ what: `${what}${shownAim(aim)}`, aim, chance: () => whims.unit(), tell: (words) => this.tell(words) });
    this.#faults.push(fault);
    return fault;
  }

  /** A fault that strikes messages on their way between bots and switchboard. */
  onWire({ what, aim, isOurs, apart, strike }: OnWire): RunningFault {
    const fault = this.begin(what, aim);
    const standing = this.house.wire.intercept((request, next, carried) => {
      if (!isOurs(carried, request)) return next(request);
      if (apart?.isOne(carried)) return apart.go(request, next, carried);
      const isStruck = isMeant(aim, carried, request.headers.get('authorization')) && fault.strikes(`${carried.method} ${carried.url}`);
      if (!isStruck) return next(request);
      carried.fault = carried.fault === undefined ? fault.what : `${carried.fault}; ${fault.what}`;
      return strike(request, next, carried);
    });
    fault.onStop = () => standing[Symbol.dispose]();
    return fault;
  }

  end(): void {
    for (const fault of this.#faults) fault.stop();
  }
}

/** The same message once more, to be sent later: whoever sent the first may have stopped waiting for it. */
export function copyOf(request: Request, { body }: Carried, more: Readonly<Record<string, string>> = {}): Request {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return new Request(request.url, { method: request.method, headers, ...(body === '' ? {} : { body }) });
}
