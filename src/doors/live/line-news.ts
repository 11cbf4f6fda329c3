/** What goes on in a conversation, for the windows of those who are in it: who speaks, what is written and said, notices, quality. */
import type { Call, Leg, PersonLeg } from '../../switchboard/call.ts';
import { isIn } from '../../switchboard/roles.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';
import type { PageEvent } from '../../wire/live/page-event.ts';
import { shownMessage } from './group-view.ts';
import type { PageSession } from './page-session.ts';

/** Tells windows until the signal aborts. Whoever waits in a lobby is told of nothing. */
export function tellLines(switchboard: Switchboard, pages: () => Iterable<PageSession>, until: { readonly signal: AbortSignal }): void {
  const toHolders = (legs: readonly Leg[], tell: (page: PageSession, leg: PersonLeg) => void): void => {
    for (const page of pages()) for (const leg of legs) if (page.holds(leg)) tell(page, leg);
  };
  const toAll = (call: Call, event: (leg: PersonLeg) => PageEvent): void => toHolders(insideOf(call), (page, leg) => page.send(event(leg)));
  const { facts } = switchboard;
  facts.on(
    'speakersChanged',
    ({ call, participantIds, dominantId }) => toAll(call, ({ legId }) => ({ kind: 'speakers', legId, participantIds, dominantId })),
    until,
  );
  facts.on(
    'captioned',
    ({ call, caption, toLegIds }) => {
      const readers = new Set(toLegIds);
      const { isTranslation: _, ...shown } = caption;
      const legs = readers.size > 0 ? call.legs.filter(({ legId }) => readers.has(legId)) : [];
      toHolders(legs, (page, { legId }) => page.send({ kind: 'caption', legId, caption: shown }));
    },
    until,
  );
  facts.on(
    'posted',
    ({ call, message }) => toHolders(insideOf(call), (page, leg) => page.sendChat(leg.legId, shownMessage(message, leg.self.id))),
    until,
  );
  facts.on('said', ({ legId, text }) => toHolders(legsWith(switchboard.callOfLeg(legId), legId), (page) => page.send({ kind: 'notice', legId, text })), until); // prettier-ignore
  const fares = (page: PageSession, legId: string, up: number | undefined, down: number | undefined): void =>
    page.send({ kind: 'quality', legId, lossUp: up, lossDown: down });
  facts.on(
    'quality',
    ({ call, legId, quality }) => toHolders(legsWith(call, legId), (page) => fares(page, legId, quality.in?.loss, quality.out?.loss)),
    until,
  );
}

function legsWith(call: Call | undefined, legId: string): readonly Leg[] {
  return call?.legs.filter((leg) => leg.legId === legId) ?? [];
}

/** Between two nobody waits. */
function insideOf(call: Call): readonly Leg[] {
  return call.group ? call.legs.filter((leg) => isIn(call, leg)) : call.legs.filter(({ state }) => state === 'connected');
}
