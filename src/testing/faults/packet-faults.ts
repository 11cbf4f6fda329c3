/** What may happen to packets of sound and keys between people and the switchboard, both ways. */
import { msOf, shownMs, type Duration } from '../duration.ts';
import type { PacketTrouble } from '../people/network.ts';
import type { RunningFault } from './fault.ts';

export type PacketWords = {
  /** Share of packets that never come, 0 … 1. */
  readonly lost?: number | undefined;
  /** Each comes up to so much later. What is more than 200 ms late is of no use to anybody. */
  readonly late?: Duration | undefined;
  /** Share of packets that are overtaken by the next two, 0 … 1. */
  readonly reordered?: number | undefined;
  /** Whose; everybody's where left out. */
  readonly of?: string | undefined;
};

type Bad = { readonly fault: RunningFault; readonly trouble: PacketTrouble; readonly userId: string | undefined };

/** The networks of all people of a lab: of several faults the worst counts. */
export class PacketFaults {
  readonly #bad = new Set<Bad>();

  /** Somebody's network, read anew for each packet. */
  of(userId: string): PacketTrouble {
    const worst = (kind: keyof PacketTrouble): number => this.#worst(userId, kind);
    return {
      get loss() {
        return worst('loss');
      },
      get jitterMs() {
        return worst('jitterMs');
      },
      get reorder() {
        return worst('reorder');
      },
    };
  }

  /** Each look at the network of somebody whom it concerns counts as a hit. */
  add(fault: RunningFault, { lost = 0, late = 0, reordered = 0 }: PacketWords, userId: string | undefined): void {
    const bad = { fault, trouble: { loss: lost, jitterMs: msOf(late), reorder: reordered }, userId };
    this.#bad.add(bad);
    fault.onStop = () => this.#bad.delete(bad);
  }

  #worst(userId: string, kind: keyof PacketTrouble): number {
    let worst = 0;
    for (const { fault, trouble, userId: of } of this.#bad) {
      if (of !== undefined && of !== userId) continue;
      if (kind === 'loss') fault.strikes();
      worst = Math.max(worst, trouble[kind]);
    }
    return worst;
  }
}

/** Throws a `TypeError` for somebody who does not live in the lab. */
export function checkWhose(
  of: string,
  people: readonly { readonly name: string; readonly number: string; readonly userId: string }[],
): void {
  if (people.some(({ name, number, userId }) => [name, name.split(' ')[0], number, userId].includes(of))) return;
  const names = people.map(({ name }) => name).join(', ');
  throw new TypeError(
    `packets() wants somebody who lives in the lab, and not ${JSON.stringify(of)}: ${names}; lab.person() has others move in`,
  );
}

/** Throws a `TypeError` for what is no share, and where nothing would happen. */
export function shownPackets({ lost, late, reordered, of }: PacketWords): string {
  for (const [name, share] of Object.entries({ lost, reordered })) {
    if (share !== undefined && !(share >= 0 && share <= 1)) throw new TypeError(`${name} is a share from 0 to 1, and not ${String(share)}`);
  }
  const percent = (share: number): string => `${String(Math.round(share * 1_000) / 10)} %`;
  const words = [
    lost === undefined ? '' : `${percent(lost)} lost`,
    late === undefined ? '' : `up to ${shownMs(msOf(late))} late`,
    reordered === undefined ? '' : `${percent(reordered)} overtaken`,
  ].filter(Boolean);
  if (words.length === 0) throw new TypeError('packets() wants to know what happens to them: lost, late or reordered');
  return `packets${of === undefined ? '' : ` of ${of}`}: ${words.join(', ')}`;
}
