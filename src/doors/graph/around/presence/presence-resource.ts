/** A person's presence as Graph's `presence`. */
import type { Presence as Known, StatusMessage } from '../../../../switchboard/presence/presence-state.ts';
import type { Presence } from '../../../../wire/graph/presence.ts';

export function presenceResource({ userId, availability, activity, status }: Known): Presence {
  return {
    id: userId,
    availability,
    activity,
    statusMessage: status ? statusOf(status) : null,
    outOfOfficeSettings: { message: null, isOutOfOffice: false },
  };
}

function statusOf({ content, contentType, publishedMs, expiry }: StatusMessage): NonNullable<Presence['statusMessage']> {
  return {
    message: { content, contentType },
    publishedDateTime: new Date(publishedMs).toISOString(),
    expiryDateTime: expiry ?? null,
  };
}
