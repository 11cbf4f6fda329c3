/** What the lines and people of a lab share. */
import type { CodecName } from '../../media/codec.ts';
import type { LabError, LabErrorCode } from '../errors.ts';
import type { Heard } from '../hearing/heard.ts';
import type { LabHouse } from '../house/lab-house.ts';
import type { LabTime } from '../house/lab-time.ts';
import type { Recogniser } from '../voices/recogniser.ts';
import type { PersonEntry } from '../../switchboard/directory.ts';
import type { Call } from '../../switchboard/call.ts';
import type { DeedLog } from './deed-log.ts';
import type { Expectations } from './expectations.ts';
import type { Handset } from './handset.ts';
import type { PacketTrouble } from './network.ts';

/** Somebody's line, as others see it. */
export interface LineOf {
  /** Whose it is. */
  readonly name: string;
  readonly beganMs: number;
  readonly heard: readonly Heard[];
  /** Why the call is over; undefined while it is up. */
  readonly ended: string | undefined;
  readonly handset: Handset;
}

export type LineSurroundings = {
  readonly house: LabHouse;
  readonly time: LabTime;
  readonly codec: CodecName;
  readonly packets: PacketTrouble;
  readonly deeds: DeedLog;
  /** What the test waits for. */
  readonly expectations: Expectations;
  /** Opened when it is first asked for. */
  readonly recogniser: () => Promise<Recogniser | undefined>;
  /** Makes the error of a line, with all that helps to understand it. */
  readonly failure: (what: Failing) => LabError;
  /** Somebody's latest line; undefined where there was none. */
  readonly latestLineOf: (name: string) => LineOf | undefined;
  /** There while many go through the same test in one house. */
  readonly company?: Company | undefined;
};

/** One of many who go through the same test at once: callers are its own, whoever is rung is shared. */
export type Company = {
  /** Who dials in somebody's place. */
  readonly callerFor: (entry: PersonEntry) => PersonEntry;
  /** Whether it is a call in which one of its callers is. */
  readonly isOurs: (call: Call) => boolean;
};

export type Failing = {
  readonly code: LabErrorCode;
  readonly message: string;
  readonly line?: LineOf | undefined;
  readonly fromMs?: number | undefined;
};
