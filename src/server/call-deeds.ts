/** What people did in a call, as far as its facts tell: who dialled, answered, declined, joined, hung up or was lost. */
import type { Deed } from '../bundles/bundle.ts';
import type { CallFact } from '../switchboard/call-fact.ts';
import type { Party } from '../switchboard/directory.ts';

/** A deed with its time on the wall's clock, in milliseconds since 1970 UTC. */
export type TimedDeed = { readonly wallMs: number; readonly deed: DeedWithoutTime };
type DeedWithoutTime = Deed extends infer One ? (One extends unknown ? Omit<One, 'atMs'> : never) : never;

type Started = CallFact & { readonly type: 'callStarted' };
type OfLeg = CallFact & { readonly legId: string; readonly party: Party };

/** Takes the facts of one call in their order. Keys, speech and muting are not in facts, or not whose doing they were. */
export function deedsOfFacts(facts: readonly CallFact[]): readonly TimedDeed[] {
  const started = facts.find((fact): fact is Started => fact.type === 'callStarted');
  const legs = new Map<string, OfLeg[]>();
  for (const fact of facts) {
    if (!('legId' in fact) || fact.party.kind !== 'person') continue;
    const ofLeg = legs.get(fact.legId) ?? [];
    legs.set(fact.legId, ofLeg);
    ofLeg.push(fact);
  }
  const deeds: TimedDeed[] = [];
  let hasDialled = false;
  for (const ofLeg of legs.values()) {
    const [first] = ofLeg;
    if (!started || !first) continue;
    const who = first.party.id;
    // Who is rung, or brought over from another call, did not come of her own accord.
    if (!ofLeg.some(({ type }) => type === 'legRang' || type === 'legMoved')) {
      const number = started.to.number || started.to.id;
      const dials: boolean = !hasDialled && who === started.from.id;
      hasDialled ||= dials;
      deeds.push(dials ? { wallMs: started.atMs, deed: { kind: 'dial', who, number } } : { wallMs: first.atMs, deed: { kind: 'join', who, meeting: number } }); // prettier-ignore
    }
    for (const fact of ofLeg) {
      const kind = kindOf(fact);
      if (kind) deeds.push({ wallMs: fact.atMs, deed: { kind, who } });
    }
  }
  return deeds;
}

function kindOf(fact: OfLeg): 'answer' | 'decline' | 'hangUp' | 'lost' | undefined {
  if (fact.type === 'legAnswered') return 'answer';
  if (fact.type !== 'legEnded') return undefined;
  switch (fact.as) {
    case 'declined':
      return 'decline';
    case 'hungUp':
      return 'hangUp';
    case 'pageLost':
    case 'mediaFailed':
      return 'lost';
    default:
      return undefined;
  }
}
