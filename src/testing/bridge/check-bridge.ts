/** Checks any implementation of the media bridge against docs/media-bridge.md, one rule after the other. */
import { DeadlineError, realClock, type Clock, type Timer } from '../../base/clock.ts';
import type { OpenBridgeSocket } from '../../platforms/graph/media/bridge-socket.ts';
import { webSocketOpener } from '../../platforms/graph/media/open-web-socket.ts';
import type { BringUpCall } from './call-under-test.ts';
import { type Check } from './check.ts';
import { CheckSkipped, RuleBroken } from './check-outcome.ts';
import { CheckStage } from './check-stage.ts';
import { hearingChecks } from './checks/hearing-checks.ts';
import { keyChecks } from './checks/key-checks.ts';
import { mistakeChecks } from './checks/mistake-checks.ts';
import { pictureChecks } from './checks/picture-checks.ts';
import { sessionChecks } from './checks/session-checks.ts';
import { socketChecks } from './checks/socket-checks.ts';
import { speakerChecks } from './checks/speaker-checks.ts';
import { speakingChecks } from './checks/speaking-checks.ts';

/** All that is checked, in order. */
export const bridgeChecks: readonly Check[] = [
  ...sessionChecks,
  ...socketChecks,
  ...hearingChecks,
  ...speakingChecks,
  ...keyChecks,
  ...speakerChecks,
  ...pictureChecks,
  ...mistakeChecks,
];

export type BridgeCheckOptions = {
  /** Where sessions are opened: the bridge's address and `/sessions`. */
  readonly sessionsUrl: string;
  /** The application token of the bot whose calls are brought up. */
  readonly token: string;
  readonly call: BringUpCall;
  /** Opens sockets: a WebSocket of this machine unless told otherwise. Rejects with a `PlatformError` that has the status of a refusal. */
  readonly openSocket?: OpenBridgeSocket | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly clock?: Clock | undefined;
  /** Those with these words in their name alone. */
  readonly only?: string | undefined;
  /** Told of each check when it is over. */
  readonly onChecked?: ((checked: Checked) => void) | undefined;
};

export type Checked = {
  readonly check: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What was found and which sentence says otherwise, or why it was skipped; empty when it passed. */
  readonly message: string;
  /** The heading of docs/media-bridge.md below which that sentence stands, as an anchor. */
  readonly anchor: string;
};

/** More than the longest takes. */
const WITHIN_MS = 60_000;
const ENDED_WITHIN_MS = 10_000;

/** Never rejects: what goes wrong is in the report, one entry for each check. Throws a `TypeError` where `only` leaves none. */
export async function checkBridge(options: BridgeCheckOptions): Promise<readonly Checked[]> {
  const { only = '', clock = realClock(), fetch = globalThis.fetch, openSocket = webSocketOpener(clock) } = options;
  const chosen = bridgeChecks.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()));
  if (chosen.length === 0) throw new TypeError(`no check of a media bridge has “${only}” in its name`);
  const report: Checked[] = [];
  for (const check of chosen) {
    const checked = await checkOne(check, new CheckStage({ ...options, clock, fetch, openSocket }));
    report.push(checked);
    options.onChecked?.(checked);
  }
  return report;
}

async function checkOne({ name, rule, run }: Check, stage: CheckStage): Promise<Checked> {
  const checked = (outcome: Checked['outcome'], message: string): Checked => ({ check: name, outcome, message, anchor: rule.anchor });
  try {
    await within(WITHIN_MS, stage.clock, run(stage));
    return checked('passed', '');
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    if (error instanceof CheckSkipped) return checked('skipped', found);
    const what = error instanceof RuleBroken ? found : `the check could not be carried out: ${found}`;
    return checked('failed', `${what}. docs/media-bridge.md#${rule.anchor}: “${rule.says}”`);
  } finally {
    await within(ENDED_WITHIN_MS, stage.clock, stage.end()).catch(() => undefined);
  }
}

async function within<T>(ms: number, clock: Clock, work: Promise<T>): Promise<T> {
  let timer: Timer | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = clock.after(ms, () => reject(new DeadlineError(ms)));
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    timer?.[Symbol.dispose]();
  }
}
